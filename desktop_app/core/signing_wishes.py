"""In which form files are to be signed where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class SignatureShape(StrEnum):
    """Where a signature goes."""

    DETACHED = "detached"
    """``FILE.sig`` beside the file."""
    ATTACHED = "attached"
    """``FILE.sig`` that carries the file."""
    IN_PDF = "in-pdf"
    """A signed copy of the PDF (PAdES)."""


@dataclass(frozen=True, slots=True)
class BesideWish:
    """How files are to be signed."""

    shape: SignatureShape = SignatureShape.DETACHED
    stamp: bool = False
    """Add a time stamp (RFC 3161) to each signature."""
    service: str = ""
    """Address of the time-stamp service; empty: the one that the settings name."""


def may_be_in_pdf(files: Sequence[Path], key_algorithm: str) -> bool:
    """Tell whether signatures inside these files can be made with a key: PDFs, RSA or ECDSA.

    ``key_algorithm`` is the display name of the certificate's key, for example ``RSA 2048``.
    """
    are_pdfs = all(file.suffix.lower() == ".pdf" for file in files)
    return are_pdfs and not key_algorithm.startswith("ГОСТ")
