"""What the program and the PDF worker say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PdfCoverage(StrEnum):
    """How much of the file a signature covers."""

    FILE = "file"
    """All of it."""
    REVISION = "revision"
    """All that was there when it was signed; something was appended later."""
    UNCLEAR = "unclear"
    """Less, or something that cannot be told."""


class PdfChanges(StrEnum):
    """What was appended after a signature."""

    NONE = "none"
    VALIDATION_DATA = "validation-data"
    """Certificates, revocation data and time stamps for the long term."""
    FORM = "form"
    """Further signatures, and fields filled in."""
    OTHER = "other"
    """Anything else: what is shown may no longer be what was signed."""
    FORBIDDEN = "forbidden"
    """More than the author's signature permits."""
    UNKNOWN = "unknown"
    """This could not be worked out."""


@dataclass(frozen=True, slots=True)
class PdfQuestion:
    """Read the signatures of a PDF, or with a ``target`` prepare one for a new signature."""

    path: str
    target: str = ""
    """Where the prepared copy goes; the file must not exist."""
    reserved_bytes: int = 0
    """Room for the CMS."""
    digest: str = "sha256"
    signer: str = ""
    """Name of the person, for the signature dictionary."""


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """A signature as it stands in the file; nothing of it is verified."""

    name: str
    """Of the field."""
    subfilter: str
    """Without the slash, for example ``ETSI.CAdES.detached``."""
    is_time_stamp: bool
    """True for a document time stamp (ISO 32000-2 section 12.8.5)."""
    contents: bytes = field(repr=False)
    """What ``/Contents`` holds, with the padding."""
    byte_range: tuple[int, ...]
    coverage: PdfCoverage = PdfCoverage.UNCLEAR
    changes: PdfChanges = PdfChanges.UNKNOWN
    claimed_time: datetime | None = None
    reason: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class PdfAnswer:
    """What the worker found or made."""

    failure: str = ""
    """``not-pdf``, ``encrypted``, ``locked``, ``hybrid``, ``damaged``; empty when all went well."""
    signatures: tuple[PdfSignature, ...] = ()
    certificates: tuple[bytes, ...] = ()
    """What stands in the document for its later readers (ISO 32000-2 section 12.8.4.3), DER."""
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    gap: tuple[int, int] = (0, 0)
    """Where in the prepared copy the hexadecimal CMS goes, with its angle brackets."""
