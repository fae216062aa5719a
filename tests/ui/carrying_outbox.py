"""An outbox in memory that hands documents over and takes them in, as the real one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.outbox import (
    PackageUnreadableError,
    PassphraseShortError,
    PassphraseWrongError,
)
from desktop_app.core.outbox_item import OutboxItem, OutboxMove, OutboxState
from desktop_app.services.outbox_service import PackageReport
from tests.ui.document_services import FakeOutbox

LEAST = 10


@dataclass
class CarryingOutbox(FakeOutbox):
    """Keeps what was handed over by folder, with the passphrase."""

    packages: dict[Path, tuple[str | None, tuple[OutboxItem, ...]]] = field(default_factory=dict)

    def export(
        self,
        folder: Path,
        identifiers: Sequence[str] = (),
        *,
        passphrase: str | None,
        cancel: Cancellation | None = None,
    ) -> PackageReport:
        if passphrase is not None and len(passphrase) < LEAST:
            raise PassphraseShortError(least=LEAST)
        waiting = [each.id for each in self.items if each.state is OutboxState.WAITING]
        wanted = list(identifiers) or waiting
        before = tuple(each for each in self.items if each.id in wanted)
        self.packages[folder / "package"] = (passphrase, before)
        moved = tuple(self._move(each, OutboxMove.EXPORT) for each in wanted)
        return PackageReport(folder / "package", moved)

    def package_is_sealed(self, folder: Path) -> bool:
        return self._package(folder)[0] is not None

    def import_package(
        self, folder: Path, *, passphrase: str | None, cancel: Cancellation | None = None
    ) -> PackageReport:
        wanted, items = self._package(folder)
        if passphrase != wanted:
            raise PassphraseWrongError
        here = {each.id for each in self.items}
        new = tuple(each for each in items if each.id not in here)
        self.items[:0] = new
        return PackageReport(folder, new, tuple(each for each in items if each.id in here))

    def _package(self, folder: Path) -> tuple[str | None, tuple[OutboxItem, ...]]:
        if folder not in self.packages:
            raise PackageUnreadableError(path=str(folder))
        return self.packages[folder]
