"""The contract's part on signed documents: an upload in parts, then versions of a document.

A delivery is begun under an ``Idempotency-Key``, filled in parts, and completed with its
signatures; only then does a document, or a new version of one, come to be. Everything may be
repeated: the same key gives the same delivery, the same part at the same place counts once, and
a delivery is completed once.

What is uploaded is the document as people read it. Of an attached CAdES this is what it carries:
the message follows without it, and the server puts both together again, to the byte. A PDF with
signatures inside (PAdES) is uploaded as it is, and no message follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from desktop_app.core.documents import DeliveryState, DocumentKind
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.portal.contract import Base64TextOrNone, Sha256Text, Text

PART_LIMIT: Final = 1024 * 1024
"""Most bytes of one part of an upload."""
DOCUMENT_LIMIT: Final = 256 * 1024 * 1024
"""Most bytes of a document."""
PART_DIGEST_HEADER: Final = "Content-Digest"
"""RFC 9530, ``sha-256=:base64:``, with every part of an upload."""
DOCUMENTS: Final = "documents"
DELIVERIES: Final = "documents/deliveries"


@dataclass(frozen=True, slots=True)
class Number:
    """Bounds of a number of a request; the server refuses what lies outside them."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """Tell the server's validation library the same bounds."""
        return {**handler(source), "ge": self.least, "le": self.most}


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """``POST documents/deliveries``: begin to hand a document over."""

    kind: DocumentKind
    title: Annotated[str, Text(None, 1, 300)]
    file_name: Annotated[str, Text(None, 1, 255)]
    size: Annotated[int, Number(1, DOCUMENT_LIMIT)]
    """Bytes of the whole document."""
    sha256: Sha256Text
    """Of the whole document."""
    document_id: Annotated[str, Text(r"^[0-9a-f]*$", 0, 32)] = ""
    """The document that this becomes a new version of; empty for a new one."""


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """``POST documents/deliveries/{id}/completion``: the signatures over the whole document.

    Each of them has to hold, and one has to be the account's own.
    """

    signature: Base64TextOrNone = ""
    """CAdES (id-data) of one or several signers, DER, without the document; none ``in-pdf``."""
    shape: SignatureShape = SignatureShape.DETACHED
    """Where the signatures are: beside the document, around it, or in the PDF."""


@dataclass(frozen=True, slots=True)
class ReceiptMessage:
    """What became of a delivery."""

    document_id: str
    version: int
    """From 1; each delivery to the same document adds one."""
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryMessage:
    """Where a delivery stands."""

    id: str
    state: DeliveryState
    size: int
    offset: int
    """Bytes that the portal has; the next part begins here."""
    receipt: ReceiptMessage | None
    """None until it is completed."""


@dataclass(frozen=True, slots=True)
class DocumentMessage:
    """``GET documents/{id}``: the newest version; its ``ETag`` names the version."""

    id: str
    version: int
    kind: DocumentKind
    title: str
    file_name: str
    size: int
    sha256: str
    signer: str
    """Full name in the certificate of the account's own signer."""
    certificate_id: str
    received_at: datetime
    shape: SignatureShape = SignatureShape.DETACHED
    cosigners: tuple[str, ...] = ()
    """Full names in the certificates of the others who signed."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """``GET documents``: the account's documents, newest first."""

    items: tuple[DocumentMessage, ...]
    next_cursor: str | None
    """None on the last page."""


def version_tag(version: int) -> str:
    """Return the ``ETag`` of a version, as it goes into ``If-Match``."""
    return f'"{version}"'
