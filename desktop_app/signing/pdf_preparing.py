"""Preparing a PDF for a signature by an incremental update (ISO 32000-2 section 12.8)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import read_certification_data

from desktop_app.signing.pdf_questions import PdfAnswer, PdfQuestion
from desktop_app.signing.pdf_reading import Refusal, open_pdf


def prepare(question: PdfQuestion) -> PdfAnswer:
    """Write a copy of the PDF with an empty signature and tell where its CMS goes.

    The copy begins with the original, byte for byte. Raises ``Refusal``.
    """
    with Path(question.path).open("rb") as source, Path(question.target).open("xb+") as target:
        reader = open_pdf(source)
        _refuse_locked(reader)
        writer = IncrementalPdfFileWriter(source, prev=reader)
        described = PdfSignatureMetadata(
            field_name=_free_name(reader),
            md_algorithm=question.digest,
            name=question.signer or None,
            subfilter=SigSeedSubFilter.PADES,
        )
        # The CMS is our own; the library's signer only stands for one that is elsewhere.
        signer = PdfSigner(described, ExternalSigner(None, None))
        prepared, *_ = asyncio.run(
            signer.async_digest_doc_for_signing(
                writer, bytes_reserved=2 * question.reserved_bytes, output=target
            )
        )
        return PdfAnswer(gap=(prepared.reserved_region_start, prepared.reserved_region_end))


def _refuse_locked(reader: PdfFileReader) -> None:
    if reader.xrefs.hybrid_xrefs_present:
        raise Refusal("hybrid")
    author = read_certification_data(reader)
    if author is not None and author.permission is MDPPerm.NO_CHANGES:
        raise Refusal("locked")


def _free_name(reader: PdfFileReader) -> str:
    taken = {str(name) for name, *_ in enumerate_sig_fields(reader)}
    numbers = range(1, len(taken) + 2)
    return next(name for n in numbers if (name := f"Signature{n}") not in taken)
