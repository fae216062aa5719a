"""The training portal as the program sees it; ``sandbox.control`` implements it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.core.cancellation import Progress
from desktop_app.core.tokens import Driver


@dataclass(frozen=True, slots=True)
class TrainingPerson:
    """An invented person with a training token."""

    name: str
    snils: str
    """Eleven digits."""
    token_label: str
    pin: str
    """The training token's PIN: no secret."""
    note: str
    """What is special about this person's token, in Russian."""


@dataclass(frozen=True, slots=True)
class TrainingAccess:
    """How an invented person signs in at the training Госуслуги."""

    name: str
    login: str
    password: str
    """No secret."""


@dataclass(frozen=True, slots=True)
class TrainingRoot:
    """A root of the training authority, as it would stand on paper."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TrainingState:
    """A running training portal with its CA and tokens."""

    base_url: str
    """``https://host:port`` without a path."""
    ca_file: Path
    """PEM file of the root of the portal's TLS certificate, its only anchor."""
    anchors: Path
    """Folder of the roots that the people's certificates lead to."""
    intermediates: Path
    """Folder of certificates that may stand between; nothing is trusted by being there."""
    drivers: tuple[Driver, ...]
    people: tuple[TrainingPerson, ...]
    administrator_pin: str = ""
    """Of every training token: no secret."""
    roots: tuple[TrainingRoot, ...] = ()
    """What a portal and an authority would give to compare, on paper."""
    time_stamp_url: str = ""
    """The training authority's time-stamp service (RFC 3161)."""
    web_url: str = ""
    """Where the browser shows the people's pages and the operator's; ``http://127.0.0.1:port``."""


class TrainingControl(Protocol):
    """Starts, stops and changes the training portal of one state folder."""

    def start(
        self,
        *,
        people: int | None = None,
        credentials: int | None = None,
        progress: Callable[[Progress], None] = ...,
    ) -> TrainingState:
        """Start the portal, making its CA, tokens and data where missing.

        Raises ``TrainingFailedError``.
        """

    def stop(self) -> None:
        """Stop the portal; data and tokens stay."""

    def reset(self) -> None:
        """Stop the portal and remove its data, CA and tokens."""

    def scenario(self, name: str) -> None:
        """Put the portal and the tokens into the named scenario.

        Raises ``TrainingNotRunningError``; ``KeyError`` for an unknown name.
        """

    def logins(self) -> tuple[TrainingAccess, ...]:
        """Return how each person signs in at the training Госуслуги, a class last.

        Raises ``TrainingNotRunningError``.
        """

    def scenarios(self) -> tuple[str, ...]:
        """Return the names of all scenarios."""

    def state(self) -> TrainingState | None:
        """Return the running portal, or None."""
