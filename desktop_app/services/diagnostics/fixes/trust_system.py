"""Adding a pinned root to the system's trust store: ``trust.install-system``."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable
from pathlib import Path

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors.diagnosis import (
    FixFailedError,
    FixRefusedError,
    FixUnavailableError,
)
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.fixing import Change, Fix, FixPlan, UndoRecord
from desktop_app.services.pinned_root import PinnedRoots, pinned_roots
from desktop_app.services.storage.private_file import write_private
from desktop_app.services.system_trust import INSTALL_SYSTEM, SystemTrust, system_folder
from desktop_app.services.trust_shelving import described, spaced


def fixes(access: Access) -> tuple[Fix, ...]:
    """Return the fix for Linux; on other systems an administrator's own tools do it."""
    if access.machine.system != "linux" or access.is_training:
        return ()
    roots = pinned_roots(access.trust)
    folder = access.home.root
    return (InstallSystem(SystemTrust(access.machine), roots, lambda: folder),)


class InstallSystem:
    """Only a root that is pinned and confirmed gets in, and only on the person's word."""

    id = INSTALL_SYSTEM

    def __init__(self, system: SystemTrust, roots: PinnedRoots, folder: Callable[[], Path]) -> None:
        self._system = system
        self._roots = roots
        self._folder = folder

    def plan(self, result: CheckResult, finding: Finding) -> FixPlan:
        """Say which file would be written and which command run.

        Raises ``FixRefusedError`` for what is not pinned and confirmed, ``FixUnavailableError``
        where it is installed already or this system has no such folder.
        """
        marks = self._roots.root(str(finding.evidence.get("sha256", "")), self.id)
        folder, target = system_folder(self._system.machine), self._system.target(marks.sha256)
        if target.exists():
            raise FixUnavailableError(fix=self.id)
        after = f"{marks.subject}, {marks.serial.upper()}, SHA-256 {spaced(marks.sha256)}"
        return FixPlan(
            fix=self.id,
            check=result.id,
            changes=(
                Change("file", str(target), "", after),
                Change("command", " ".join(folder.command)),
            ),
            data=described(marks),
            needs_admin=self._system.needs_admin(),
        )

    def apply(self, plan: FixPlan) -> UndoRecord | None:
        """Install the root. Raises ``FixRefusedError``, ``FixFailedError``."""
        marks = self._roots.root(str(plan.data.get("sha256", "")), self.id)
        pem = ssl.DER_cert_to_PEM_cert(marks.der).encode("ascii")
        digest = hashlib.sha256(pem).hexdigest()
        handed = self._folder() / f"nmo-{marks.sha256[:16]}.crt"
        write_private(handed, pem)
        try:
            target = self._system.install(handed, digest, marks.sha256)
        finally:
            handed.unlink(missing_ok=True)
        return UndoRecord(self.id, {"file": str(target), "digest": digest})

    def undo(self, record: UndoRecord) -> None:
        """Take the root out; a file that somebody changed since is left alone.

        Raises ``FixRefusedError``, ``FixFailedError``.
        """
        target = Path(str(record.data["file"]))
        try:
            content = target.read_bytes()
        except FileNotFoundError:
            content = None
        except OSError as error:
            raise FixFailedError(fix=self.id, detail=type(error).__name__) from error
        if content is not None and hashlib.sha256(content).hexdigest() != record.data["digest"]:
            raise FixRefusedError(fix=self.id, detail="changed")
        self._system.remove(target)
