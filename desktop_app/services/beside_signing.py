"""Signing files where they lie, in the form that the person chose; nothing goes to the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.pin import PinGiven
from desktop_app.core.signing_wishes import BesideWish, SignatureShape
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import Attendant
from desktop_app.services.file_signing import FileDocument, file_batch
from desktop_app.services.pdf_signing import PdfWish
from desktop_app.services.signature_service import SignatureService
from desktop_app.services.signing_batch import DocumentState, SigningBatch

if TYPE_CHECKING:
    from desktop_app.services.signature_forms import SignatureForms
    from desktop_app.services.signature_stamps import StampingReport


class BesideSigning:
    """One batch of files; signing it again signs what has no signature yet."""

    def __init__(
        self,
        signatures: SignatureService,
        open_forms: Callable[[], SignatureForms],
        files: Sequence[Path],
        wish: BesideWish,
        begun: Callable[[], object],
    ) -> None:
        self._signatures = signatures
        self._open_forms = open_forms
        self._wish = wish
        self.batch = self._batch(files, begun)
        self.stamping: StampingReport | None = None
        """What became of the time stamps, where they were asked for."""

    def sign(
        self, certificate_id: str, given: PinGiven, control: Control, attendant: Attendant
    ) -> None:
        """Sign with one login, then add the time stamps; a service that is silent costs nothing.

        Raises ``TimeStampNoServiceError``, ``PadesUnsupportedError`` and
        ``CertificateUnfitError`` before the PIN is used, ``PinError`` and ``TokenError`` when
        the login fails, and ``Cancelled``.
        """
        if self._wish.stamp:
            self._open_forms().stamps.require_service(self._wish.service)
        if self._wish.shape is SignatureShape.IN_PDF:
            self._open_forms().pdfs.refuse_unfit(certificate_id)
        self._signatures.sign_batch(self.batch, certificate_id, given, control, attendant)
        if self._wish.stamp:
            self._stamp(control)

    def _batch(
        self, files: Sequence[Path], begun: Callable[[], object]
    ) -> SigningBatch[FileDocument]:
        if self._wish.shape is SignatureShape.IN_PDF:
            wish = PdfWish(room_for_stamp=self._wish.stamp)
            return self._open_forms().pdfs.batch(files, wish, begun)
        attached = self._wish.shape is SignatureShape.ATTACHED
        return file_batch(files, attached=attached, begun=begun)

    def _stamp(self, control: Control) -> None:
        signed = [
            each.document.target
            for each in self.batch.outcomes
            if each.state is DocumentState.SIGNED
        ]
        if signed:
            stamps = self._open_forms().stamps
            self.stamping = stamps.stamp_files(signed, self._wish.service, cancel=control.cancel)
