"""What a person keeps of trust on this computer: added certificates, pins, the list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.services.accreditation import AccreditationRegister, HeldList
from desktop_app.services.audited import audited
from desktop_app.services.pins_of_trust import Pin
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.trust_store import Kept, TrustStore

_LIST = "trust.list"


@dataclass(frozen=True, slots=True)
class TrustKeeping:
    """The store and the register behind one door; certificates come and go by fixes only."""

    store: TrustStore
    register: AccreditationRegister
    audit: AuditLog

    def kept(self) -> tuple[Kept, ...]:
        """Return the certificates that were added on this computer."""
        return self.store.kept()

    def pins(self) -> tuple[Pin, ...]:
        """Return the certificates that the program knows by fingerprint."""
        return self.store.pins.pins

    def accredited_list(self) -> HeldList | None:
        """Return what is known of the saved list of accredited authorities."""
        return self.register.held()

    def import_list(self, path: Path, *, allow_older: bool = False) -> HeldList:
        """Keep the list of a file. Raises as ``AccreditationRegister.import_file``."""
        with audited(self.audit, _LIST, path.name):
            return self.register.import_file(path, allow_older=allow_older)

    def fetch_list(self, cancel: Cancellation | None = None) -> HeldList:
        """Fetch the list and keep it. Raises as ``AccreditationRegister.fetch``."""
        with audited(self.audit, _LIST):
            return self.register.fetch(cancel)
