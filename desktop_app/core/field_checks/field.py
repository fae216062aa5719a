"""Kinds of fields, and what a check of one says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    """One line."""
    LINES = "lines"
    """Text of several lines."""
    NAME = "name"
    """One part of a person's name, or several."""
    FULL_NAME = "full-name"
    """Surname, given name, patronymic where there is one."""
    SNILS = "snils"
    INN = "inn"
    """Of a person (12 digits) or of an organisation (10)."""
    INN_PERSON = "inn-person"
    INN_ORGANISATION = "inn-organisation"
    OGRN = "ogrn"
    OGRNIP = "ogrnip"
    PASSPORT = "passport"
    """Series and number of the Russian passport, ten digits."""
    PASSPORT_SERIES = "passport-series"
    PASSPORT_NUMBER = "passport-number"
    DIVISION_CODE = "division-code"
    """Who issued the passport, ``000-000``."""
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"


class FieldState(StrEnum):
    """What the text of a field is worth."""

    EMPTY = "empty"
    UNFINISHED = "unfinished"
    """Right as far as it goes."""
    GOOD = "good"
    UNPROVEN = "unproven"
    """Taken, though nothing in it shows that it is right."""
    REPAIRABLE = "repairable"
    """Right once the repair that is offered was taken."""
    WRONG = "wrong"


class FlawWeight(IntEnum):
    """What a flaw makes of the field; the heaviest decides."""

    TYPOGRAPHY = 1
    """Other signs for the same thing: the value is taken as it is meant."""
    UNPROVEN = 2
    REPAIR = 3
    """The person has to take the repair, since it guesses what was meant."""
    UNFINISHED = 4
    ERROR = 5


@dataclass(frozen=True, slots=True)
class FieldFlaw:
    """One thing that is wrong in the text of a field."""

    code: str
    """Permanent, for example ``field.snils-control``; the catalogue has the words."""
    weight: FlawWeight
    start: int
    """Where it begins: an index of the text as it was typed."""
    end: int
    """Where it ends; equal to ``start`` where something is missing."""
    data: Mapping[str, object] = field(default_factory=dict)
    """Values for the words."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A text to put into the field on the person's word."""

    code: str
    """What the repair does: ``CODE-OF-THE-FLAW.repair`` in the catalogue."""
    text: str


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """What a check says of the text of a field."""

    entered: str
    state: FieldState
    value: str
    """The value in one canonical form, for example eleven digits; empty unless usable."""
    shown: str
    """The value as people write it, for example ``112-233-445 95``; empty unless usable."""
    flaws: tuple[FieldFlaw, ...] = ()
    """Heaviest first, then from left to right."""
    repair: Repair | None = None

    @property
    def is_acceptable(self) -> bool:
        """True when ``value`` may be used without asking the person."""
        return self.state in (FieldState.GOOD, FieldState.UNPROVEN)


_STATES = {
    FlawWeight.TYPOGRAPHY: FieldState.GOOD,
    FlawWeight.UNPROVEN: FieldState.UNPROVEN,
    FlawWeight.REPAIR: FieldState.REPAIRABLE,
    FlawWeight.UNFINISHED: FieldState.UNFINISHED,
    FlawWeight.ERROR: FieldState.WRONG,
}
_MENDED = (FlawWeight.TYPOGRAPHY, FlawWeight.REPAIR)


def judged(
    entered: str, value: str, shown: str, flaws: Iterable[FieldFlaw], tidy: str | None = None
) -> FieldCheck:
    """Return the check that follows from the flaws.

    ``tidy`` is the text with its odd signs mended, offered while the value is not usable;
    where it is, ``shown`` is offered.
    """
    ordered = tuple(sorted(flaws, key=lambda flaw: (-flaw.weight, flaw.start)))
    state = _STATES[ordered[0].weight] if ordered else FieldState.GOOD
    usable = state in (FieldState.GOOD, FieldState.UNPROVEN, FieldState.REPAIRABLE)
    mended = next((flaw for flaw in ordered if flaw.weight is FlawWeight.REPAIR), None) or next(
        (flaw for flaw in ordered if flaw.weight is FlawWeight.TYPOGRAPHY), None
    )
    instead = shown if usable else tidy
    repair = None
    if mended is not None and instead is not None and instead != entered:
        repair = Repair(f"{mended.code}.repair", instead)
    return FieldCheck(
        entered, state, value if usable else "", shown if usable else "", ordered, repair
    )


def empty(entered: str) -> FieldCheck:
    """Return the check of a field with nothing in it."""
    return FieldCheck(entered, FieldState.EMPTY, "", "")
