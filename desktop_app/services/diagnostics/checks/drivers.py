"""Does each driver in use load and answer?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.core.tokens import DriverState
from desktop_app.services.diagnostics.check import Check, fail, warn
from desktop_app.services.diagnostics.facts.drivers import Drivers, LoadedDriver
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.surroundings import Surroundings

_NOT_RUNNING = (
    "driver.failed",
    "driver.crashed",
    "driver.hung",
    "driver.nonsense",
    "driver.set-aside",
)


def _troubled(surroundings: Surroundings, *codes: str) -> Iterator[Finding]:
    """A driver that does not work stands in the way only while no driver shows a token."""
    tell = warn if surroundings.of(TokenFacts).tokens else fail
    for loaded in surroundings.of(Drivers).loaded:
        error = loaded.report.error
        if error is not None and error.code in codes:
            fix = "driver.retry" if loaded.report.state is DriverState.SET_ASIDE else None
            yield tell(error.code, Who.IT, fix, **_told(loaded, error.data()))


def _told(loaded: LoadedDriver, data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "path": loaded.report.path, "driver": loaded.report.name}


def _architecture(surroundings: Surroundings) -> Iterator[Finding]:
    return _troubled(surroundings, "driver.wrong-architecture")


def _dependencies(surroundings: Surroundings) -> Iterator[Finding]:
    return _troubled(surroundings, "driver.dependency-missing")


def _library(surroundings: Surroundings) -> Iterator[Finding]:
    return _troubled(surroundings, "driver.not-pkcs11")


def _running(surroundings: Surroundings) -> Iterator[Finding]:
    return _troubled(surroundings, *_NOT_RUNNING)


def _named(surroundings: Surroundings) -> Iterator[Finding]:
    return _troubled(surroundings, "driver.missing")


CHECKS = (
    Check("DRV-02", _architecture, ("driver.wrong-architecture",)),
    Check("DRV-03", _dependencies, ("driver.dependency-missing",)),
    Check("DRV-04", _library, ("driver.not-pkcs11",)),
    Check("DRV-05", _running, _NOT_RUNNING),
    Check("DRV-12", _named, ("driver.missing",)),
)
