"""Signed documents that a person hands to the portal, and their versions there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_app.core.signing_wishes import SignatureShape


class DocumentKind(StrEnum):
    """What a document is for."""

    CONSENT = "consent"
    REGISTRATION = "registration"
    REPLACEMENT = "replacement"
    """A renewed document in place of an old one."""
    APPEAL = "appeal"
    OTHER = "other"


class DeliveryState(StrEnum):
    """Where an upload stands at the portal."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    """Whole, its signature judged, kept as a version of a document."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the portal says of a document that it took."""

    document_id: str
    version: int
    """From 1; each delivery to the same document adds one."""
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """The newest version of a document at the portal."""

    document_id: str
    version: int
    title: str
    file_name: str
    size: int
    """Bytes."""
    sha256: str
    signer: str
    """Full name of who signed it."""
    received_at: datetime
    shape: SignatureShape = SignatureShape.DETACHED
    cosigners: tuple[str, ...] = ()
    """Full names of the others who signed it."""


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """Who signed, as the certificate in the signature says."""

    name: str
    snils: str
    """Eleven digits, or an empty string."""
    certificate_id: str
    not_after: datetime
    """End of the certificate's term."""
    stamped: bool = False
    """A time stamp shows that it was signed before."""
