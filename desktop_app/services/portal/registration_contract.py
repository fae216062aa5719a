"""The contract's part on the specialist's registration.

An application is begun under an ``Idempotency-Key``, its scans are uploaded in parts, then it is
submitted. A scan is known by its SHA-256: announcing the same one again is the same scan, the
same part at the same place counts once. After a submission the electronic check looks at it,
then an operator; who returns it says what to correct.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final

from desktop_app.core.registrations import CheckItem, RegistrationStatus, ScanKind
from desktop_app.services.portal.contract import Sha256Text, Text
from desktop_app.services.portal.document_contract import Number

REGISTRATIONS: Final = "registrations"
SCAN_LIMIT: Final = 10 * 1024 * 1024
"""Most bytes of one scan."""
SCANS_LIMIT: Final = 12
"""Most scans of one application."""
_LINE = Text(None, 1, 300)


@dataclass(frozen=True, slots=True)
class RegistrationRequest:
    """``POST registrations``, ``PUT registrations/{id}``: what the person filled in."""

    full_name: Annotated[str, Text(None, 1, 150)]
    birth_date: date
    snils: Annotated[str, Text(r"^[0-9]{11}$", 11, 11)]
    phone: Annotated[str, Text(r"^\+[0-9]{8,15}$", 9, 16)]
    email: Annotated[str, Text(r"^[^@\s]+@[^@\s]+$", 3, 254)]
    category: Annotated[str, _LINE]
    """Professional category, such as «врач»."""
    speciality: Annotated[str, _LINE]
    organisation: Annotated[str, _LINE]
    position: Annotated[str, Text(None, 0, 300)]
    diploma: Annotated[str, _LINE]
    """Series and number."""
    accreditation: Annotated[str, Text(None, 0, 300)]
    """Number of the accreditation or specialist certificate; zeros where it has not come yet."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """``POST registrations/{id}/scans``: announce a scan."""

    kind: ScanKind
    file_name: Annotated[str, Text(None, 1, 255)]
    media_type: Annotated[str, Text(r"^(application/pdf|image/jpeg|image/png)$", 1, 40)]
    size: Annotated[int, Number(1, SCAN_LIMIT)]
    """Bytes."""
    sha256: Sha256Text


@dataclass(frozen=True, slots=True)
class ScanMessage:
    """Where a scan stands."""

    kind: ScanKind
    file_name: str
    media_type: str
    size: int
    sha256: str
    offset: int
    """Bytes that the portal has; the next part begins here."""


@dataclass(frozen=True, slots=True)
class CheckLineMessage:
    """One line of the electronic check."""

    item: CheckItem
    passed: bool


@dataclass(frozen=True, slots=True)
class RegistrationEventMessage:
    """One line of the history."""

    happened_at: datetime
    status: RegistrationStatus
    comment: str
    """The operator's words, in Russian; else empty."""


@dataclass(frozen=True, slots=True)
class RegistrationMessage:
    """``GET registrations/{id}``, and the answer to what changes one."""

    id: str
    number: str
    status: RegistrationStatus
    values: RegistrationRequest
    scans: tuple[ScanMessage, ...]
    checks: tuple[CheckLineMessage, ...]
    events: tuple[RegistrationEventMessage, ...]
    """Newest first."""
    expected_by: datetime | None
    """When the portal means to have decided."""
    is_activated: bool
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class RegistrationList:
    """``GET registrations``: the account's newest applications, newest first."""

    items: tuple[RegistrationMessage, ...]
