"""The table of credentials: cached, fetched, checked, its documents opened."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop_app.core.cancellation import (
    Cancellation,
    Progress,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.credentials import Check, CheckOutcome, CredentialList
from desktop_app.core.errors.portal import PortalError
from desktop_app.services.audited import audited
from desktop_app.services.credential_checks import check_each
from desktop_app.services.credential_document import fetch_document
from desktop_app.services.credential_table import fetch_table
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.credential_cache import CachedTable, CredentialCache
from desktop_app.services.storage.home import Home
from desktop_app.services.use_cases import OutcomeListener


def _ignore_outcome(_outcome: CheckOutcome) -> None:
    """Take an outcome and do nothing: the default listener."""


class PortalCredentials:
    """Implements ``CredentialService``."""

    def __init__(
        self, session: PortalSession, cache: CredentialCache, home: Home, audit: AuditLog
    ) -> None:
        self._session = session
        self._cache = cache
        self._home = home
        self._audit = audit
        self._lock = threading.Lock()

    def cached(self) -> CredentialList:
        """Return the table as last seen, without asking the portal."""
        account = self._session.account_key
        table = self._cache.get(account) if account else None
        if table is None:
            return CredentialList((), None, offline=True)
        return CredentialList(table.credentials, table.as_of, offline=True)

    def refresh(
        self, *, progress: ProgressListener = ignore_progress, cancel: Cancellation | None = None
    ) -> CredentialList:
        """Fetch the table; raises when the portal cannot give it."""
        with audited(self._audit, "credentials.fetch"), self._lock:
            account = self._session.account_key
            known = self._cache.get(account) if account else None
            table = fetch_table(self._session.send, known, progress=progress, cancel=cancel)
            self._cache.set(account, table)
            return CredentialList(table.credentials, table.as_of, offline=False)

    def load(
        self, *, progress: ProgressListener = ignore_progress, cancel: Cancellation | None = None
    ) -> CredentialList:
        """Fetch the table, or return the cache with ``offline`` set on a ``PortalError``."""
        try:
            return self.refresh(progress=progress, cancel=cancel)
        except PortalError:
            cached = self.cached()
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

    def document(self, credential_id: str, cancel: Cancellation | None = None) -> Path:
        """Download the PDF, check its digest and return the file."""
        with audited(self._audit, "credential.document", credential_id):
            folder = self._home.folder("documents")
            return fetch_document(self._session.send, credential_id, folder, cancel)

    def _keep(self, outcomes: dict[str, CheckOutcome]) -> None:
        """Put the checks into the cache and the audit log, those of a cancelled run too."""
        self._audit.record_all(
            ("credential.check", outcome.error_code or _verdict(outcome.check), each)
            for each, outcome in outcomes.items()
        )
        account = self._session.account_key
        with self._lock:
            table = self._cache.get(account) if account else None
            if table is not None:
                self._cache.set(account, _with_checks(table, outcomes))


def _verdict(check: Check | None) -> str:
    return check.verdict.value if check else ""


def _with_checks(table: CachedTable, outcomes: dict[str, CheckOutcome]) -> CachedTable:
    """Return the table with new checks; its tag is dropped, since the portal's list changed."""
    checks = {each: outcome.check for each, outcome in outcomes.items() if outcome.check}
    credentials = tuple(
        replace(each, check=checks[each.id]) if each.id in checks else each
        for each in table.credentials
    )
    return CachedTable(credentials, table.as_of)
