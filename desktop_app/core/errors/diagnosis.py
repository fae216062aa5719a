"""Errors of the diagnosis and of mending what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.inputs import ChoiceError


@dataclass(eq=False)
class DiagnosisError(NmoError):
    """The diagnosis could not do what was asked of it."""


@dataclass(eq=False)
class CheckUnknownError(ChoiceError):
    """There is no check of that name (exit code 2 of the command)."""

    code: ClassVar[str] = "check.unknown"
    id: str = ""
    """What was asked for."""


@dataclass(eq=False)
class FixUnavailableError(DiagnosisError):
    """There is nothing to mend, or to take back, by that name."""

    code: ClassVar[str] = "fix.unavailable"
    fix: str = ""
    """The fix or the applied fix."""


@dataclass(eq=False)
class FixFailedError(DiagnosisError):
    """The system did not let a fix be carried out; nothing is half done."""

    code: ClassVar[str] = "fix.failed"
    fix: str = ""
    """The fix."""
    detail: str = ""
    """What the system said."""


@dataclass(eq=False)
class FixRefusedError(DiagnosisError):
    """A fix was refused because what it would bring in is not what it should be."""

    code: ClassVar[str] = "fix.refused"
    fix: str = ""
    """The fix."""
    detail: str = ""
    """For example ``fingerprint`` or ``unconfirmed``."""


@dataclass(eq=False)
class IssuerNotFoundError(DiagnosisError):
    """The certificate that is wanted is nowhere within reach, or none that is there fits."""

    code: ClassVar[str] = "trust.issuer-not-found"
    issuer: str = ""
    """Name of the authority."""
    key_id: str = ""
    """Its key identifier, hexadecimal."""
