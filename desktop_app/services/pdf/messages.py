"""Messages between the program and the worker: one JSON line each way."""

from __future__ import annotations

from msgspec import Struct

from desktop_app.core.page_pictures import PagePictures
from desktop_app.services.pdf.facts import PdfFacts

MOST_PAGES = 20
"""Pages that one question may ask to be drawn."""
MOST_PIXELS = 16_000_000
"""Of one picture; a larger one is drawn smaller."""
LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of a file that the worker reads into memory."""
MOST_LOOKS = 100
"""Pages of a file whose look is examined."""


class PdfSource(Struct, frozen=True):
    """Where the bytes of a PDF are: a file, or right here."""

    path: str = ""
    content: bytes = b""


class DrawPages(Struct, frozen=True, tag="draw"):
    """Draw ``count`` pages from page ``first`` (counted from 1), ``width`` pixels wide."""

    source: PdfSource
    first: int
    count: int
    width: int


class LookAt(Struct, frozen=True, tag="look"):
    """Say what is in a file."""

    source: PdfSource


class MendFile(Struct, frozen=True, tag="mend"):
    """Write a mended copy of a file to ``target``, which exists and is empty."""

    source: PdfSource
    target: str
    strip: bool = False
    """Take out what acts: scripts, attachments, multimedia, links to programs."""
    flatten: bool = False
    """Draw forms into the pages, and layers that are all shown."""
    largest: int = 0
    """Shrink pictures until the file has at most so many bytes; 0: leave them."""
    turns: dict[int, int] = {}
    """Degrees clockwise by the page's number."""
    from_picture: bool = False
    """The file is a picture that becomes the page of a PDF."""


class Ready(Struct, frozen=True, tag="ready"):
    """Asks whether the worker has started, and says so."""


class Drawn(Struct, frozen=True, tag="drawn"):
    """Pages that were drawn."""

    pictures: PagePictures


class Seen(Struct, frozen=True, tag="seen"):
    """What is in a file."""

    facts: PdfFacts


class Mended(Struct, frozen=True, tag="mended"):
    """The copy is written."""


class Failed(Struct, frozen=True, tag="failed"):
    """What stood in the way: an error of ``core.errors`` by its code."""

    code: str
    data: dict[str, str | int] = {}


class Question(Struct, frozen=True):
    """What is asked, and how long the answer may take in seconds."""

    ask: DrawPages | LookAt | MendFile | Ready
    seconds: float


Answer = Ready | Drawn | Seen | Mended | Failed
