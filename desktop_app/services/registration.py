"""Register as a specialist: a draft kept here, scans, submission, news, second factor."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener, ignore_progress
from desktop_app.core.confirmations import SentCode
from desktop_app.core.errors.portal import NotSignedInError, PortalError
from desktop_app.core.errors.registers import (
    RegistrationNoneError,
    RegistrationRefusedError,
    ScansMissingError,
)
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.core.registrations import (
    EDITABLE,
    FINAL,
    Registration,
    RegistrationDraft,
    RegistrationState,
    Scan,
    ScanKind,
)
from desktop_app.services.audited import audited
from desktop_app.services.forms import accepted_values, check_form, known_values, read_form
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.confirmation_contract import CodeMessage, CodeRequest
from desktop_app.services.portal.document_contract import PART_DIGEST_HEADER
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.registration_contract import (
    REGISTRATIONS,
    RegistrationList,
    RegistrationMessage,
    RegistrationRequest,
    ScanMessage,
)
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.registration_draft import RegistrationDrafts
from desktop_app.services.registration_memory import RegistrationMemory, Seen
from desktop_app.services.registration_messages import registration_of, request_of, scan_request
from desktop_app.services.storage.audit_log import AuditLog


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SpecialistRegistration:
    """One person's registration; the draft needs neither network nor a live session."""

    def __init__(
        self,
        session: PortalSession,
        drafts: RegistrationDrafts,
        memory: RegistrationMemory,
        audit: AuditLog,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._session = session
        self._drafts = drafts
        self._memory = memory
        self._audit = audit
        self._clock = clock
        self.form: Form = read_form("registration")
        """What is asked for."""

    def known_values(self) -> dict[str, str]:
        """Return what stands in the form: the draft, else what portal and account say."""
        state = self.kept()
        if state.draft.values:
            return dict(state.draft.values)
        known = known_values(self.form, self._session.state().account)
        if state.registration is not None and state.registration.status in EDITABLE:
            check = self.check(state.registration.values)
            known |= {name: check.fields[name].shown for name in state.registration.values}
        return known

    def check(self, values: Mapping[str, str]) -> PaperCheck:
        """Return what the values are worth. Raises ``FormFieldUnknownError``."""
        return check_form(self.form, values, self._today())

    def kept(self) -> RegistrationState:
        """Return draft and application as known here, without asking the portal.

        Raises ``NotSignedInError`` when nobody is known here.
        """
        return self._state(self._memory.seen(self._account()), offline=True)

    def state(self, cancel: Cancellation | None = None) -> RegistrationState:
        """Ask the portal; without it return what it said last, with ``offline`` set.

        Raises ``RefusedError``, and the ``PortalError`` when nothing is known here.
        """
        try:
            newest = self._newest(cancel)
        except PortalError:
            state = self.kept()
            if state.as_of is None and state.draft.is_empty:
                raise
            return state
        return self._state(self._remember(newest), offline=False)

    def look(self) -> None:
        """Note that the person has seen the news."""
        self._memory.look(self._account())

    def keep_values(self, values: Mapping[str, str]) -> RegistrationDraft:
        """Keep what was typed, complete or not. Raises ``FormFieldUnknownError``."""
        self.check(values)
        return self._drafts.keep_values(self._account(), values)

    def add_scan(self, kind: ScanKind, path: Path) -> RegistrationDraft:
        """Keep a scan in the draft. Raises ``ScanUnfitError``."""
        return self._drafts.add_scan(self._account(), kind, path)

    def remove_scan(self, sha256: str, cancel: Cancellation | None = None) -> None:
        """Take a scan out of the draft, or away from the portal where it is there already."""
        state = self.kept()
        self._drafts.remove_scan(self._account(), sha256)
        known = state.registration
        if known is None or known.status not in EDITABLE:
            return
        if sha256 in {scan.sha256 for scan in known.scans}:
            path = f"{REGISTRATIONS}/{known.id}/scans/{sha256}"
            self._session.send(Request("DELETE", path, harmless=True), cancel)
            self._remember(self._newest(cancel))

    def discard(self) -> None:
        """Remove the draft from this computer."""
        self._drafts.discard(self._account())

    def submit(
        self,
        *,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
    ) -> RegistrationState:
        """Hand the draft over: begin or correct the application, upload scans, submit it.

        May be repeated after any failure: what arrived is not sent again. Progress counts
        bytes of scans. Raises ``FormIncompleteError``, ``ScansMissingError``,
        ``ScanUnfitError``, ``RegistrationRefusedError``, ``PortalError``.
        """
        values = accepted_values(self.form, self.known_values(), self._today())
        draft = self._drafts.load(self._account())
        with audited(self._audit, "registration.submit"):
            begun = self._begin(request_of(values), cancel)
            missing = RegistrationState(draft, begun).missing_scans
            if missing:
                self._remember(begun)
                raise ScansMissingError(kinds=[kind.value for kind in missing])
            self._upload(begun, draft.scans, progress, cancel)
            submitted = self._write_to(f"{begun.id}/submission", {}, cancel)
        self._drafts.discard(self._account())
        return self._state(self._remember(submitted), offline=False)

    def withdraw(self, cancel: Cancellation | None = None) -> RegistrationState:
        """Withdraw it. Raises ``RegistrationNoneError``, ``RegistrationRefusedError``."""
        with audited(self._audit, "registration.withdraw"):
            known = self._known(self._newest(cancel))
            withdrawn = self._write_to(f"{known.id}/withdrawal", {}, cancel)
        return self._state(self._remember(withdrawn), offline=False)

    def send_code(self, cancel: Cancellation | None = None) -> SentCode:
        """Have a code sent to the application's telephone.

        Raises ``RegistrationNoneError``, ``RegistrationRefusedError``, ``CodeRefusedError``.
        """
        known = self._known(self._newest(cancel))
        path = f"{REGISTRATIONS}/{known.id}/second-factor"
        request = Request("POST", path, {}, idempotency_key=new_idempotency_key())
        sent = self._session.send(request, cancel).decode(CodeMessage)
        return SentCode(
            sent.channel, sent.address, sent.expires_at, sent.resend_at, sent.tries_left
        )

    def confirm_code(self, code: str, cancel: Cancellation | None = None) -> RegistrationState:
        """Switch the second factor on. Raises ``CodeRefusedError``."""
        with audited(self._audit, "second-factor.confirm"):
            known = self._known(self._newest(cancel))
            path = f"{known.id}/second-factor/confirmation"
            confirmed = self._write_to(path, CodeRequest(code), cancel)
        return self._state(self._remember(confirmed), offline=False)

    def _begin(self, body: RegistrationRequest, cancel: Cancellation | None) -> Registration:
        """Correct the application that may be changed, else begin one."""
        newest = self._newest(cancel)
        if newest is None or newest.status in FINAL:
            return self._write_to("", body, cancel)
        if newest.status not in EDITABLE:
            self._remember(newest)
            raise RegistrationRefusedError(detail=ProblemCode.REGISTRATION_OPEN.value)
        answer = self._session.send(Request("PUT", f"{REGISTRATIONS}/{newest.id}", body), cancel)
        return registration_of(answer.decode(RegistrationMessage))

    def _upload(
        self,
        begun: Registration,
        scans: tuple[Scan, ...],
        progress: ProgressListener,
        cancel: Cancellation | None,
    ) -> None:
        total, done = sum(scan.size for scan in scans), 0
        for scan in scans:
            path = f"{REGISTRATIONS}/{begun.id}/scans"
            request = Request(
                "POST", path, scan_request(scan), idempotency_key=new_idempotency_key()
            )
            stands = self._session.send(request, cancel).decode(ScanMessage)
            done += stands.offset
            for part in self._drafts.parts(scan, stands.offset):
                progress(Progress(done, total, "scans"))
                stands = self._put(f"{path}/{scan.sha256}/content", stands.offset, part, cancel)
                done += len(part)
        progress(Progress(total, total, "scans"))

    def _put(self, path: str, offset: int, part: bytes, cancel: Cancellation | None) -> ScanMessage:
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode("ascii")
        request = Request(
            "PUT",
            path,
            query={"offset": offset},
            headers={PART_DIGEST_HEADER: f"sha-256=:{digest}:"},
            content=part,
        )
        return self._session.send(request, cancel).decode(ScanMessage)

    def _write_to(self, path: str, body: object, cancel: Cancellation | None) -> Registration:
        where = f"{REGISTRATIONS}/{path}".rstrip("/")
        request = Request("POST", where, body, idempotency_key=new_idempotency_key())
        return registration_of(self._session.send(request, cancel).decode(RegistrationMessage))

    def _newest(self, cancel: Cancellation | None) -> Registration | None:
        answer = self._session.send(Request("GET", REGISTRATIONS), cancel)
        items = answer.decode(RegistrationList).items
        return registration_of(items[0]) if items else None

    @staticmethod
    def _known(registration: Registration | None) -> Registration:
        if registration is None:
            raise RegistrationNoneError
        return registration

    def _state(self, seen: Seen | None, *, offline: bool) -> RegistrationState:
        return RegistrationState(
            draft=self._drafts.load(self._account()),
            registration=seen.registration if seen else None,
            as_of=seen.as_of if seen else None,
            offline=offline,
            draft_lasts=self._drafts.last,
            news=seen.news if seen else (),
        )

    def _remember(self, registration: Registration | None) -> Seen:
        return self._memory.remember(self._account(), registration, self._clock())

    def _account(self) -> str:
        account = self._session.account_key
        if not account:
            raise NotSignedInError
        return account

    def _today(self) -> date:
        return self._clock().astimezone().date()
