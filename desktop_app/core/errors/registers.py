"""Errors of the passport check, the registration and the registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import ChoiceError, InputError
from desktop_app.core.errors.portal import RefusedError


@dataclass(eq=False)
class FormFieldUnknownError(ChoiceError):
    """The form has no field of this name."""

    code: ClassVar[str] = "form.field-unknown"
    field: str = ""
    """The name as given."""
    known: list[str] | None = None
    """The names that there are."""


@dataclass(eq=False)
class FormIncompleteError(ChoiceError):
    """Fields are empty or hold something that cannot be; nothing was sent."""

    code: ClassVar[str] = "form.incomplete"
    fields: list[str] | None = None
    """Names of the fields."""
    flaws: dict[str, str] | None = None
    """Code of the heaviest flaw by the field's name."""


@dataclass(eq=False)
class PassportChecksBlockedError(RefusedError):
    """Too many mismatches: the passport is not compared again for a while."""

    code: ClassVar[str] = "identity.blocked"
    seconds: int | None = None
    """How long it stays blocked, where the portal says."""


@dataclass(eq=False)
class RegistrationMoveError(ChoiceError):
    """The application's state does not allow this."""

    code: ClassVar[str] = "registration.move"
    status: str = ""
    """``core.registrations.RegistrationStatus``"""
    move: str = ""
    """``core.registrations.RegistrationMove``"""


@dataclass(eq=False)
class RegistrationNoneError(ChoiceError):
    """There is no application yet."""

    code: ClassVar[str] = "registration.none"


@dataclass(eq=False)
class ScansMissingError(ChoiceError):
    """Scans that are needed are not there."""

    code: ClassVar[str] = "registration.scans-missing"
    kinds: list[str] | None = None
    """``core.registrations.ScanKind`` of each."""


@dataclass(eq=False)
class ScanUnfitError(InputError):
    """The file cannot be a scan of an application."""

    code: ClassVar[str] = "registration.scan-unfit"
    path: str = ""
    """The file."""
    reason: str = ""
    """``type``, ``size``, ``empty``, ``many`` or ``lost``."""


@dataclass(eq=False)
class RegistrationRefusedError(RefusedError):
    """The portal did not accept something of an application."""

    code: ClassVar[str] = "registration.refused"
    detail: str = ""
    """The portal's stable code for the cause."""


@dataclass(eq=False)
class CodeRefusedError(RefusedError):
    """The code was not taken, or no other one is sent yet."""

    code: ClassVar[str] = "code.refused"
    detail: str = ""
    """The portal's stable code for the cause."""
    tries_left: int | None = None
    """With a wrong code."""
    seconds: int | None = None
    """How long to wait for another code, where the portal says."""
