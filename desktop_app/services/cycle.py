"""The five-year cycle as the portal counts it, and the norm that it is held against."""

from __future__ import annotations

import tomllib
from typing import Final

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.cycles import Cycle, CycleWay, rests, way_of
from desktop_app.core.resources import resource_path
from desktop_app.services.storage.settings import Setting, SettingsStore


def _are_ways(values: list[str]) -> bool:
    try:
        return all(way_of(str(each)) is not None for each in values)
    except ValueError:
        return False


CYCLE_WAYS: Final = Setting("cycle.ways", list[str](), _are_ways)
"""Ways to fulfil a cycle, each as ``hours+units``; empty: as the program's data say."""


def cycle_ways(settings: SettingsStore) -> tuple[CycleWay, ...]:
    """Return the ways in force here."""
    chosen = settings.get(CYCLE_WAYS)
    if not chosen:
        path = resource_path("cycle-rules.toml")
        chosen = [str(each) for each in tomllib.loads(path.read_text("utf-8"))["ways"]]
    return tuple(map(way_of, chosen))


def cycle_lines(
    cycle: Cycle, ways: tuple[CycleWay, ...], catalogue: Catalogue, language: str
) -> tuple[str, ...]:
    """Return the cycle as people read it: its term, what was done, what each way takes."""
    term = {"start": cycle.started_on, "end": cycle.ends_on}
    done = {"hours": cycle.programme_hours, "units": cycle.units}
    lines = [
        catalogue.phrase("cycle.term", language, **term),
        catalogue.phrase("cycle.done", language, **done),
    ]
    for rest in rests(cycle, ways):
        code = "cycle.fulfilled" if rest.fulfilled else "cycle.rest"
        norm = {"norm_hours": rest.way.programme_hours, "norm_units": rest.way.units}
        missing = {"hours": rest.programme_hours, "units": rest.units}
        lines.append(catalogue.phrase(code, language, **norm, **missing))
    if cycle.kept_at is not None:
        lines.append(catalogue.phrase("cycle.kept", language, at=cycle.kept_at))
    return tuple(lines)
