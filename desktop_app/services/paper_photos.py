"""A document as it goes to the portal: a PDF as it is, a photograph made small enough."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from desktop_app.core.errors.confirmations import PaperUnfitError
from desktop_app.services.portal.confirmation_contract import PAPER_LIMIT

_LARGEST_FILE: Final = 64 * 1024 * 1024
_MOST_PIXELS: Final = 80_000_000
"""Of a photograph: a file of some kilobytes can claim to be far larger."""
_SIDES: Final = (2400, 1800, 1400)
"""Longest sides that are tried; at 1400 the text of a page can still be read."""
_QUALITIES: Final = (85, 70)
_PDF: Final = b"%PDF-"


@dataclass(frozen=True, slots=True)
class PreparedPaper:
    """What is sent."""

    file_name: str
    content: bytes = field(repr=False)
    reduced_from: int = 0
    """Bytes of the file on disk where a photograph was made smaller; else 0."""


def prepare_paper(path: Path, limit: int = PAPER_LIMIT) -> PreparedPaper:
    """Read a file and make a photograph smaller where it has to be.

    Place, camera and time that a photograph carries are left out. Raises ``PaperUnfitError``.
    """
    content = _read(path, limit)
    if content.startswith(_PDF):
        if len(content) > limit:
            raise PaperUnfitError(path=str(path), cause="large", limit=limit)
        return PreparedPaper(path.name, content)
    return reduce_photo(path, content, limit)


def reduce_photo(path: Path, content: bytes, limit: int) -> PreparedPaper:
    """Make a photograph small enough; ``path`` is what it is called.

    Raises ``PaperUnfitError``.
    """
    picture = _picture(path, content, limit)
    for side in _SIDES:
        for quality in _QUALITIES:
            smaller = _as_jpeg(picture, side, quality)
            if len(smaller) <= limit:
                reduced = len(content) if len(smaller) < len(content) else 0
                return PreparedPaper(f"{path.stem}.jpg", smaller, reduced)
    raise PaperUnfitError(path=str(path), cause="large", limit=limit)


def _read(path: Path, limit: int) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise PaperUnfitError(path=str(path), cause="large", limit=limit)
        content = path.read_bytes()
    except OSError as error:
        raise PaperUnfitError(path=str(path), cause="broken", limit=limit) from error
    if not content:
        raise PaperUnfitError(path=str(path), cause="empty", limit=limit)
    return content


def _picture(path: Path, content: bytes, limit: int) -> Image.Image:
    """Return an upright picture in plain colours. Raises ``PaperUnfitError``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if opened.width * opened.height > _MOST_PIXELS:
                raise PaperUnfitError(path=str(path), cause="large", limit=limit)
            opened.draft("RGB", (_SIDES[0], _SIDES[0]))
            return ImageOps.exif_transpose(opened).convert("RGB")
    except UnidentifiedImageError as error:
        raise PaperUnfitError(path=str(path), cause="kind", limit=limit) from error
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise PaperUnfitError(path=str(path), cause="broken", limit=limit) from error


def _as_jpeg(picture: Image.Image, side: int, quality: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((side, side))
    stream = io.BytesIO()
    copy.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()
