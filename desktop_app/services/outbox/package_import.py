"""Taking documents in that another computer handed over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import msgspec

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.outbox import (
    OutboxDuplicateError,
    OutboxUnknownError,
    PackageUnreadableError,
    PassphraseWrongError,
)
from desktop_app.core.outbox_item import OutboxMove, OutboxState
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox.acceptance import (
    MESSAGE_LIMIT,
    SIGNATURE_LIMIT,
    Acceptance,
    taken_apart,
)
from desktop_app.services.outbox.package_form import (
    MANIFEST,
    Manifest,
    OpenDocument,
    PackedFile,
    PassphraseBox,
    checked_file,
    read_manifest,
)
from desktop_app.services.outbox_service import ContentSource
from desktop_app.services.storage.outbox_record import Enclosure, OutboxRecord, decode_enclosure
from desktop_app.services.storage.outbox_store import OutboxStore, without_trouble
from desktop_app.services.storage.sealed_file import SealBroken, SealedFile
from desktop_app.services.trust_folder import read_limited
from desktop_app.signing.decoding import decode_json

MOST_DOCUMENTS = 10_000
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[A-Za-z0-9._~-]{16,80}")


@dataclass(frozen=True, slots=True)
class _Packed:
    """One document of a package, its files checked."""

    enclosure: Enclosure
    source: ContentSource
    path: Path


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking a package in came to."""

    new: list[OutboxRecord] = field(default_factory=list)
    known: list[OutboxRecord] = field(default_factory=list)


class PackageReader:
    """Takes the documents of a package up; each is checked as if it were new.

    What stands in a package is a stranger's word: signer, size and digest are read off the
    document and its signature again.
    """

    def __init__(self, store: OutboxStore, acceptance: Acceptance) -> None:
        self._store = store
        self._acceptance = acceptance

    def read(self, folder: Path, passphrase: str | None, cancel: Cancellation | None) -> TakenIn:
        """Take a package in. Raises as ``OutboxService.import_package``.

        What was taken in before a failure stays; taking the package in again goes on.
        """
        taken = TakenIn()
        for packed in list(_documents(folder, passphrase)):
            if cancel is not None:
                cancel.checkpoint()
            here = self._here(packed.enclosure.id)
            if here is None:
                self._take_in(packed, taken)
            elif here.state is OutboxState.EXPORTED:
                back = self._store.move(here.id, OutboxMove.TAKE_BACK, without_trouble)
                taken.new.append(back)
            else:
                taken.known.append(here)
        return taken

    def _take_in(self, packed: _Packed, taken: TakenIn) -> None:
        try:
            record = self._acceptance.take_in(packed.enclosure, packed.source, packed.path)
        except OutboxDuplicateError as error:
            taken.known.append(self._store.rows.record(error.id))
        except SealBroken as error:
            raise PackageUnreadableError(path=str(packed.path), detail="content") from error
        else:
            taken.new.append(record)

    def _here(self, identifier: str) -> OutboxRecord | None:
        try:
            return self._store.rows.record(identifier)
        except OutboxUnknownError:
            return None


def is_sealed(folder: Path) -> bool:
    """Tell whether a package needs its passphrase. Raises ``PackageUnreadableError``."""
    return read_manifest(folder).key is not None


def _documents(folder: Path, passphrase: str | None) -> Iterator[_Packed]:
    manifest = read_manifest(folder)
    found = (
        _open_documents(folder, manifest.documents)
        if manifest.key is None
        else _sealed_documents(folder, manifest, passphrase)
    )
    for number, packed in enumerate(found, start=1):
        if number > MOST_DOCUMENTS:
            raise PackageUnreadableError(path=str(folder), detail="count")
        enclosure = packed.enclosure
        in_pdf = enclosure.details.shape is SignatureShape.IN_PDF
        known_form = _IDENTIFIER.fullmatch(enclosure.id) and (enclosure.signature or in_pdf)
        if not known_form or not _KEY.fullmatch(enclosure.details.idempotency_key):
            raise PackageUnreadableError(path=str(packed.path), detail="document")
        yield packed


def _open_documents(folder: Path, documents: tuple[OpenDocument, ...]) -> Iterator[_Packed]:
    for document in documents:
        path = checked_file(folder, document.content)
        enclosure = document.enclosure
        if enclosure.details.shape is SignatureShape.ATTACHED:
            yield _from_message(enclosure, path)
            continue
        if document.signature is not None:
            signature = checked_file(folder, document.signature)
            enclosure = replace(enclosure, signature=read_limited(signature, SIGNATURE_LIMIT))
        yield _Packed(enclosure, lambda path=path: path.open("rb"), path)  # type: ignore[misc] # mypy cannot infer the default


def _from_message(enclosure: Enclosure, path: Path) -> _Packed:
    """Take a message apart that carries its document."""
    message, carried = taken_apart(read_limited(path, MESSAGE_LIMIT), path)
    if carried is None:
        raise PackageUnreadableError(path=str(path), detail="document")
    return _Packed(replace(enclosure, signature=message), partial(io.BytesIO, carried), path)


def _sealed_documents(
    folder: Path, manifest: Manifest, passphrase: str | None
) -> Iterator[_Packed]:
    if passphrase is None or manifest.key is None:
        raise PassphraseWrongError
    box = PassphraseBox(passphrase, manifest.key)
    listing = box.open(manifest.sealed, MANIFEST)
    if listing is None:
        raise PassphraseWrongError
    try:
        files = decode_json(listing, list[PackedFile])
    except msgspec.MsgspecError as error:
        raise PackageUnreadableError(path=str(folder), detail="files") from error
    for packed in files:
        path = checked_file(folder, packed)
        yield _Packed(_enclosure(path, box), _content_of(path, box), path)


def _enclosure(path: Path, box: PassphraseBox) -> Enclosure:
    try:
        with SealedFile(path, box) as opened:
            enclosure = decode_enclosure(opened.note)
    except (SealBroken, OSError) as error:
        raise PackageUnreadableError(path=str(path), detail="seal") from error
    if enclosure is None:
        raise PackageUnreadableError(path=str(path), detail="document")
    return enclosure


def _content_of(path: Path, box: PassphraseBox) -> ContentSource:
    return lambda: SealedFile(path, box).content
