"""Tokens that answered «the PIN is locked» without showing it, kept in the program's journal."""

from __future__ import annotations

from datetime import datetime

from desktop_app.core.errors.tokens import PinLockedError
from desktop_app.services.storage.audit_log import AuditLog

_ACTION = "pin.lock"
"""Recorded with the error's code when a token answers so, with ``ok`` once it takes a PIN."""


class PinLocks:
    """Implements ``LockMemory``."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def locked(self, token: str) -> None:
        """Note that ``token`` answered that its PIN is locked."""
        self._audit.record_failure(_ACTION, PinLockedError.code, token)

    def opened(self, token: str) -> None:
        """Note that ``token`` took a PIN, where it was locked before."""
        if self.since(token) is not None:
            self._audit.record_failure(_ACTION, "ok", token)

    def since(self, token: str) -> datetime | None:
        """Return when ``token`` last answered that it is locked; None once it took a PIN."""
        newest = self._audit.newest(_ACTION, token)
        if newest is None or newest.outcome != PinLockedError.code:
            return None
        return newest.at
