"""The part of the portal's contract on versions of a credential's document and the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desktop_app.core.credentials import VersionState

REPLACEMENT_LIMIT: Final = 10 * 1024 * 1024
"""Most bytes of a new document."""
PERSON_LONGEST: Final = 120
"""Most letters of the name or the object that journal lines are asked for."""


@dataclass(frozen=True, slots=True)
class CredentialVersionMessage:
    """One file that the document of a credential has been; ``PUT credentials/{id}/document``."""

    number: int
    """From 1; the first is the one that came with the credential."""
    state: VersionState
    uploaded_at: datetime
    uploaded_by: str
    sha256: str
    size: int
    """Bytes."""
    decided_at: datetime | None
    reason: str
    """In Russian, as the portal words it; empty while nothing was decided."""


@dataclass(frozen=True, slots=True)
class CredentialVersionList:
    """``GET credentials/{id}/document/versions``: newest first."""

    items: tuple[CredentialVersionMessage, ...]


@dataclass(frozen=True, slots=True)
class CycleMessage:
    """``GET cycle``: what counts in the person's five-year cycle."""

    started_on: date
    ends_on: date
    programme_hours: int
    """Of programmes (ДПП ПК); an hour is a unit (ЗЕТ)."""
    module_units: int
    """Of interactive modules (ИОМ)."""
    event_units: int
    other_units: int
