"""Checking the signatures of a document before it is accepted: every one of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.documents import DocumentSigner
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotSignatureError
from desktop_app.core.errors.outbox import SignatureExpiredError, SignatureOtherError
from desktop_app.core.errors.signatures import PadesNoSignatureError
from desktop_app.core.verdicts import Verdict
from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP, CutSigner, cut_message
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_verification import check_pdf, is_signed_to_the_end, message_of
from desktop_app.signing.time_stamp import read_token
from desktop_app.signing.verification import SignerReport, check_signers

Signers = tuple[DocumentSigner, ...]


def signers_of(message: bytes, content: BinaryIO, path: Path) -> Signers:
    """Return who signed a content, in the order of the message (CMS without the content).

    Raises ``SignatureOtherError`` unless each signature is a good one over this content, and
    ``NotSignatureError``.
    """
    report = check_signers(message, content)
    _refuse_flawed(report.signers, [], path)
    cut = cut_message(message).signers
    return tuple(_signer(each, by) for each, by in zip(report.signers, cut, strict=True))


def signers_in_pdf(file: Path, stream: BinaryIO, pdfs: PdfFiles) -> Signers:
    """Return who signed a PDF, in the order of its fields; ``stream`` reads the same file.

    What stands in it must be what somebody signed, to its end. Raises ``SignatureOtherError``,
    ``PadesUnreadableError``, ``PadesNoSignatureError``.
    """
    reports = check_pdf(stream, pdfs.read(file))
    if not reports:
        raise PadesNoSignatureError(str(file))
    judged = [each.signer for each in reports if each.signer is not None]
    codes = [] if is_signed_to_the_end(reports) else ["pdf.not-covered"]
    _refuse_flawed(judged, codes, file)
    messages = (cut_message(message_of(each.place)) for each in reports)
    return tuple(
        _signer(each, message.signers[0]) for each, message in zip(judged, messages, strict=True)
    )


def refuse_ended(reports: Signers, path: Path, now: datetime) -> None:
    """Refuse what the portal would: a certificate that ended, and no stamp on its signature.

    Raises ``SignatureExpiredError``.
    """
    for each in reports:
        if not each.stamped and now >= each.not_after:
            raise SignatureExpiredError(
                path=str(path), signer=each.name, not_after=each.not_after.isoformat()
            )


def _refuse_flawed(reports: Sequence[SignerReport], codes: list[str], path: Path) -> None:
    """Refuse what does not hold and what cannot be checked here."""
    for report in reports:
        codes += [each.code for each in report.reasons if each.verdict is not Verdict.GOOD]
        if report.certificate is None:
            codes.append("signature.certificate-missing")
    if codes:
        raise SignatureOtherError(path=str(path), reasons=list(dict.fromkeys(codes)))


def _signer(report: SignerReport, cut: CutSigner) -> DocumentSigner:
    certificate = report.certificate
    assert certificate is not None  # noqa: S101 - refused before
    return DocumentSigner(
        certificate.subject,
        certificate.snils,
        certificate.id,
        certificate.not_after,
        stamped=_is_stamped(cut),
    )


def _is_stamped(signer: CutSigner) -> bool:
    """Tell whether a stamp on this very signature is there; whose it is, the portal judges."""
    return any(_stands_for(each, signer.value) for each in signer.values_of(SIGNATURE_TIME_STAMP))


def _stands_for(token: bytes, value: bytes) -> bool:
    try:
        return read_token(token).stands_for(value)
    except (NotSignatureError, AlgorithmUnsupportedError, *MALFORMED):
        return False
