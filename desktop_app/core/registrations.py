"""The specialist's registration: its states, and the moves between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop_app.core.errors.registers import RegistrationMoveError


class RegistrationStatus(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    """«Формируется»: values and scans are being gathered."""
    SUBMITTED = "submitted"
    """«Подана»: the electronic check has not looked at it yet."""
    PROCESSING = "processing"
    """«На обработке»: the check found nothing, an operator decides."""
    REWORK = "rework"
    """«На доработке»: the person has to correct something and submit it again."""
    REJECTED = "rejected"
    """«Отклонена»"""
    CLOSED = "closed"
    """«Закрыта»: the account is active, or the person withdrew the application."""


class RegistrationMove(StrEnum):
    """What changes the state of an application."""

    SUBMIT = "submit"
    PASS_CHECK = "pass-check"  # noqa: S105 - no password
    FAIL_CHECK = "fail-check"
    RETURN = "return"
    REJECT = "reject"
    ACTIVATE = "activate"
    WITHDRAW = "withdraw"


MOVES: Final[Mapping[RegistrationStatus, Mapping[RegistrationMove, RegistrationStatus]]] = {
    RegistrationStatus.DRAFT: {
        RegistrationMove.SUBMIT: RegistrationStatus.SUBMITTED,
        RegistrationMove.WITHDRAW: RegistrationStatus.CLOSED,
    },
    RegistrationStatus.SUBMITTED: {
        RegistrationMove.PASS_CHECK: RegistrationStatus.PROCESSING,
        RegistrationMove.FAIL_CHECK: RegistrationStatus.REWORK,
        RegistrationMove.WITHDRAW: RegistrationStatus.CLOSED,
    },
    RegistrationStatus.PROCESSING: {
        RegistrationMove.RETURN: RegistrationStatus.REWORK,
        RegistrationMove.REJECT: RegistrationStatus.REJECTED,
        RegistrationMove.ACTIVATE: RegistrationStatus.CLOSED,
        RegistrationMove.WITHDRAW: RegistrationStatus.CLOSED,
    },
    RegistrationStatus.REWORK: {
        RegistrationMove.SUBMIT: RegistrationStatus.SUBMITTED,
        RegistrationMove.WITHDRAW: RegistrationStatus.CLOSED,
    },
    RegistrationStatus.REJECTED: {},
    RegistrationStatus.CLOSED: {},
}
"""Each state's moves and where they lead; what is not here is not allowed."""

FINAL: Final = frozenset(status for status, moves in MOVES.items() if not moves)
"""States that no application leaves; then another one may be begun."""
EDITABLE: Final = frozenset(
    status for status, moves in MOVES.items() if RegistrationMove.SUBMIT in moves
)
"""States in which values and scans may be changed."""


def moved(status: RegistrationStatus, move: RegistrationMove) -> RegistrationStatus:
    """Return the state that ``move`` leads to. Raises ``RegistrationMoveError``."""
    after = MOVES[status].get(move)
    if after is None:
        raise RegistrationMoveError(status=status.value, move=move.value)
    return after


class ScanKind(StrEnum):
    """What a scan shows."""

    DIPLOMA = "diploma"
    ACCREDITATION = "accreditation"
    """Accreditation, or the specialist certificate that still counts."""
    QUALIFICATION = "qualification"
    """Document on continuing education."""
    NAME_CHANGE = "name-change"
    """Why the diploma bears another surname."""
    OTHER = "other"


NEEDED_SCANS: Final = (ScanKind.DIPLOMA, ScanKind.ACCREDITATION)
SCAN_TYPES: Final = ("application/pdf", "image/jpeg", "image/png")
"""Media types that are taken."""


class CheckItem(StrEnum):
    """What the electronic check compares."""

    NAME = "name"
    """With the account's."""
    SNILS = "snils"
    PASSPORT = "passport"
    """The passport was compared before and matched."""
    BIRTH_DATE = "birth-date"
    SPECIALITY = "speciality"
    """It stands in the list of specialities."""
    SCANS = "scans"
    """All that are needed are there and whole."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the electronic check."""

    item: CheckItem
    passed: bool


@dataclass(frozen=True, slots=True)
class RegistrationEvent:
    """One line of an application's history."""

    happened_at: datetime
    status: RegistrationStatus
    """Where it led."""
    comment: str = ""
    """The operator's words, in Russian."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that belongs to an application."""

    sha256: str
    """Of the file, lower-case hexadecimal; its name within the application."""
    kind: ScanKind
    file_name: str
    media_type: str
    """One of ``SCAN_TYPES``."""
    size: int
    """Bytes."""
    is_whole: bool = True
    """False while the portal has only a part of it."""


@dataclass(frozen=True, slots=True)
class Registration:
    """An application as the portal has it."""

    id: str
    number: str
    """What people call it by."""
    status: RegistrationStatus
    values: Mapping[str, str]
    """By the form's field, in canonical forms."""
    scans: tuple[Scan, ...]
    checks: tuple[CheckLine, ...]
    """The newest electronic check; empty before the first one."""
    events: tuple[RegistrationEvent, ...]
    """Newest first."""
    expected_by: datetime | None
    """When the portal means to have decided; None while nothing waits for it."""
    is_activated: bool
    """Its end made the account a specialist's."""
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class RegistrationDraft:
    """What is gathered on this computer, also without a network."""

    values: Mapping[str, str] = field(default_factory=dict)
    """As typed, by the form's field."""
    scans: tuple[Scan, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing was gathered."""
        return not (self.values or self.scans)


@dataclass(frozen=True, slots=True)
class RegistrationState:
    """The draft, and the application as far as it is known."""

    draft: RegistrationDraft
    registration: Registration | None
    """The newest one; None where there is none."""
    as_of: datetime | None = None
    """When the portal said so; None when it never did."""
    offline: bool = False
    """The portal could not be asked: this is what it said last."""
    draft_lasts: bool = True
    """False where there is no keyring: the draft ends with the program."""
    news: tuple[RegistrationEvent, ...] = ()
    """What the portal or its operator did since the person last looked, newest first."""

    @property
    def can_edit(self) -> bool:
        """True when values and scans may be changed, here or at the portal."""
        known = self.registration
        return known is None or known.status in EDITABLE or known.status in FINAL

    @property
    def scans(self) -> tuple[Scan, ...]:
        """Return the scans gathered here, and those that the portal has whole already."""
        known = self.registration
        kept = known.scans if known is not None and known.status in EDITABLE else ()
        here = {scan.sha256 for scan in self.draft.scans}
        there = tuple(scan for scan in kept if scan.sha256 not in here and scan.is_whole)
        return (*there, *self.draft.scans)

    @property
    def missing_scans(self) -> tuple[ScanKind, ...]:
        """Return the kinds that are needed and not there."""
        kinds = {scan.kind for scan in self.scans}
        return tuple(kind for kind in NEEDED_SCANS if kind not in kinds)
