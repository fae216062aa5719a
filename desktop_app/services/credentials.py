"""The table of credentials: cached, fetched, checked, its documents opened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_app.core.cancellation import (
    Cancellation,
    Progress,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.credentials import (
    Check,
    CheckOutcome,
    Credential,
    CredentialList,
    CredentialVersion,
)
from desktop_app.core.cycles import Cycle
from desktop_app.core.errors.portal import PortalError
from desktop_app.services.audited import audited
from desktop_app.services.credential_checks import check_each
from desktop_app.services.credential_document import fetch_document
from desktop_app.services.credential_table import (
    CREDENTIALS,
    ORGANISATION_CREDENTIALS,
    FirstRowsListener,
    fetch_table,
    ignore_first,
)
from desktop_app.services.credential_versions import document_versions, replace_document
from desktop_app.services.cycle_fetching import fetch_cycle
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.credential_cache import CachedTable, CredentialCache
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.use_cases import OutcomeListener


def _ignore_outcome(_outcome: CheckOutcome) -> None:
    """Take an outcome and do nothing: the default listener."""


class PortalCredentials:
    """Implements ``CredentialService``."""

    def __init__(
        self,
        session: PortalSession,
        cache: CredentialCache,
        home: Home,
        audit: AuditLog,
        cycles: LastAnswers[Cycle],
    ) -> None:
        self._session = session
        self._cache = cache
        self._home = home
        self._audit = audit
        self._cycles = cycles
        self._lock = threading.Lock()

    def cached(self, *, people: bool = False) -> CredentialList:
        """Return the table as last seen, without asking the portal."""
        account = self._key(people)
        table = self._cache.get(account) if account else None
        if table is None:
            return CredentialList((), None, offline=True)
        return CredentialList(table.credentials, table.as_of, offline=True)

    def refresh(
        self,
        *,
        people: bool = False,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
        on_first: FirstRowsListener = ignore_first,
    ) -> CredentialList:
        """Fetch the table; raises when the portal cannot give it."""
        path = ORGANISATION_CREDENTIALS if people else CREDENTIALS
        with audited(self._audit, "credentials.fetch"), self._lock:
            account = self._key(people)
            known = self._cache.get(account) if account else None
            table = fetch_table(
                self._session.send,
                known,
                path=path,
                progress=progress,
                cancel=cancel,
                on_first=on_first,
            )
            self._cache.set(account, table)
            return CredentialList(table.credentials, table.as_of, offline=False)

    def load(
        self,
        *,
        people: bool = False,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
    ) -> CredentialList:
        """Fetch the table, or return the cache with ``offline`` set on a ``PortalError``."""
        try:
            return self.refresh(people=people, progress=progress, cancel=cancel)
        except PortalError:
            cached = self.cached(people=people)
            if cached.as_of is None:
                raise
            return cached

    def check(
        self,
        ids: Sequence[str],
        *,
        progress: ProgressListener = ignore_progress,
        on_outcome: OutcomeListener = _ignore_outcome,
        cancel: Cancellation | None = None,
    ) -> tuple[CheckOutcome, ...]:
        """Ask the portal to check each credential; outcomes in the order of ``ids``."""
        self._session.require()
        outcomes: dict[str, CheckOutcome] = {}
        wanted = tuple(dict.fromkeys(ids))
        try:
            for outcome in check_each(self._session.send, wanted, cancel):
                outcomes[outcome.credential_id] = outcome
                on_outcome(outcome)
                progress(Progress(len(outcomes), len(wanted), outcome.credential_id))
        finally:
            self._keep(outcomes)
        return tuple(outcomes[each] for each in ids)

    def document(
        self,
        credential_id: str,
        cancel: Cancellation | None = None,
        *,
        version: int | None = None,
    ) -> Path:
        """Download the PDF in force, or one of its versions, check its digest, return the file."""
        with audited(self._audit, "credential.document", credential_id):
            folder = self._home.folder("documents")
            return fetch_document(self._session.send, credential_id, folder, cancel, version)

    def versions(
        self, credential_id: str, cancel: Cancellation | None = None
    ) -> tuple[CredentialVersion, ...]:
        """Return every file that the document has been, newest first."""
        return document_versions(self._session.send, credential_id, cancel)

    def cycle(self, cancel: Cancellation | None = None) -> Cycle:
        """Return the person's five-year cycle as the portal counts it, or counted last.

        Raises the ``PortalError`` when nothing is kept here, and every ``RefusedError``.
        """
        try:
            cycle = fetch_cycle(self._session.send, cancel)
        except PortalError:
            known = self._cycles.find()
            if known is None:
                raise
            return replace(known.value, kept_at=known.as_of)
        self._cycles.keep(cycle)
        return cycle

    def replace(
        self, credential_id: str, file: Path, cancel: Cancellation | None = None
    ) -> CredentialVersion:
        """Send another PDF; until the register agrees, the version before stays in force."""
        with audited(self._audit, "credential.replace", credential_id):
            version = replace_document(self._session.send, credential_id, file, cancel)
        self._change_kept(lambda row: _with_review(row, credential_id, version))
        return version

    def _keep(self, outcomes: dict[str, CheckOutcome]) -> None:
        """Put the checks into the cache and the audit log, those of a cancelled run too."""
        self._audit.record_all(
            ("credential.check", outcome.error_code or _verdict(outcome.check), each)
            for each, outcome in outcomes.items()
        )
        checks = {each: outcome.check for each, outcome in outcomes.items() if outcome.check}
        self._change_kept(
            lambda row: replace(row, check=checks[row.id]) if row.id in checks else row
        )

    def _change_kept(self, change: Callable[[Credential], Credential]) -> None:
        """Change rows of the kept tables; their tags are dropped, since the lists changed."""
        for people in (False, True):
            account = self._key(people)
            with self._lock:
                table = self._cache.get(account) if account else None
                if table is not None:
                    rows = tuple(map(change, table.credentials))
                    self._cache.set(account, CachedTable(rows, table.as_of))

    def _key(self, people: bool) -> str:
        account = self._session.account_key
        return f"{account}#people" if account and people else account


def _verdict(check: Check | None) -> str:
    return check.verdict.value if check else ""


def _with_review(row: Credential, credential_id: str, version: CredentialVersion) -> Credential:
    return replace(row, review=version.state) if row.id == credential_id else row
