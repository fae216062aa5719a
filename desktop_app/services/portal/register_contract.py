"""The contract's part on ФРМР: the last comparison, and asking for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop_app.core.register_sync import DifferenceKind, RecordSection

REGISTER_SYNC: Final = "register-sync"


@dataclass(frozen=True, slots=True)
class DifferenceMessage:
    """One line of a report."""

    id: str
    """The same for the same difference in every report."""
    section: RecordSection
    kind: DifferenceKind
    title: str
    """In Russian, as the record has it."""
    profile_value: str
    """What the profile had; empty where it had nothing."""
    register_value: str
    """What ФРМР has; empty where it has nothing."""


@dataclass(frozen=True, slots=True)
class SyncReportMessage:
    """``POST register-sync/requests``: what a comparison found and put right."""

    id: str
    finished_at: datetime
    account_name: str
    register_name: str
    """Empty where ФРМР has no record of the person."""
    differences: tuple[DifferenceMessage, ...]
    unchanged: int
    """Lines that were the same."""
    refusals: tuple[str, ...]
    """What ЕГИСЗ answered instead, word for word."""


@dataclass(frozen=True, slots=True)
class SyncStandingMessage:
    """``GET register-sync``: the last comparison."""

    last: SyncReportMessage | None
