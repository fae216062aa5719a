"""Signing one file: its digest is streamed, its signature placed whole and never over another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.services.signing_batch import DocumentState, Reading, Signed, SigningBatch
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport
from desktop_app.services.storage.new_files import write_all_new
from desktop_app.services.trust_folder import read_limited, unreadable
from desktop_app.signing.digests import digest_of, digest_stream

ATTACHED_LIMIT = 256 * 1024 * 1024
"""Most bytes of a file that an attached signature carries; it is built in memory."""


def signature_path(file: Path, out: Path | None) -> Path:
    """Return where the signature of ``file`` goes: ``FILE.sig`` beside it or in ``out``."""
    return (out or file.parent) / f"{file.name}.sig"


def _tell_nobody() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A file to sign, and where its signature goes."""

    file: Path
    target: Path
    attached: bool
    begun: Callable[[], object] = _tell_nobody
    """Told, on the signing thread, that the token is open and this file is read."""

    @property
    def name(self) -> str:
        """Name of the file without its folder."""
        return self.file.name

    def read(self, algorithm: str, cancel: Cancellation | None) -> Reading:
        """Digest the file, in constant memory unless its content goes into the signature.

        Raises ``OutputExistsError``, ``FileUnreadableError``, ``FileTooLargeError``.
        """
        self.begun()
        if self.target.exists():
            raise OutputExistsError(path=str(self.target))
        if not self.attached:
            return Reading(file_digest(self.file, algorithm, cancel))
        content = read_limited(self.file, ATTACHED_LIMIT)
        return Reading(digest_of(content, algorithm), content)


def file_batch(
    files: Sequence[Path],
    out: Path | None = None,
    *,
    attached: bool = False,
    begun: Callable[[], object] = _tell_nobody,
) -> SigningBatch[FileDocument]:
    """Return a batch that signs files into ``FILE.sig`` beside each or in ``out``."""
    documents = [FileDocument(file, signature_path(file, out), attached, begun) for file in files]
    return SigningBatch(documents, _write_signatures)


def file_report(batch: SigningBatch[FileDocument]) -> SigningReport:
    """Return what became of each file; one that was not tried failed by what stopped the batch."""
    signed, failed = [], []
    for outcome in batch.outcomes:
        document = outcome.document
        error = outcome.error or batch.stopped_by
        if outcome.state is DocumentState.SIGNED:
            parts = document.file, document.target, outcome.digest, outcome.algorithm
            signed.append(SignedFile(*parts))
        elif error is not None:
            failed.append(FailedFile(document.file, error))
    return SigningReport(tuple(signed), tuple(failed))


def _write_signatures(made: Sequence[Signed[FileDocument]]) -> Sequence[NmoError | None]:
    return write_all_new([(each.document.target, each.signature) for each in made])


def file_digest(file: Path, algorithm: str, cancel: Cancellation | None = None) -> bytes:
    """Return the digest of a file in constant memory.

    Raises ``FileUnreadableError``, ``AlgorithmUnsupportedError``, ``Cancelled``.
    """
    try:
        with file.open("rb") as stream:
            return digest_stream(stream, algorithm, cancel)
    except OSError as error:
        raise unreadable(file, error) from error
