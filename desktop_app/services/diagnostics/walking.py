"""Finds the checks, collectors and fixes by walking their folders."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from desktop_app.services.diagnostics import checks as checks_package
from desktop_app.services.diagnostics import collectors as collectors_package
from desktop_app.services.diagnostics import fixes as fixes_package
from desktop_app.services.diagnostics.check import Check
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.fixing import Fix


@cache
def all_checks() -> tuple[Check, ...]:
    """Return the ``CHECKS`` of every module in ``checks``.

    Raises ``ValueError`` when two have one id or one depends on a check that is not there.
    """
    found = [check for module in _modules(checks_package) for check in module.CHECKS]
    by_id = {check.id: check for check in found}
    if len(by_id) < len(found):
        raise ValueError("two checks have one id")
    for check in found:
        absent = [each for each in check.depends_on if each not in by_id]
        if absent:
            raise ValueError(f"{check.id} depends on {absent}, which is not there")
    return tuple(found)


def all_collectors(access: Access) -> tuple[Collector, ...]:
    """Return what ``collectors(access)`` of every module in ``collectors`` gives."""
    return tuple(
        collector
        for module in _modules(collectors_package)
        for collector in module.collectors(access)
    )


def all_fixes(access: Access) -> dict[str, Fix]:
    """Return what ``fixes(access)`` of every module in ``fixes`` gives, by identifier."""
    found = [fix for module in _modules(fixes_package) for fix in module.fixes(access)]
    return {fix.id: fix for fix in found}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)
