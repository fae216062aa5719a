"""Decisions of portal and operator: asked for, told once, kept as a list."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.credentials import VersionState
from desktop_app.core.decisions import ACCEPTED, Decision, DecisionKind, Matter, decided
from desktop_app.core.errors.portal import NotSignedInError, RefusedError, SessionExpiredError
from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.storage.settings import Setting

if TYPE_CHECKING:
    from desktop_app.services.program import Services

DECISIONS_BESIDE_CLOCK: Final = Setting(
    "decisions.beside-clock", default=True, accepts=lambda _value: True
)
"""Tell decisions beside the clock too, not in the window alone."""
_MOST: Final = 100
Source = Callable[[Cancellation | None], tuple[Matter, ...]]


@dataclass(frozen=True, slots=True)
class DecisionMemory:
    """What is kept per account."""

    matters: tuple[Matter, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Newest first."""


class Decisions:
    """Compares where the person's matters stand with where they stood."""

    def __init__(
        self,
        sources: dict[DecisionKind, Source],
        memory: LastAnswers[DecisionMemory],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sources = sources
        self._memory = memory
        self._now = now
        self._lock = threading.Lock()

    def known(self) -> tuple[Decision, ...]:
        """Return the decisions that were found, newest first, without asking the portal."""
        return self._read().decisions

    def look(self, cancel: Cancellation | None = None) -> tuple[Decision, ...]:
        """Ask the portal and return what was decided since the last look: each once.

        What the person may not ask for keeps its place. Raises ``NotSignedInError``,
        ``SessionExpiredError``, ``PortalError``.
        """
        with self._lock:
            before, now = self._read(), list[Matter]()
            for kind, source in self._sources.items():
                try:
                    now += source(cancel)
                except (NotSignedInError, SessionExpiredError):
                    raise
                except RefusedError:
                    now += [each for each in before.matters if each.kind is kind]
            fresh = decided(before.matters, tuple(now), self._now())
            decisions = (*reversed(fresh), *before.decisions)[:_MOST]
            self._memory.keep(DecisionMemory(tuple(now), decisions))
            return fresh

    def _read(self) -> DecisionMemory:
        known = self._memory.find()
        return known.value if known is not None else DecisionMemory()


def sources_of(services: Services) -> dict[DecisionKind, Source]:
    """Return how each kind is asked for."""
    return {
        DecisionKind.REGISTRATION: lambda cancel: _registration(services, cancel),
        DecisionKind.ACCOUNT: lambda cancel: _account(services, cancel),
        DecisionKind.TICKET: lambda cancel: _tickets(services, cancel),
        DecisionKind.DOCUMENT: lambda cancel: _documents(services, cancel),
    }


def _registration(services: Services, cancel: Cancellation | None) -> tuple[Matter, ...]:
    known = services.registers.registration.state(cancel).registration
    if known is None:
        return ()
    state = "activated" if known.is_activated else known.status.value
    return (Matter(DecisionKind.REGISTRATION, known.id, state, known.number),)


def _account(services: Services, cancel: Cancellation | None) -> tuple[Matter, ...]:
    cause = services.confirmations.account.state(cancel).cause
    return (Matter(DecisionKind.ACCOUNT, "", cause.value),)


def _tickets(services: Services, cancel: Cancellation | None) -> tuple[Matter, ...]:
    return tuple(
        Matter(
            DecisionKind.TICKET,
            each.id,
            each.status.value,
            str(each.number),
            sum(message.from_support for message in each.messages),
        )
        for each in services.support.tickets(cancel)
    )


def _documents(services: Services, cancel: Cancellation | None) -> tuple[Matter, ...]:
    rows = services.credentials.refresh(cancel=cancel).credentials
    reviewed: dict[VersionState | None, str] = {
        VersionState.ON_REVIEW: "on-review",
        VersionState.REFUSED: "refused",
    }
    return tuple(
        Matter(
            DecisionKind.DOCUMENT,
            row.id,
            reviewed.get(row.review, ACCEPTED),
            row.name,
        )
        for row in rows
        if row.has_document
    )
