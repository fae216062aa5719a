"""How a page looks: ink, darkness, resolution of a scan, which way its text stands."""

from __future__ import annotations

import math
from collections import Counter

import pypdfium2 as pdfium
from PIL import Image, ImageChops
from pypdfium2 import raw

from desktop_app.core.errors.papers import PdfUnreadableError
from desktop_app.services.pdf.facts import PageLook
from desktop_app.services.pdf.worker.drawing import page_image
from desktop_app.services.pdf.worker.opening import READER_FAULTS

_WIDTH = 420
"""Pixels: about 50 dots per inch of A4."""
_EDGE = 0.03
"""Share of each side that is left out: shadows and holes of scans."""
_INK_DEPTH = 60
"""How much darker than the paper ink is, of 255 levels."""
_BLACK = 64
_TEXT_SIGNS = 10
"""Fewer signs of text than this, beside a picture, make a page a scan."""
_SCAN_SHARE = 0.5
"""Share of the page that a picture covers for the page to be a scan."""
_MOST_SIGNS = 2000
"""Signs of text whose direction is asked for."""
_SIDEWAYS = 2.0
"""How many times as much the columns must vary as the rows."""


def page_look(document: pdfium.PdfDocument, number: int) -> PageLook:
    """Return how a page looks. Raises ``PdfUnreadableError``."""
    image = _without_edges(page_image(document, number, _WIDTH, grey=True))
    try:
        return _look(document, number, image)
    except READER_FAULTS as error:
        raise PdfUnreadableError(detail=f"page {number}: {type(error).__name__}") from error


def _look(document: pdfium.PdfDocument, number: int, image: Image.Image) -> PageLook:
    page = document[number - 1]
    text = page.get_textpage()
    signs = text.count_chars()
    dots = _scan_resolution(page) if signs < _TEXT_SIGNS else 0
    ink_image = _ink(image)
    total = image.width * image.height
    look = PageLook(
        number=number,
        ink=ink_image.histogram()[255] / total,
        darkness=sum(image.histogram()[:_BLACK]) / total,
        is_scan=dots > 0,
        dots_per_inch=dots,
        turn=_turn(text, signs, page.get_rotation()) if signs >= _TEXT_SIGNS else 0,
        is_sideways=dots > 0 and _is_sideways(ink_image),
    )
    page.close()
    return look


def _without_edges(image: Image.Image) -> Image.Image:
    x, y = round(image.width * _EDGE), round(image.height * _EDGE)
    return image.crop((x, y, image.width - x, image.height - y))


def _ink(image: Image.Image) -> Image.Image:
    """Return a picture with 255 where there is ink: darker than the commonest bright level."""
    levels = image.histogram()
    paper = max(range(128, 256), key=lambda level: levels[level])
    return image.point([255 if level < paper - _INK_DEPTH else 0 for level in range(256)])


def _scan_resolution(page: pdfium.PdfPage) -> int:
    """Return the dots per inch of the picture that fills the page; 0 where none does."""
    width, height = page.get_size()
    best = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        across, down = right - left, top - bottom
        if across * down < _SCAN_SHARE * width * height:
            continue
        pixels = sorted(item.get_px_size())
        sides = sorted((across, down))
        best = max(best, round(72 * min(pixels[0] / sides[0], pixels[1] / sides[1])))
    return best


def _turn(text: pdfium.PdfTextPage, signs: int, rotation: int) -> int:
    """Return the degrees clockwise that set the text upright as most of its signs stand."""
    step = max(signs // _MOST_SIGNS, 1)
    angles: Counter[int] = Counter()
    for at in range(0, signs, step):
        angle = raw.FPDFText_GetCharAngle(text, at)
        if angle >= 0 and raw.FPDFText_GetUnicode(text, at) > 0x20:
            angles[round(math.degrees(angle) / 90) * 90 % 360] += 1
    if not angles:
        return 0
    standing, count = angles.most_common(1)[0]
    # Text that a page turns back is upright: the angle is that of the page before its turn.
    return (-rotation - standing) % 360 if count > 0.8 * angles.total() else 0


def _is_sideways(ink: Image.Image) -> bool:
    """Tell lines from top to bottom: then columns vary as rows of upright text do."""
    rows = _variation(ink.resize((1, ink.height), Image.Resampling.BOX))
    columns = _variation(ink.resize((ink.width, 1), Image.Resampling.BOX))
    return columns > _SIDEWAYS * rows and columns > 1.0


def _variation(line: Image.Image) -> float:
    """Return the mean square of the steps between neighbours in a picture one pixel wide."""
    moved = ImageChops.offset(line, 1 if line.width > 1 else 0, 1 if line.height > 1 else 0)
    steps = ImageChops.difference(line, moved).histogram()
    return sum(count * size * size for size, count in enumerate(steps)) / (line.width * line.height)
