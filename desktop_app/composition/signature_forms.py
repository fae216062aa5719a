"""Putting together what signs in other forms; its parts are imported when somebody asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.collecting import Access
    from desktop_app.services.document_signer import DocumentSigner
    from desktop_app.services.signature_forms import SignatureForms
    from desktop_app.services.signature_service import SignatureService
    from desktop_app.services.time_stamping import TimeStamper


class LazyForms:
    """Makes the forms at their first use, and ends what they started."""

    def __init__(self, make: Callable[[], SignatureForms]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: SignatureForms | None = None

    def open(self) -> SignatureForms:
        """Return the forms, always the same ones."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def close(self) -> None:
        """End the worker that reads PDFs, where there is one."""
        if self._made is not None:
            self._made.close()


def make_signature_forms(
    access: Access,
    signer: DocumentSigner,
    signatures: SignatureService,
) -> SignatureForms:
    """Return what stamps, signs beside others and inside PDFs, and verifies it all."""
    from desktop_app.services.cosigning import FileCosigner  # noqa: PLC0415
    from desktop_app.services.file_verification import FileVerifier  # noqa: PLC0415
    from desktop_app.services.pdf_signing import PdfSigning  # noqa: PLC0415
    from desktop_app.services.signature_forms import SignatureForms  # noqa: PLC0415
    from desktop_app.services.signature_stamps import SignatureStamps  # noqa: PLC0415
    from desktop_app.signing.pdf_files import PdfFiles  # noqa: PLC0415

    pdfs = PdfFiles()
    return SignatureForms(
        stamps=SignatureStamps(lambda address: time_stamper(access, address), pdfs, access.audit),
        cosigner=FileCosigner(),
        pdfs=PdfSigning(signer, pdfs),
        verifier=FileVerifier(signatures, pdfs, access.judge, access.trust, access.audit),
        close=pdfs.close,
    )


def time_stamper(access: Access, address: str) -> TimeStamper:
    """Return the asker of a time-stamp service, over the profile's trust and proxy."""
    from desktop_app.services.portal.tls import portal_context  # noqa: PLC0415
    from desktop_app.services.time_stamping import TimeStamper  # noqa: PLC0415

    added = access.trust.added
    return TimeStamper(
        address or access.time_stamp_service,
        lambda: portal_context(None, added / "tls" if added is not None else None),
        access.portal_proxy,
    )
