"""Compare with ФРМР on demand and on schedule, keep the report, explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.portal import PortalError
from desktop_app.core.name_places import NameCase, NamePlace, PlacedName, name_case
from desktop_app.core.register_sync import Difference, SyncReport, SyncState
from desktop_app.services.audited import audited
from desktop_app.services.egisz_refusals import read_refusals
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.register_contract import (
    REGISTER_SYNC,
    SyncReportMessage,
    SyncStandingMessage,
)
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.sealed_records import SealedRecords
from desktop_app.services.storage.settings import REGISTER_SYNC_DAYS, SettingsStore
from desktop_app.signing.decoding import decode_json


def _utc_now() -> datetime:
    return datetime.now(UTC)


class RegisterSync:
    """One person's comparisons; the last report is kept and shown without a network."""

    def __init__(
        self,
        session: PortalSession,
        records: SealedRecords,
        settings: SettingsStore,
        audit: AuditLog,
        language: str,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._session = session
        self._records = records
        self._settings = settings
        self._audit = audit
        self._language = language
        self._clock = clock
        self._table = read_refusals()
        self._key = ""

    def kept(self, certificates: Sequence[Certificate] = ()) -> SyncState:
        """Return the report kept here, without asking the portal.

        ``certificates`` are those at hand; the person's own are compared by name too.
        """
        return self._explained(self._kept_report(), certificates, offline=True)

    def state(
        self, certificates: Sequence[Certificate] = (), cancel: Cancellation | None = None
    ) -> SyncState:
        """Ask the portal for the last report; without it return the kept one as ``offline``.

        Raises ``RefusedError``, and the ``PortalError`` when no report is kept.
        """
        try:
            answer = self._session.send(Request("GET", REGISTER_SYNC), cancel)
        except PortalError:
            state = self.kept(certificates)
            if state.report is None:
                raise
            return state
        last = answer.decode(SyncStandingMessage).last
        report = None if last is None else self._keep(_report_of(last))
        return self._explained(report, certificates, offline=False)

    def run(
        self, certificates: Sequence[Certificate] = (), cancel: Cancellation | None = None
    ) -> SyncState:
        """Have the portal compare now; after a lost answer the same comparison is asked for.

        Raises ``PortalError``, ``RefusedError``.
        """
        self._key = self._key or new_idempotency_key()
        request = Request("POST", f"{REGISTER_SYNC}/requests", {}, idempotency_key=self._key)
        with audited(self._audit, "register.sync"):
            answer = self._session.send(request, cancel)
        self._key = ""
        report = self._keep(_report_of(answer.decode(SyncReportMessage)))
        return self._explained(report, certificates, offline=False)

    def is_due(self) -> bool:
        """Return True when somebody is signed in and the last report is older than is set."""
        days = self._settings.get(REGISTER_SYNC_DAYS)
        if not days or self._session.state().account is None:
            return False
        report = self._kept_report()
        return report is None or report.finished_at + timedelta(days=days) <= self._clock()

    def run_if_due(
        self, certificates: Sequence[Certificate] = (), cancel: Cancellation | None = None
    ) -> SyncState | None:
        """Compare when it is time to; None when it is not."""
        return self.run(certificates, cancel) if self.is_due() else None

    def _explained(
        self, report: SyncReport | None, certificates: Iterable[Certificate], *, offline: bool
    ) -> SyncState:
        if report is None:
            return SyncState(None, None, offline=offline)
        refusals = tuple(self._table.understand(text, self._language) for text in report.refusals)
        return SyncState(report, self._names(report, certificates), refusals, offline)

    def _names(self, report: SyncReport, certificates: Iterable[Certificate]) -> NameCase:
        names = [
            PlacedName(NamePlace.ACCOUNT, report.account_name),
            PlacedName(NamePlace.REGISTER, report.register_name),
        ]
        account = self._session.state().account
        if account is not None:
            own = (each for each in certificates if each.snils == account.snils)
            newest = max(own, key=lambda each: each.not_before, default=None)
            if newest is not None:
                names.append(PlacedName(NamePlace.CERTIFICATE, newest.subject))
        return name_case(names)

    def _keep(self, report: SyncReport) -> SyncReport:
        self._records.set(self._name(), msgspec.json.encode(report))
        return report

    def _kept_report(self) -> SyncReport | None:
        content = self._records.get(self._name())
        if content is None:
            return None
        try:
            return decode_json(content, SyncReport)
        except msgspec.MsgspecError:
            return None

    def _name(self) -> str:
        return f"register-sync/{self._session.account_key}"


def _report_of(message: SyncReportMessage) -> SyncReport:
    return SyncReport(
        id=message.id,
        finished_at=message.finished_at,
        account_name=message.account_name,
        register_name=message.register_name,
        differences=tuple(
            Difference(
                each.id,
                each.section,
                each.kind,
                each.title,
                each.profile_value,
                each.register_value,
            )
            for each in message.differences
        ),
        unchanged=message.unchanged,
        refusals=message.refusals,
    )
