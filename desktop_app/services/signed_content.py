"""Which file a signature belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.file_signing import file_digest
from desktop_app.signing.verification import VerificationReport

_SIGNATURE_SUFFIXES = (".sig", ".p7s", ".sgn")


def content_beside(signature: Path) -> Path | None:
    """Return the signed file next to ``FILE.sig``, where there is one."""
    expected = expected_content(signature)
    return expected if expected != signature and expected.is_file() else None


def expected_content(signature: Path) -> Path:
    """Return where the signed file of a signature is expected: ``FILE`` for ``FILE.sig``."""
    if signature.suffix.lower() in _SIGNATURE_SUFFIXES:
        return signature.with_suffix("")
    return signature


def signature_beside(document: Path) -> Path | None:
    """Return ``FILE.sig`` and the like next to a document, where there is one."""
    if expected_content(document) != document:
        return None
    candidates = (document.with_name(f"{document.name}{suffix}") for suffix in _SIGNATURE_SUFFIXES)
    return next((each for each in candidates if each.is_file()), None)


def compared(report: VerificationReport, content: Path) -> VerificationReport:
    """Find bad an attached signature over something else than the file that was named."""
    if report.content is None:
        return report
    if hashlib.sha256(report.content).digest() == file_digest(content, "sha256"):
        return report
    other = Reason("signature.content-changed")
    signers = tuple(
        replace(each, verdict=Verdict.BAD, reasons=(*each.reasons, other))
        for each in report.signers
    )
    return replace(report, verdict=Verdict.BAD, signers=signers)
