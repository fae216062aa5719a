"""Telling by name and first look which files carry their signatures themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MESSAGE_SUFFIXES: Final = (".sig", ".p7m", ".p7s", ".sgn")
"""Ends of the names of files with a CMS, beside a document or around it."""
_BYTE_RANGE = b"/ByteRange"
"""Stands in clear text in every signed PDF (ISO 32000-2 section 12.8.1)."""
_PIECE_BYTES = 1 << 20


def is_pdf(file: Path) -> bool:
    """Tell whether a file is a PDF by its name."""
    return file.suffix.lower() == ".pdf"


def is_message(file: Path) -> bool:
    """Tell whether a file is a CMS by its name."""
    return file.suffix.lower() in MESSAGE_SUFFIXES


def unsigned_name(file: Path) -> str:
    """Return the name of the document that a message carries or belongs to."""
    return file.stem if is_message(file) else file.name


def carries_signatures(file: Path) -> bool:
    """Tell whether a file seems to be signed in itself; that is checked when it is accepted.

    Raises ``OSError``.
    """
    return is_message(file) or (is_pdf(file) and _has_byte_range(file))


def _has_byte_range(file: Path) -> bool:
    with file.open("rb") as stream:
        end = b""
        while piece := stream.read(_PIECE_BYTES):
            if _BYTE_RANGE in end + piece:
                return True
            end = piece[-len(_BYTE_RANGE) :]
    return False
