"""The five-year cycle of continuing education: what was done and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Cycle:
    """What the portal counts in one cycle."""

    started_on: date
    ends_on: date
    programme_hours: int
    """Of programmes (ДПП ПК); an hour is a unit (ЗЕТ)."""
    module_units: int
    """Of interactive modules (ИОМ)."""
    event_units: int
    """Of events."""
    other_units: int = 0
    kept_at: datetime | None = None
    """When the portal counted so, where it was not reached now; None: just now."""

    @property
    def units(self) -> int:
        """Units beside programmes."""
        return self.module_units + self.event_units + self.other_units


@dataclass(frozen=True, slots=True)
class CycleWay:
    """One way to fulfil a cycle."""

    programme_hours: int
    units: int
    """Beside the programmes."""


@dataclass(frozen=True, slots=True)
class CycleRest:
    """What one way still takes; nothing when it is fulfilled."""

    way: CycleWay
    programme_hours: int
    units: int

    @property
    def fulfilled(self) -> bool:
        """Whether nothing is missing."""
        return not self.programme_hours and not self.units


def way_of(text: str) -> CycleWay:
    """Return the way that «74+70» stands for: hours of programmes and units beside them.

    Raises ``ValueError``.
    """
    hours, plus, units = text.partition("+")
    parts = (hours.strip(), units.strip())
    if not plus or not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError(text)
    return CycleWay(int(parts[0]), int(parts[1]))


def rests(cycle: Cycle, ways: Iterable[CycleWay]) -> tuple[CycleRest, ...]:
    """Return what each way still takes, the shortest first.

    Hours of programmes beyond a way's own count as units there: an hour is a unit.
    """
    found = [_rest(cycle, way) for way in ways]
    return tuple(sorted(found, key=lambda each: each.programme_hours + each.units))


def _rest(cycle: Cycle, way: CycleWay) -> CycleRest:
    spare = max(cycle.programme_hours - way.programme_hours, 0)
    return CycleRest(
        way,
        programme_hours=max(way.programme_hours - cycle.programme_hours, 0),
        units=max(way.units - cycle.units - spare, 0),
    )
