"""The contract's part on signed documents: an upload in parts, then versions of a document.

A delivery is begun under an ``Idempotency-Key``, filled in parts, and completed with the
detached signature; only then does a document, or a new version of one, come to be. Everything
may be repeated: the same key gives the same delivery, the same part at the same place counts
once, and a delivery is completed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from desktop_app.core.documents import DeliveryState, DocumentKind
from desktop_app.services.portal.contract import Base64Text, Sha256Text, Text

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
    """``POST documents/deliveries/{id}/completion``: the signature over the whole document."""

    signature: Base64Text
    """Detached CAdES (id-data), DER."""


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
    """Full name in the signer's certificate."""
    certificate_id: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """``GET documents``: the account's documents, newest first."""

    items: tuple[DocumentMessage, ...]
    next_cursor: str | None
    """None on the last page."""


def version_tag(version: int) -> str:
    """Return the ``ETag`` of a version, as it goes into ``If-Match``."""
    return f'"{version}"'
