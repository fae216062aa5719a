"""Signing documents of the outbox in the shape that a person chose, all with one login."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from desktop_app.core.outbox_item import OutboxItem
from desktop_app.core.pin import PinGiven
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import Attendant
from desktop_app.services.outbox_batch import OutboxDocument, outbox_batch, shape_of
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.signature_service import SignatureService
from desktop_app.services.signing_batch import SigningBatch

if TYPE_CHECKING:
    from desktop_app.services.outbox_pdfs import OutboxPdfs
    from desktop_app.services.signature_forms import SignatureForms


class OutboxSigning:
    """One batch of documents; signing it again signs what has no signature yet."""

    def __init__(
        self,
        signatures: SignatureService,
        outbox: OutboxService,
        open_forms: Callable[[], SignatureForms],
        items: Sequence[OutboxItem],
        shape: SignatureShape | None,
        begun: Callable[[], object],
    ) -> None:
        self._signatures = signatures
        self._open_forms = open_forms
        shapes = [shape_of(item, shape) for item in items]
        self._only_pdfs = set(shapes) == {SignatureShape.IN_PDF}
        in_pdf = SignatureShape.IN_PDF in shapes
        self._desk = _desk(outbox, open_forms()) if in_pdf else None
        documents = [
            OutboxDocument(
                item,
                outbox.open_accepted,
                begun,
                each,
                self._desk if each is SignatureShape.IN_PDF else None,
            )
            for item, each in zip(items, shapes, strict=True)
        ]
        self.batch: SigningBatch[OutboxDocument] = outbox_batch(outbox, documents)

    def refuse_unfit(self, certificate_id: str) -> None:
        """Refuse a key that makes none of these signatures, before anybody asks for a PIN.

        Raises ``PadesUnsupportedError``, ``CertificateUnfitError``.
        """
        if self._only_pdfs:
            self._open_forms().pdfs.refuse_unfit(certificate_id)

    def sign(
        self,
        certificate_id: str,
        given: PinGiven,
        control: Control,
        attendant: Attendant | None = None,
    ) -> None:
        """Sign what has no signature yet, with one login; the outbox keeps each at once.

        Raises as ``SignatureService.sign_batch`` and ``refuse_unfit``, before the PIN is used.
        """
        self.refuse_unfit(certificate_id)
        with nullcontext() if self._desk is None else self._desk.at_work():
            self._signatures.sign_batch(self.batch, certificate_id, given, control, attendant)


def _desk(outbox: OutboxService, forms: SignatureForms) -> OutboxPdfs:
    from desktop_app.services.outbox_pdfs import OutboxPdfs  # noqa: PLC0415 - for PDFs alone

    return OutboxPdfs(outbox, forms.pdfs, forms.stamps.service())
