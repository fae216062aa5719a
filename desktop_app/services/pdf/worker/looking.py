"""Looking into a file: does it open, what is in it, how do its pages look."""

from __future__ import annotations

from desktop_app.core.errors.papers import PdfPasswordError, PdfUnreadableError
from desktop_app.services.pdf.facts import Opens, PageLook, PdfFacts
from desktop_app.services.pdf.messages import MOST_LOOKS, PdfSource
from desktop_app.services.pdf.worker.contents import active_content, signatures
from desktop_app.services.pdf.worker.opening import Content, drawable, read_source, structure
from desktop_app.services.pdf.worker.page_looks import page_look

_HEADER_WITHIN = 1024
"""Bytes at whose end readers stop to look for the header (ISO 32000-1 annex H, note 13)."""


def look_at(source: PdfSource) -> PdfFacts:
    """Return what is in a file; one that does not open is a fact too.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    content = read_source(source)
    try:
        return _facts(content)
    except PdfPasswordError:
        return _closed(content, Opens.WITH_PASSWORD)
    except PdfUnreadableError as error:
        return _closed(content, Opens.NOT, error.detail)


def _facts(content: Content) -> PdfFacts:
    size = len(content.bytes)
    with structure(content.bytes) as pdf:
        opens = Opens.MENDED if pdf.get_warnings() else Opens.WELL
        restricted = pdf.is_encrypted
        pages = len(pdf.pages)
        active = active_content(pdf)
        signed = signatures(pdf, size)
    return PdfFacts(
        sha256=content.sha256,
        size=size,
        opens=opens,
        header_at=_header_at(content.bytes),
        is_restricted=restricted,
        pages=pages,
        active=active,
        signatures=signed,
        looks=_looks(content.bytes),
    )


def _looks(content: bytes) -> tuple[PageLook, ...]:
    with drawable(content) as document:
        numbers = range(1, min(len(document), MOST_LOOKS) + 1)
        return tuple(page_look(document, number) for number in numbers)


def _closed(content: Content, opens: Opens, detail: str = "") -> PdfFacts:
    at = _header_at(content.bytes)
    return PdfFacts(content.sha256, len(content.bytes), opens, at, detail=detail)


def _header_at(content: bytes) -> int:
    return content[:_HEADER_WITHIN].find(b"%PDF-")
