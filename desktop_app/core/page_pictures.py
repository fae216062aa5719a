"""Pictures of the pages of a document."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page."""

    number: int
    """From 1."""
    width: int
    """Pixels."""
    height: int
    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PagePictures:
    """Some pages of a document, and which bytes they show."""

    sha256: str
    """Of the very bytes that were drawn, lower-case hexadecimal."""
    size: int
    """Bytes of the document."""
    pages: int
    """Of the whole document."""
    pictures: tuple[PagePicture, ...]
