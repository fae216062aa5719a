"""What may hang on the pages: kinds of decisions for the operator, statuses for a person.

A kind is an object with the shape of ``DecisionKind`` or ``PersonSection``; it is listed in
``kinds``, and the pages show it. Nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.tables import AccountRow


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value on a page."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that an operator may give."""

    value: str
    label: str
    needs_comment: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an operator looks at before deciding."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AttachedContent:
    """The file itself."""

    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """Something that waits for an operator."""

    id: str
    applicant: str
    asked_at: datetime
    facts: tuple[Fact, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an operator decided."""

    decision_id: str
    choice: str
    """``Choice.value``"""
    comment: str
    operator: AccountRow


class DecisionKind(Protocol):
    """One kind of decision."""

    @property
    def name(self) -> str:
        """Return the kind's part of an address, such as ``confirmations``."""

    @property
    def title(self) -> str:
        """Return the heading over its decisions, in Russian."""

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles that may decide."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the answers that may be given."""

    def pending(self, portal: Portal, session: Session) -> Sequence[PendingDecision]:
        """Return what waits, oldest first."""

    def decide(self, portal: Portal, session: Session, verdict: Verdict) -> bool:
        """Carry a decision out; False when it does not wait any more."""

    def attachment(
        self, session: Session, decision_id: str, attachment_id: str
    ) -> AttachedContent | None:
        """Return a file of a decision, or None where there is none."""


class PersonSection(Protocol):
    """One part of a person's page."""

    @property
    def title(self) -> str:
        """Return its heading, in Russian."""

    def facts(self, portal: Portal, session: Session, account: AccountRow) -> Sequence[Fact]:
        """Return what it says of a person; nothing leaves the section out."""
