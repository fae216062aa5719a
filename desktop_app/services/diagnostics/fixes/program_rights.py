"""Closes the program's own folders and files to other users of the computer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors.diagnosis import FixFailedError, FixUnavailableError
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.fixing import Change, Fix, FixPlan, UndoRecord

_ID = "program.close-to-others"
_OTHERS = 0o077


def fixes(access: Access) -> tuple[Fix, ...]:
    """Return what mends the rights of own files."""
    return (CloseToOthers((access.home.root, access.home.data)),)


@dataclass(frozen=True)
class CloseToOthers:
    """Takes the rights of group and others away, from what lies in own folders only."""

    folders: tuple[Path, ...]
    id: str = _ID

    def plan(self, result: CheckResult, finding: Finding) -> FixPlan:
        """Name each place with its rights now and then. Raises ``FixUnavailableError``."""
        told = finding.evidence.get("paths")
        paths = self._own(told if isinstance(told, list) else [])
        changes = tuple(
            Change("file", str(path), _rights(path), _rights(path, without=_OTHERS))
            for path in paths
        )
        if not changes:
            raise FixUnavailableError(fix=self.id)
        return FixPlan(self.id, result.id, changes, {"count": len(changes)})

    def apply(self, plan: FixPlan) -> UndoRecord:
        """Change the rights. Raises ``FixFailedError``, then what was changed is put back."""
        before = {change.target: Path(change.target).stat().st_mode for change in plan.changes}
        try:
            for target, mode in before.items():
                Path(target).chmod(mode & ~_OTHERS)
        except OSError as error:
            self.undo(UndoRecord(self.id, dict(before)))
            raise FixFailedError(fix=self.id, detail=type(error).__name__) from error
        return UndoRecord(self.id, dict(before))

    def undo(self, record: UndoRecord) -> None:
        """Give the rights back. Raises ``FixFailedError``."""
        try:
            for target, mode in record.data.items():
                Path(target).chmod(int(str(mode)))
        except OSError as error:
            raise FixFailedError(fix=self.id, detail=type(error).__name__) from error

    def _own(self, told: Iterable[object]) -> list[Path]:
        """Keep only what lies in own folders: evidence could name anything."""
        paths = (Path(str(each)) for each in told)
        return [
            path
            for path in paths
            if path.exists() and any(path.resolve().is_relative_to(own) for own in self.folders)
        ]


def _rights(path: Path, without: int = 0) -> str:
    return f"{path.stat().st_mode & 0o777 & ~without:03o}"
