"""Drawing pages as pictures."""

from __future__ import annotations

import io
import math

import pypdfium2 as pdfium
from PIL import Image

from desktop_app.core.errors.papers import PdfUnreadableError
from desktop_app.core.page_pictures import PagePicture, PagePictures
from desktop_app.services.pdf.messages import MOST_PAGES, MOST_PIXELS, DrawPages
from desktop_app.services.pdf.worker.opening import READER_FAULTS, drawable, read_source

_LEAST_SIDE = 8
_FAST = 3
"""Compression of the PNG: a third of the time, a tenth more bytes."""


def draw_pages(asked: DrawPages) -> PagePictures:
    """Return the pages that were asked for, as far as the document has them.

    Raises ``PdfUnreadableError``, ``PdfPasswordError``, ``InputError``.
    """
    content = read_source(asked.source)
    with drawable(content.bytes) as document:
        pages = len(document)
        last = min(asked.first + min(asked.count, MOST_PAGES) - 1, pages)
        numbers = range(max(asked.first, 1), last + 1)
        pictures = tuple(_picture(document, number, asked.width) for number in numbers)
    return PagePictures(content.sha256, len(content.bytes), pages, pictures)


def page_image(
    document: pdfium.PdfDocument, number: int, width: int, *, grey: bool = False
) -> Image.Image:
    """Draw one page, ``width`` pixels wide or as wide as ``MOST_PIXELS`` allow.

    Raises ``PdfUnreadableError``.
    """
    try:
        page = document[number - 1]
        page_width, page_height = page.get_size()
        if not (page_width > 0 and page_height > 0):
            raise PdfUnreadableError(detail=f"page {number}")
        scale = min(width / page_width, math.sqrt(MOST_PIXELS / (page_width * page_height)))
        scale = max(scale, _LEAST_SIDE / min(page_width, page_height))
        if page_width * page_height * scale * scale > 2 * MOST_PIXELS:
            raise PdfUnreadableError(detail=f"page {number}: size")
        bitmap = page.render(scale=scale, grayscale=grey, rev_byteorder=not grey)
        image: Image.Image = bitmap.to_pil().convert("L" if grey else "RGB")
        page.close()
    except READER_FAULTS as error:
        raise PdfUnreadableError(detail=f"page {number}: {type(error).__name__}") from error
    return image


def _picture(document: pdfium.PdfDocument, number: int, width: int) -> PagePicture:
    image = page_image(document, number, width)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=_FAST)
    return PagePicture(number, image.width, image.height, written.getvalue())
