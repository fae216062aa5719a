"""Signing one file: its digest is streamed, its signature placed whole and never over another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.core.errors.signatures import PadesUnreadableError
from desktop_app.services.signing_batch import (
    Document,
    DocumentState,
    Reading,
    Signed,
    SigningBatch,
    SigningKey,
)
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport
from desktop_app.services.storage.new_files import NewFile, write_all_new
from desktop_app.services.trust_folder import read_limited, unreadable
from desktop_app.signing.digests import digest_of, digest_stream

ATTACHED_LIMIT = 256 * 1024 * 1024
"""Most bytes of a file that an attached signature carries; it is built in memory."""


def signature_path(file: Path, out: Path | None) -> Path:
    """Return where the signature of ``file`` goes: ``FILE.sig`` beside it or in ``out``."""
    return (out or file.parent) / f"{file.name}.sig"


def tell_nobody() -> None:
    """Do nothing."""


FileReader = Callable[[Path, SigningKey, Cancellation | None], Reading]
"""Reads a file for one form of signature. Raises ``NmoError``, ``Cancelled``."""


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A file to sign, and where its signature goes."""

    file: Path
    target: Path
    reader: FileReader
    begun: Callable[[], object] = tell_nobody
    """Told, on the signing thread, that the token is open and this file is read."""

    @property
    def name(self) -> str:
        """Name of the file without its folder."""
        return self.file.name

    def read(self, key: SigningKey, cancel: Cancellation | None) -> Reading:
        """Read the file, unless what is to be written is there already.

        Raises ``OutputExistsError`` and what ``reader`` raises.
        """
        self.begun()
        if self.target.exists():
            raise OutputExistsError(path=str(self.target))
        return self.reader(self.file, key, cancel)


def file_batch(
    files: Sequence[Path],
    out: Path | None = None,
    *,
    attached: bool = False,
    begun: Callable[[], object] = tell_nobody,
) -> SigningBatch[FileDocument]:
    """Return a batch that signs files into ``FILE.sig`` beside each or in ``out``."""
    reader = _read_whole if attached else _read_digest
    return batch_of(
        [FileDocument(file, signature_path(file, out), reader, begun) for file in files]
    )


def batch_of(documents: Sequence[FileDocument]) -> SigningBatch[FileDocument]:
    """Return a batch that writes what it signs into new files."""
    return SigningBatch(documents, _write)


class Placed(Document, Protocol):
    """A document of a batch that is a file, and where its signature goes."""

    @property
    def file(self) -> Path:
        """The file."""

    @property
    def target(self) -> Path:
        """The file with the signature."""


PlacedItem = TypeVar("PlacedItem", bound=Placed)


def file_report(batch: SigningBatch[PlacedItem]) -> SigningReport:
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


def _read_digest(file: Path, key: SigningKey, cancel: Cancellation | None) -> Reading:
    return Reading(file_digest(file, key.digest, cancel))


def _read_whole(file: Path, key: SigningKey, _cancel: Cancellation | None) -> Reading:
    """Read a file that goes into its signature. Raises ``FileTooLargeError`` and the others."""
    content = read_limited(file, ATTACHED_LIMIT)
    return Reading(digest_of(content, key.digest), content)


def _write(made: Sequence[Signed[FileDocument]]) -> Sequence[NmoError | None]:
    files = [_new_file(each) for each in made]
    written = iter(write_all_new([each for each in files if isinstance(each, NewFile)]))
    return [next(written) if isinstance(each, NewFile) else each for each in files]


def _new_file(made: Signed[FileDocument]) -> NewFile | NmoError:
    """Return what is to be written; who may read a document may read a copy of it, nobody else."""
    document, reading = made.document, made.reading
    if reading.copy is None:
        like = None if reading.content is None else document.file
        return NewFile(document.target, made.signature, like)
    try:
        reading.copy.put(made.signature)
    except PadesUnreadableError:
        return PadesUnreadableError(str(document.file), "too-small")
    return NewFile(document.target, reading.copy.pdf, document.file)


def file_digest(file: Path, algorithm: str, cancel: Cancellation | None = None) -> bytes:
    """Return the digest of a file in constant memory.

    Raises ``FileUnreadableError``, ``AlgorithmUnsupportedError``, ``Cancelled``.
    """
    try:
        with file.open("rb") as stream:
            return digest_stream(stream, algorithm, cancel)
    except OSError as error:
        raise unreadable(file, error) from error
