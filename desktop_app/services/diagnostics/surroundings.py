"""What the checks are given: facts about this computer, collected once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

Facts = TypeVar("Facts")


class FactsMissing(Exception):  # noqa: N818 - an outcome of collecting, never shown as an error
    """Facts that a check asked for could not be had."""

    def __init__(self, kind: str, cause: str, **evidence: object) -> None:
        super().__init__(kind, cause)
        self.kind = kind
        self.cause = cause
        """``check.facts-timeout``, ``check.facts-failed`` or ``check.facts-absent``."""
        self.evidence = {"facts": kind, **evidence}


class Surroundings(Protocol):
    """Facts by their type; asking waits until they are collected."""

    @property
    def now(self) -> datetime:
        """The moment of the diagnosis, by this computer's clock (aware, UTC)."""

    @property
    def system(self) -> str:
        """``linux``, ``windows`` or ``macos``."""

    def of(self, kind: type[Facts]) -> Facts:
        """Return the facts of a type. Raises ``FactsMissing``."""


@dataclass(frozen=True, slots=True)
class KnownSurroundings:
    """Facts that are there already: in tests, and for machines that were recorded."""

    now: datetime
    facts: Mapping[type, object] = field(default_factory=dict)
    system: str = "linux"

    def of(self, kind: type[Facts]) -> Facts:
        """Return the facts of a type. Raises ``FactsMissing``."""
        found = self.facts.get(kind)
        if not isinstance(found, kind):
            raise FactsMissing(kind.__name__, "check.facts-absent")
        return found


def known(now: datetime, *facts: object, system: str = "linux") -> KnownSurroundings:
    """Return surroundings of facts that are there already, each by its own type."""
    return KnownSurroundings(now, {type(each): each for each in facts}, system)


def known_or(surroundings: Surroundings, kind: type[Facts], otherwise: Facts) -> Facts:
    """Return facts that a check can do without, or ``otherwise`` where they cannot be had."""
    try:
        return surroundings.of(kind)
    except FactsMissing:
        return otherwise
