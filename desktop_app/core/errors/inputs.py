"""Errors of what a person or a file gave us, and of certificates that cannot serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.base import NmoError


@dataclass(eq=False)
class InputError(NmoError):
    """What was given cannot be read (exit code 8 of the command)."""


@dataclass(eq=False)
class FileUnreadableError(InputError):
    """A file cannot be opened or read."""

    code: ClassVar[str] = "input.unreadable"
    path: str = ""
    """The file."""
    detail: str = ""
    """The system's word for it, for example ``ENOENT``."""


@dataclass(eq=False)
class FileTooLargeError(InputError):
    """A file is over the limit for what it claims to be."""

    code: ClassVar[str] = "input.too-large"
    path: str = ""
    """The file."""
    limit: int = 0
    """The limit in bytes."""


@dataclass(eq=False)
class NotCertificateError(InputError):
    """The data is not an X.509 certificate, or a broken one."""

    code: ClassVar[str] = "input.not-certificate"
    detail: str = ""
    """Where reading stopped."""


@dataclass(eq=False)
class NotSignatureError(InputError):
    """The data is not a CMS signature, or a broken one."""

    code: ClassVar[str] = "input.not-signature"
    detail: str = ""
    """Where reading stopped."""


@dataclass(eq=False)
class AccreditedListUnreadableError(InputError):
    """The file is not the list of accredited authorities, or a broken one."""

    code: ClassVar[str] = "accreditation.unreadable"
    detail: str = ""
    """Where reading stopped, for example ``not-xml`` or ``too-large``."""


@dataclass(eq=False)
class AccreditedListOlderError(InputError):
    """The list of accredited authorities is older than the one that is kept already."""

    code: ClassVar[str] = "accreditation.older"
    dated: str = ""
    """Date of the list that was given, ISO 8601."""
    kept: str = ""
    """Date of the list that is kept, ISO 8601."""


@dataclass(eq=False)
class ContentNeededError(InputError):
    """The signature is detached and the signed file was not given or found."""

    code: ClassVar[str] = "input.content-needed"
    path: str = ""
    """Where the signed file was expected."""


@dataclass(eq=False)
class OutputExistsError(InputError):
    """A file of this name is there already; the program does not overwrite it."""

    code: ClassVar[str] = "output.exists"
    path: str = ""
    """The file."""


@dataclass(eq=False)
class OutputNotWritableError(InputError):
    """The result cannot be written."""

    code: ClassVar[str] = "output.not-writable"
    path: str = ""
    """The file that was to be written."""
    detail: str = ""
    """The system's word for it, for example ``EACCES``."""


@dataclass(eq=False)
class ChoiceError(NmoError):
    """What was named does not point to exactly one thing (exit code 2 of the command)."""


@dataclass(eq=False)
class CertificateNotFoundError(ChoiceError):
    """No certificate on any token begins with this identifier."""

    code: ClassVar[str] = "certificate.not-found"
    id: str = ""
    """The identifier as given."""


@dataclass(eq=False)
class CertificateAmbiguousError(ChoiceError):
    """Several certificates begin with this identifier."""

    code: ClassVar[str] = "certificate.ambiguous"
    id: str = ""
    """The identifier as given."""


@dataclass(eq=False)
class UsageError(ChoiceError):
    """The command line is not one that the program knows."""

    code: ClassVar[str] = "usage.wrong"
    detail: str = ""
    """What is wrong with it, in the words of the command line's reader."""


@dataclass(eq=False)
class FormatUnavailableError(ChoiceError):
    """The table cannot be saved in this format."""

    code: ClassVar[str] = "export.format-unavailable"
    format: str = ""
    """The format by its file name extension, for example ``xlsx``."""


@dataclass(eq=False)
class ExportTooLongError(ChoiceError):
    """The table has more rows than a file of this kind holds."""

    code: ClassVar[str] = "export.too-long"
    rows: int = 0
    most: int = 0


@dataclass(eq=False)
class ReminderDaysError(ChoiceError):
    """The days before the end of a term are not numbers, too many, or too far away."""

    code: ClassVar[str] = "reminders.days"
    longest: int = 0
    """Most days before the end."""
    most: int = 0
    """Most numbers."""


@dataclass(eq=False)
class FilterUnknownError(ChoiceError):
    """No saved filter has this name."""

    code: ClassVar[str] = "filter.unknown"
    name: str = ""


@dataclass(eq=False)
class FilterUnusableError(ChoiceError):
    """A filter cannot be saved: it has no name, or there are too many."""

    code: ClassVar[str] = "filter.unusable"
    most: int = 0
    """Most filters that are kept."""


@dataclass(eq=False)
class CertificateUnfitError(NmoError):
    """The certificate may not sign; refused before a PIN is asked for (exit code 1)."""

    code: ClassVar[str] = "certificate.unfit"
    certificate: str = ""
    """Identifier of the certificate."""
    reasons: list[str] | None = None
    """Codes of the reasons, for example ``certificate.expired``."""


@dataclass(eq=False)
class AlgorithmUnsupportedError(InputError):
    """The key or signature algorithm is not supported here; this never means «broken»."""

    code: ClassVar[str] = "algorithm.unsupported"
    algorithm: str = ""
    """Name or dotted object identifier."""


@dataclass(eq=False)
class GostMissingError(AlgorithmUnsupportedError):
    """The library for ГОСТ is not here, so that nothing over ГОСТ can be computed."""

    code: ClassVar[str] = "gost.library-missing"
    detail: str = ""
    """The loader's word for it."""


@dataclass(eq=False)
class KeyMalformedError(InputError):
    """A public key breaks the rules of its algorithm: it can never have signed anything."""

    code: ClassVar[str] = "key.malformed"
    detail: str = ""
    """Which rule."""
