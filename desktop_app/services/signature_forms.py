"""Signatures beyond a file of one's own: stamped, beside others', in PDFs; and reading them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.services.cosigning import FileCosigner
from desktop_app.services.file_verification import FileVerifier
from desktop_app.services.pdf_signing import PdfSigning
from desktop_app.services.signature_stamps import SignatureStamps


@dataclass(frozen=True, slots=True)
class SignatureForms:
    """What signs in other forms than ``SignatureService`` does."""

    stamps: SignatureStamps
    cosigner: FileCosigner
    pdfs: PdfSigning
    verifier: FileVerifier
    close: Callable[[], None]
    """Ends the worker that reads PDFs."""
