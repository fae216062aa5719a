"""Can the program write where it keeps its state, and is there space?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail, warn
from desktop_app.services.diagnostics.facts.computer import Place, Places
from desktop_app.services.diagnostics.surroundings import Surroundings

_NO_SPACE = frozenset({"ENOSPC", "EDQUOT"})
_LOW = 100 * 1024 * 1024


def _places(surroundings: Surroundings) -> Iterator[Finding]:
    for place in surroundings.of(Places).places:
        yield from _judged(place)


def _judged(place: Place) -> Iterator[Finding]:
    told: dict[str, Any] = {"path": place.path, "free": place.free_bytes, "detail": place.detail}
    if not place.writable and place.detail in _NO_SPACE:
        yield fail("state.disk-full", **told)
    elif not place.writable:
        yield fail("state.not-writable", Who.IT, **told)
    elif place.free_bytes is not None and place.free_bytes < _LOW:
        yield warn("state.disk-low", **told)


CHECKS = (Check("SYS-04", _places, ("state.disk-full", "state.not-writable", "state.disk-low")),)
