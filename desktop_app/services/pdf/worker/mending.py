"""Mending a PDF on a copy, whose pages must look as before."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Name, sanitize
from PIL import Image, ImageChops, ImageFilter

from desktop_app.core.errors.papers import MendRefusedError, PdfUnreadableError
from desktop_app.services.pdf.facts import Active
from desktop_app.services.pdf.messages import MOST_LOOKS, MendFile
from desktop_app.services.pdf.worker.contents import active_content, disarm, signatures, spell_names
from desktop_app.services.pdf.worker.drawing import page_image
from desktop_app.services.pdf.worker.opening import drawable, read_source, saved, structure
from desktop_app.services.pdf.worker.pictures import picture_as_pdf, shrunk

_WIDTH = 420
_VISIBLE = 64
"""Levels of grey, of 255, by which a place must differ to count."""
_MOST_DIFFERENT = 0.005
_MOST_DIFFERENT_TURNED = 0.02
"""Share of the page that may differ, more where the page was turned."""


def mend_file(asked: MendFile) -> None:
    """Write the mended copy.

    Raises ``MendRefusedError``, ``PdfUnreadableError``, ``PdfPasswordError``, ``InputError``.
    """
    content = read_source(asked.source).bytes
    if asked.from_picture:
        result = picture_as_pdf(content)
    else:
        result = _rewritten(content, asked)
        _compare(content, result, asked.turns)
    if asked.largest and len(result) > asked.largest:
        whole = result
        result = shrunk(whole, asked.largest)
        _compare(whole, result, {})
    Path(asked.target).write_bytes(result)


def _rewritten(content: bytes, asked: MendFile) -> bytes:
    with structure(content) as pdf:
        _refuse(pdf, len(content))
        spell_names(pdf)
        if asked.strip:
            _strip(pdf)
        if asked.flatten:
            _flatten(pdf)
        for number, degrees in asked.turns.items():
            if 1 <= number <= len(pdf.pages):
                pdf.pages[number - 1].rotate(degrees, relative=True)
        return saved(pdf)


def _refuse(pdf: pikepdf.Pdf, size: int) -> None:
    if signatures(pdf, size):
        raise MendRefusedError(reason="signed")
    if pdf.is_encrypted:
        raise MendRefusedError(reason="restricted")


def _strip(pdf: pikepdf.Pdf) -> None:
    """Take out what acts; a link to a page of the web goes too."""
    sanitize.remove_javascript(pdf)
    sanitize.remove_external_access(pdf)
    sanitize.remove_multimedia(pdf)
    sanitize.remove_attachments(pdf)
    disarm(pdf)


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw form fields into the pages, and let layers that are all shown be no layers."""
    found = active_content(pdf)
    if Active.HIDDEN_LAYERS in found:
        raise MendRefusedError(reason="look")
    if pdf.Root.get(Name.NeedsRendering):
        raise MendRefusedError(reason="dynamic")
    if Active.FORM in found or Active.XFA in found:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    for key in (Name.AcroForm, Name.OCProperties):
        if key in pdf.Root:
            del pdf.Root[key]


def _compare(before: bytes, after: bytes, turns: dict[int, int]) -> None:
    """Refuse a copy that looks otherwise. Raises ``MendRefusedError``, ``PdfUnreadableError``."""
    with drawable(before) as old, drawable(after) as new:
        if len(old) != len(new):
            raise PdfUnreadableError(detail="pages")
        for number in range(1, min(len(old), MOST_LOOKS) + 1):
            turn = turns.get(number, 0) % 360
            one = page_image(old, number, _WIDTH, grey=True).rotate(-turn, expand=True)
            other = page_image(new, number, _WIDTH, grey=True)
            most = _MOST_DIFFERENT_TURNED if turn else _MOST_DIFFERENT
            if _difference(one.resize(other.size), other) > most:
                raise MendRefusedError(reason="look")


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of two grey pictures of one size that the eye tells apart."""
    blur = ImageFilter.BoxBlur(1)
    steps = ImageChops.difference(one.filter(blur), other.filter(blur)).histogram()
    return sum(steps[_VISIBLE:]) / (one.width * one.height)
