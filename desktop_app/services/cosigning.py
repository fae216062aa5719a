"""Adding one's signature to a file of signatures, beside those of others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.core.errors.signatures import CosigningRefusedError
from desktop_app.core.verdicts import Verdict
from desktop_app.services.file_signing import file_digest, signature_path
from desktop_app.services.signed_content import expected_content
from desktop_app.services.signing_batch import Reading, Signed, SigningBatch, SigningKey
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


@dataclass(frozen=True, slots=True)
class CosignedFile:
    """What others signed, as a document of a batch."""

    before: SignedBefore
    target: Path

    @property
    def file(self) -> Path:
        """The signed file."""
        return self.before.document

    @property
    def name(self) -> str:
        """Name of the signed file without its folder."""
        return self.file.name

    def read(self, key: SigningKey, cancel: Cancellation | None) -> Reading:
        """Digest the document, wherever it is.

        Raises ``OutputExistsError``, ``FileUnreadableError``, ``Cancelled``.
        """
        if self.target != self.before.signature and self.target.exists():
            raise OutputExistsError(path=str(self.target))
        carried = self.before.carried
        if carried is None:
            return Reading(file_digest(self.file, key.digest, cancel))
        return Reading(digest_of(carried, key.digest))


class FileCosigner:
    """Reads what others signed before, and makes batches that sign it into the same file."""

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

    def batch(
        self, files: Sequence[SignedBefore], out: Path | None = None
    ) -> SigningBatch[CosignedFile]:
        """Return a batch that ``SignatureService`` signs: in place, or into new files in ``out``.

        A file is replaced in one step, and only while it is what was read:
        ``CosigningRefusedError``, ``OutputExistsError``.
        """
        targets = (each.signature if out is None else out / each.signature.name for each in files)
        documents = [CosignedFile(*pair) for pair in zip(files, targets, strict=True)]
        return SigningBatch(documents, _keep)


def _keep(made: Sequence[Signed[CosignedFile]]) -> list[NmoError | None]:
    return [_placed(each.document, each.signature) for each in made]


def _placed(document: CosignedFile, ours: bytes) -> NmoError | None:
    try:
        _place(document.before, ours, document.target)
    except NmoError as error:
        return error
    return None


def _checked(encoded: bytes, document: Path | None) -> VerificationReport:
    try:
        with nullcontext() if document is None else document.open("rb") as stream:
            return check_signers(encoded, stream)
    except OSError as error:
        raise unreadable(document or Path(), error) from error


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
