"""Signing one file: its digest is streamed, its signature placed whole and never over another."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.services.document_signer import OpenSigner
from desktop_app.services.signing_report import SignedFile
from desktop_app.services.storage.private_file import write_new
from desktop_app.services.trust_folder import read_limited, unreadable
from desktop_app.signing.digests import digest_stream

ATTACHED_LIMIT = 256 * 1024 * 1024
"""Most bytes of a file that an attached signature carries; it is built in memory."""


def signature_path(file: Path, out: Path | None) -> Path:
    """Return where the signature of ``file`` goes: ``FILE.sig`` beside it or in ``out``."""
    return (out or file.parent) / f"{file.name}.sig"


def sign_file(
    signer: OpenSigner,
    file: Path,
    target: Path,
    *,
    attached: bool,
    cancel: Cancellation | None,
) -> SignedFile:
    """Sign one file into ``target``.

    Raises ``OutputExistsError``, ``FileUnreadableError``, ``FileTooLargeError`` and errors of
    the token.
    """
    if target.exists():
        raise OutputExistsError(path=str(target))
    digest = file_digest(file, signer.algorithm.digest, cancel)
    content = read_limited(file, ATTACHED_LIMIT) if attached else None
    write_new(target, signer.sign(digest, content=content))
    return SignedFile(file, target, digest.hex(), signer.algorithm.name)


def file_digest(file: Path, algorithm: str, cancel: Cancellation | None = None) -> bytes:
    """Return the digest of a file in constant memory.

    Raises ``FileUnreadableError``, ``AlgorithmUnsupportedError``, ``Cancelled``.
    """
    try:
        with file.open("rb") as stream:
            return digest_stream(stream, algorithm, cancel)
    except OSError as error:
        raise unreadable(file, error) from error
