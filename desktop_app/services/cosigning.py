"""Adding one's signature to a file of signatures, beside those of others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.cancellation import (
    Cancellation,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.errors.signatures import CosigningRefusedError
from desktop_app.core.pin import Pin
from desktop_app.core.verdicts import Verdict
from desktop_app.services.audited import audited
from desktop_app.services.document_signer import DocumentSigner, OpenSigner, may_sign
from desktop_app.services.file_signing import file_digest, signature_path
from desktop_app.services.revocations import Revocations
from desktop_app.services.signed_content import expected_content
from desktop_app.services.signing_report import SignedFile, SigningReport
from desktop_app.services.signing_work import SigningWork
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.private_file import Mode, write_new, write_over
from desktop_app.services.trust_folder import read_limited, unreadable
from desktop_app.signing.cms_parts import cut_message, joined
from desktop_app.signing.digests import digest_of
from desktop_app.signing.verification import VerificationReport, check_signers

COSIGNED_LIMIT = 512 * 1024 * 1024
"""Most bytes of a signature file; an attached one holds the document."""
_ARCHIVE_STAMPS = ("1.2.840.113549.1.9.16.2.48", "0.4.0.1733.2.4")
"""Archive time stamps cover the certificates of the whole message (RFC 5126 section 6.4)."""


@dataclass(frozen=True, slots=True)
class SignedBefore:
    """A document with the signatures that others made, each found whole."""

    document: Path
    """The signed file; the signature itself when that carries the document."""
    signature: Path
    encoded: bytes | None
    """The signatures as they are; None when there are none yet."""
    carried: bytes | None
    """The document that an attached signature carries."""


class FileCosigner:
    """Signs what others signed before, into the same file."""

    def __init__(self, signer: DocumentSigner, revocations: Revocations, audit: AuditLog) -> None:
        self._signer = signer
        self._revocations = revocations
        self._audit = audit

    def read(self, file: Path) -> SignedBefore:
        """Read what is to be signed: a signature file, or a document with ``FILE.sig`` beside it.

        A document without signatures gets its first one. Raises ``CosigningRefusedError`` for
        a signature over another document, a broken one and one that cannot be checked here;
        ``NotSignatureError``, ``ContentNeededError``, ``FileUnreadableError``,
        ``FileTooLargeError``.
        """
        is_signature = expected_content(file) != file
        signature = file if is_signature else signature_path(file, None)
        if not signature.exists():
            return SignedBefore(file, signature, None, None)
        encoded = read_limited(signature, COSIGNED_LIMIT)
        document = expected_content(signature)
        report = _checked(encoded, document if document.is_file() else None)
        flaws = [*_flaws(report), *_archived(encoded)]
        if flaws:
            raise CosigningRefusedError(str(signature), list(dict.fromkeys(flaws)))
        if report.content is None:
            return SignedBefore(document, signature, encoded, None)
        if not is_signature and file_digest(file, "sha256") != _sha256(report.content):
            raise CosigningRefusedError(str(signature), ["signature.content-changed"])
        return SignedBefore(signature, signature, encoded, report.content)

    def cosign_files(
        self,
        files: Sequence[SignedBefore],
        certificate_id: str,
        pin: Pin | None,
        *,
        out: Path | None = None,
        last_try_confirmed: bool = False,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
    ) -> SigningReport:
        """Sign each with one login, in place in one step, or into a new file in ``out``.

        Raises ``CertificateUnfitError`` before the PIN is used, ``PinError`` and
        ``TokenError`` when the login fails; what fails later stands in the report.
        """
        with audited(self._audit, "file.sign.login", certificate_id):
            certificate = self._signer.require(certificate_id, may_sign)
            self._revocations.refuse_revoked(certificate)
        with self._signer.open(
            certificate.id, pin, may_sign, last_try_confirmed=last_try_confirmed, cancel=cancel
        ) as signer:
            return SigningWork(self._audit, progress, cancel).run(
                files,
                lambda file: _sign(signer, file, out, cancel),
                lambda file: file.document,
            )


def _checked(encoded: bytes, document: Path | None) -> VerificationReport:
    try:
        with nullcontext() if document is None else document.open("rb") as stream:
            return check_signers(encoded, stream)
    except OSError as error:
        raise unreadable(document or Path(), error) from error


def _sign(
    signer: OpenSigner, file: SignedBefore, out: Path | None, cancel: Cancellation | None
) -> SignedFile:
    algorithm = signer.algorithm
    if file.carried is None:
        digest = file_digest(file.document, algorithm.digest, cancel)
    else:
        digest = digest_of(file.carried, algorithm.digest)
    target = file.signature if out is None else out / file.signature.name
    _place(file, signer.sign(digest), target)
    return SignedFile(file.document, target, digest.hex(), algorithm.name)


def _place(file: SignedBefore, ours: bytes, target: Path) -> None:
    """Write the signatures with ours among them; theirs must still be what was checked."""
    if file.encoded is None:
        write_new(target, ours, Mode.UMASK)
        return
    if read_limited(file.signature, COSIGNED_LIMIT) != file.encoded:
        raise CosigningRefusedError(str(file.signature), ["signature.changed-meanwhile"])
    both = joined(cut_message(file.encoded), cut_message(ours)).encode()
    if target == file.signature:
        write_over(target, both)
    else:
        write_new(target, both, file.signature)


def _flaws(report: VerificationReport) -> Iterator[str]:
    """Yield what is wrong with signatures; whom they are by is for their reader to judge."""
    for signer in report.signers:
        for reason in signer.reasons:
            unknown = reason.code == "signature.algorithm-unsupported"
            if reason.code.startswith("signature.") and (unknown or reason.verdict is Verdict.BAD):
                yield reason.code


def _archived(encoded: bytes) -> Iterator[str]:
    for signer in cut_message(encoded).signers:
        if any(signer.attribute(kind) is not None for kind in _ARCHIVE_STAMPS):
            yield "signature.archived"


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
