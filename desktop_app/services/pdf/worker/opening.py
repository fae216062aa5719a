"""Opening a PDF for drawing (PDFium) or for its structure (qpdf)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from desktop_app.core.errors.inputs import FileTooLargeError
from desktop_app.core.errors.papers import PdfPasswordError, PdfUnreadableError
from desktop_app.services.pdf.messages import LARGEST_FILE, PdfSource
from desktop_app.services.trust_folder import unreadable

READER_FAULTS = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    pdfium.PdfiumError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    ArithmeticError,
    OSError,
)
"""What the libraries raise on files that break the rules."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, read once."""

    bytes: bytes
    sha256: str


def read_source(source: PdfSource) -> Content:
    """Return the bytes of a source.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    content = source.content
    if source.path:
        try:
            with Path(source.path).open("rb") as stream:
                content = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            raise unreadable(Path(source.path), error) from error
    if len(content) > LARGEST_FILE:
        raise FileTooLargeError(source.path, LARGEST_FILE)
    return Content(content, hashlib.sha256(content).hexdigest())


@contextmanager
def drawable(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF for drawing, with its forms.

    Raises ``PdfUnreadableError``, ``PdfPasswordError``.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PdfPasswordError from error
        raise PdfUnreadableError(detail=str(error)) from error
    try:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        yield document
    finally:
        document.close()


@contextmanager
def structure(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF for its structure.

    Raises ``PdfUnreadableError``, ``PdfPasswordError``.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise PdfPasswordError from error
    except READER_FAULTS as error:
        raise PdfUnreadableError(detail=type(error).__name__) from error


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the document written anew, with what nothing refers to left out."""
    written = io.BytesIO()
    pdf.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
        deterministic_id=True,
    )
    return written.getvalue()
