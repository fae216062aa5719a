"""Errors of time-stamp services, of adding to what others signed, of signatures in PDFs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, ChoiceError, InputError
from desktop_app.core.errors.portal import PortalError


@dataclass(eq=False)
class TimeStampError(PortalError):
    """No time stamp was got; the signature itself is whole."""

    host: str = ""
    """Host of the service, with its port where one is named."""


@dataclass(eq=False)
class TimeStampUnreachableError(TimeStampError):
    """The time-stamp service gave no whole answer."""

    code: ClassVar[str] = "stamp.unreachable"
    detail: str = ""
    """For example ``connection``, ``tls``, ``slow``, ``status``, ``too-large``."""


@dataclass(eq=False)
class TimeStampRefusedError(TimeStampError):
    """The time-stamp service answered that it gives no stamp (RFC 3161 section 2.4.2)."""

    code: ClassVar[str] = "stamp.refused"
    detail: str = ""
    """Its reason, for example ``bad-algorithm``; empty when it names none."""


@dataclass(eq=False)
class TimeStampInvalidError(TimeStampError):
    """What the time-stamp service gave is no valid stamp on this signature."""

    code: ClassVar[str] = "stamp.invalid"
    detail: str = ""
    """What does not fit, for example ``form``, ``imprint``, ``nonce``, ``signature``."""


@dataclass(eq=False)
class TimeStampClockError(TimeStampError):
    """The stamp's time and the clock of this computer are too far apart."""

    code: ClassVar[str] = "stamp.clock"
    seconds: int = 0
    """How far this computer's clock is ahead (positive) or behind (negative)."""


@dataclass(eq=False)
class TimeStampNoServiceError(ChoiceError):
    """A time stamp is wanted and no service for it is named."""

    code: ClassVar[str] = "stamp.no-service"


@dataclass(eq=False)
class CosigningRefusedError(InputError):
    """Nothing is added to these signatures: they do not hold, or would not hold any more."""

    code: ClassVar[str] = "cosign.refused"
    path: str = ""
    """The signature file."""
    reasons: list[str] | None = None
    """Codes of the reasons, for example ``signature.content-changed``."""


@dataclass(eq=False)
class PadesUnreadableError(InputError):
    """The file is no PDF, or one that cannot be worked on."""

    code: ClassVar[str] = "pades.unreadable"
    path: str = ""
    """The file."""
    detail: str = ""
    """For example ``not-pdf``, ``encrypted``, ``damaged``, ``too-complex``."""


@dataclass(eq=False)
class PadesNoSignatureError(InputError):
    """The PDF holds no signature, and none lies beside it."""

    code: ClassVar[str] = "pades.no-signature"
    path: str = ""
    """The file."""


@dataclass(eq=False)
class PadesLockedError(InputError):
    """The author's signature in the PDF forbids every change, also a further signature."""

    code: ClassVar[str] = "pades.locked"
    path: str = ""
    """The file."""


@dataclass(eq=False)
class PadesUnsupportedError(AlgorithmUnsupportedError):
    """A signature inside a PDF is not made with a key of this algorithm."""

    code: ClassVar[str] = "pades.algorithm"


@dataclass(eq=False)
class ReportFormatError(ChoiceError):
    """A report on signatures is not saved in this format."""

    code: ClassVar[str] = "report.format"
    format: str = ""
    """The format by its file name extension."""
