"""What portal and operator decided about a person's papers, compared with what was known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop_app.core.catalogue import Catalogue


class DecisionKind(StrEnum):
    """What was decided about."""

    REGISTRATION = "registration"
    ACCOUNT = "account"
    """The confirmation of the account."""
    TICKET = "ticket"
    DOCUMENT = "document"
    """A new file of a credential."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits for a decision, and where it stands."""

    kind: DecisionKind
    id: str
    state: str
    """A state's value, such as ``rework``."""
    subject: str = ""
    """How people call it."""
    answers: int = 0
    """How many times the other side wrote."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, as it is told."""

    kind: DecisionKind
    subject: str
    state: str
    """What phrases ``decision.KIND.STATE`` say."""
    found_at: datetime


ANSWERED: Final = "answered"
ACCEPTED: Final = ""
"""State of a document whose new file is in force."""
_TOLD: Final[Mapping[DecisionKind, frozenset[str]]] = {
    DecisionKind.REGISTRATION: frozenset({"rework", "rejected", "activated"}),
    DecisionKind.ACCOUNT: frozenset({"differs", "returned", "none"}),
    DecisionKind.TICKET: frozenset({"escalated", "needs-answer", "solved"}),
    DecisionKind.DOCUMENT: frozenset({ACCEPTED, "refused"}),
}
"""States that somebody else brought about; the rest the person knows already."""


def decided(
    before: tuple[Matter, ...], now: tuple[Matter, ...], at: datetime
) -> tuple[Decision, ...]:
    """Return what was decided since; of what was not known before nothing is told."""
    known = {(each.kind, each.id): each for each in before}
    found = []
    for matter in now:
        earlier = known.get((matter.kind, matter.id))
        if earlier is None:
            continue
        changed = matter.state != earlier.state and matter.state in _TOLD[matter.kind]
        answered = matter.answers > earlier.answers
        if changed or answered:
            state = matter.state if changed else ANSWERED
            found.append(Decision(matter.kind, matter.subject, state, at))
    return tuple(found)


def decision_text(decision: Decision, catalogue: Catalogue, language: str) -> str:
    """Return a decision in one line."""
    code = f"decision.{decision.kind.value}.{decision.state or 'accepted'}"
    return catalogue.phrase(code, language, subject=decision.subject)
