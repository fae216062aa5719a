"""The consent to pass personal data to ЕГИСЗ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConsentStatus(StrEnum):
    """Where the consent stands."""

    NONE = "none"
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The text in force, as the portal publishes it."""

    version: str
    title: str
    operator: str
    """Name and address of the operator."""
    processor: str
    """Name and address of who processes on the operator's behalf, or an empty string."""
    purpose: str
    data_items: tuple[str, ...]
    """What is passed."""
    actions: str
    """What is done with the data, and how."""
    legal_ground: str
    term: str
    withdrawal: str
    """How it can be withdrawn."""
    refusal: str
    """What refusing means."""
    after_withdrawal: str
    """What stays by law."""


@dataclass(frozen=True, slots=True)
class ConsentSubject:
    """Who consents, as the portal knows the person (152-ФЗ, art. 9 part 4 item 1)."""

    full_name: str
    snils: str
    """Eleven digits."""
    address: str
    identity_document: str
    """Kind, number, date and issuer of the identity document."""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One line of the history."""

    id: str
    happened_at: datetime
    kind: ConsentStatus
    """GRANTED or WITHDRAWN."""
    version: str
    document_sha256: str = ""
    certificate_id: str = ""


@dataclass(frozen=True, slots=True)
class ConsentState:
    """Text in force, status and history."""

    text: ConsentText
    status: ConsentStatus
    history: tuple[ConsentEvent, ...] = ()
    subject: ConsentSubject | None = None


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """The separate document that a person reads and signs (152-ФЗ, art. 9 part 4)."""

    version: str
    content: bytes
    """UTF-8 text, exactly the bytes that are signed."""
    certificate_id: str
    sha256: str
