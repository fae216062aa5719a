"""Comparing the portal's profile with ФРМР, and what has to be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_app.core.name_places import NameCase


class RecordSection(StrEnum):
    """Parts of a record of ФРМР."""

    EDUCATION = "education"
    CERTIFICATE = "certificate"
    """Certificate of a specialist."""
    ACCREDITATION = "accreditation"
    POSITION = "position"


class DifferenceKind(StrEnum):
    """What was found, and what became of it."""

    ADDED = "added"
    """ФРМР had it, the profile did not: now it has."""
    UPDATED = "updated"
    """They differed: the profile took what ФРМР says."""
    MISSING = "missing"
    """The profile has it, ФРМР does not: it waits for who keeps the record there."""


class Mender(StrEnum):
    """Who has to act."""

    PERSON = "person"
    EMPLOYER = "employer"
    """Its personnel department keeps the record in ФРМР."""
    AUTHORITY = "authority"
    """The certification authority."""
    PORTAL = "portal"
    """The portal's or ЕГИСЗ's support."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the report."""

    id: str
    """The same for the same difference in every report."""
    section: RecordSection
    kind: DifferenceKind
    title: str
    profile_value: str
    """What the profile had; empty where it had nothing."""
    register_value: str
    """What ФРМР has; empty where it has nothing."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """One comparison as the portal made it."""

    id: str
    finished_at: datetime
    account_name: str
    register_name: str
    """Empty where ФРМР has no record of the person."""
    differences: tuple[Difference, ...]
    unchanged: int
    """Lines that were the same."""
    refusals: tuple[str, ...]
    """What ЕГИСЗ answered instead, word for word."""

    @property
    def waiting(self) -> tuple[Difference, ...]:
        """Return what nobody has put right yet."""
        return tuple(each for each in self.differences if each.kind is DifferenceKind.MISSING)


@dataclass(frozen=True, slots=True)
class UnderstoodRefusal:
    """A refusal of ЕГИСЗ with the message that explains it."""

    text: str
    """Word for word."""
    code: str
    """Of the catalogue: ``egisz.…``."""
    mender: Mender
    data: Mapping[str, object] = field(default_factory=dict)
    """Values for the words."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """The last report with everything that follows from it."""

    report: SyncReport | None
    """None where nothing was compared yet."""
    names: NameCase | None
    refusals: tuple[UnderstoodRefusal, ...] = ()
    offline: bool = False
    """The portal could not be asked: this is the report kept here."""

    @property
    def needs_action(self) -> bool:
        """True when somebody has to do something."""
        waiting = self.report is not None and bool(self.report.waiting)
        renamed = self.names is not None and _is_serious(self.names)
        return waiting or renamed or bool(self.refusals)


@dataclass(frozen=True, slots=True)
class TicketText:
    """What to write to the portal's support, ready to be sent."""

    subject: str
    body: str


def _is_serious(case: NameCase) -> bool:
    return case.relation.value in ("surname", "other")
