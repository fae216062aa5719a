"""What a fix is: previewed, agreed to, carried out, recorded, undone on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from desktop_app.core.diagnostics import CheckResult, Finding


@dataclass(frozen=True, slots=True)
class Change:
    """One exact change to this computer, as the preview shows it."""

    kind: str
    """``file``, ``setting`` or ``command``."""
    target: str
    """The file, the setting's name, or the command line."""
    before: str = ""
    """What is there now, shortly; empty where nothing is."""
    after: str = ""
    """What will be there."""


@dataclass(frozen=True, slots=True)
class FixPlan:
    """What a fix would do, worked out for one finding and not done yet.

    The message ``fix.<id>`` of the catalogue has its title, what it means and what to expect.
    """

    fix: str
    check: str
    """The check that is run again afterwards."""
    changes: tuple[Change, ...]
    data: Mapping[str, object] = field(default_factory=dict)
    """Plain values: for the message, and what ``apply`` needs."""
    needs_admin: bool = False
    can_undo: bool = True
    confirm_fingerprint: str = ""
    """SHA-256 that the person is asked to compare; empty where there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """What a fix left behind to take itself back; plain values, kept as JSON."""

    fix: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AppliedFix:
    """A fix that was carried out."""

    id: str
    """Of this one act, for taking it back."""
    plan: FixPlan
    applied_at: datetime
    undo: UndoRecord | None
    """None where it cannot be taken back."""


class Fix(Protocol):
    """One thing that the program can mend."""

    @property
    def id(self) -> str:
        """Permanent, for example ``trust.install-own``."""

    def plan(self, result: CheckResult, finding: Finding) -> FixPlan:
        """Work out the changes; may read and fetch, changes nothing. Raises ``NmoError``."""

    def apply(self, plan: FixPlan) -> UndoRecord | None:
        """Carry the plan out. Raises ``NmoError``, then nothing is half done."""

    def undo(self, record: UndoRecord) -> None:
        """Put back what was there. Raises ``NmoError``."""
