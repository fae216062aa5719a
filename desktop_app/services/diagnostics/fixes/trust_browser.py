"""Adding a pinned root to the stores of browsers: ``trust.install-browser``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.diagnosis import FixUnavailableError
from desktop_app.services.browser_trust import INSTALL_BROWSER, BrowserTrust, Installed
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.fixing import Change, Fix, FixPlan, UndoRecord
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.trust_stores.nss import NssDatabase, databases
from desktop_app.services.pinned_root import PinnedRoots, pinned_roots
from desktop_app.services.storage.private_file import write_private
from desktop_app.services.trust_shelving import described, spaced
from desktop_app.signing.authority_marks import AuthorityMarks
from desktop_app.signing.decoding import convert


def fixes(access: Access) -> tuple[Fix, ...]:
    """Return the fix for Linux, where browsers keep roots of their own."""
    if access.machine.system != "linux" or access.is_training:
        return ()
    folder = access.home.root / "trust-copies"
    return (InstallBrowser(access.machine, pinned_roots(access.trust), folder),)


class InstallBrowser:
    """Adds a root to every database of this user's browsers that is without it."""

    id = INSTALL_BROWSER

    def __init__(
        self,
        machine: Machine,
        roots: PinnedRoots,
        folder: Path,
        browsers: BrowserTrust | None = None,
    ) -> None:
        self._machine = machine
        self._roots = roots
        self._folder = folder
        self._browsers = browsers or BrowserTrust(machine, folder)

    def plan(self, result: CheckResult, finding: Finding) -> FixPlan:
        """Say which databases would change.

        Raises ``FixRefusedError`` for what is not pinned and confirmed, ``FixUnavailableError``
        where no database is without it.
        """
        marks = self._roots.root(str(finding.evidence.get("sha256", "")), self.id)
        without = self._without(marks)
        if not without:
            raise FixUnavailableError(fix=self.id)
        after = f"{marks.subject}, {marks.serial.upper()}, SHA-256 {spaced(marks.sha256)}"
        return FixPlan(
            fix=self.id,
            check=result.id,
            changes=tuple(Change("file", str(each.folder), "", after) for each in without),
            data={**described(marks), "browsers": [each.name for each in without]},
        )

    def apply(self, plan: FixPlan) -> UndoRecord | None:
        """Add the root to the databases of the plan; all of them or none.

        Raises ``FixRefusedError``, ``FixFailedError``.
        """
        marks = self._roots.root(str(plan.data.get("sha256", "")), self.id)
        agreed = {change.target for change in plan.changes}
        wanted = [each for each in self._without(marks) if str(each.folder) in agreed]
        file = self._written(marks)
        done: list[Installed] = []
        try:
            for database in wanted:
                name = f"{marks.subject} NMO {marks.sha256[:8]}"
                done.append(self._browsers.install(database, file, name, marks.sha256))
        except NmoError:
            self._take_out(done, marks.sha256)
            raise
        finally:
            file.unlink(missing_ok=True)
        databases_changed = msgspec.to_builtins(done)
        return UndoRecord(self.id, {"sha256": marks.sha256, "databases": databases_changed})

    def undo(self, record: UndoRecord) -> None:
        """Put every database back. Raises ``FixFailedError``."""
        installed = convert(record.data["databases"], list[Installed])
        self._take_out(installed, str(record.data["sha256"]))

    def _take_out(self, installed: Sequence[Installed], sha256: str) -> None:
        for each in reversed(installed):
            self._browsers.take_out(each, sha256)

    def _without(self, marks: AuthorityMarks) -> list[NssDatabase]:
        found = databases(self._machine)
        return [each for each in found if not self._browsers.has(each, marks.sha256)]

    def _written(self, marks: AuthorityMarks) -> Path:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{marks.sha256[:16]}.der"
        write_private(file, marks.der)
        return file
