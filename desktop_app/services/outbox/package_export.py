"""Handing documents over in a folder, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.outbox import OutboxContentLostError
from desktop_app.core.outbox_item import OutboxMove, moved
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox.package_form import (
    FIRST_VERSION,
    FORMAT,
    MANIFEST,
    VERSION,
    Manifest,
    OpenDocument,
    PackedFile,
    PassphraseBox,
    new_key_form,
    require_passphrase,
    sha256_of,
)
from desktop_app.services.storage.outbox_record import Enclosure, OutboxRecord, encode_enclosure
from desktop_app.services.storage.outbox_rows import known_details
from desktop_app.services.storage.outbox_store import OutboxStore
from desktop_app.services.storage.private_file import sync_folder, write_failure, write_new
from desktop_app.services.storage.sealed_file import PIECE_BYTES, SealBroken, write_sealed_file
from desktop_app.signing.cms_parts import around_content, cut_message

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME = 80


class PackageWriter:
    """Writes the package of some documents and marks them as handed over."""

    def __init__(self, store: OutboxStore) -> None:
        self._store = store

    def write(
        self,
        records: Sequence[OutboxRecord],
        folder: Path,
        passphrase: str | None,
        at: datetime,
        cancel: Cancellation | None,
    ) -> tuple[Path, tuple[OutboxRecord, ...]]:
        """Write a new folder below ``folder``; return it and the documents as they stand then.

        They are marked after the folder is on the medium: a crash in between leaves both, and
        the key that travels along makes that harmless. Raises as ``OutboxService.export``.
        """
        if passphrase is not None:
            require_passphrase(passphrase)
        for record in records:
            moved(record.state, OutboxMove.EXPORT, record.id)
        target = folder / f"nmo-documents-{at:%Y%m%d-%H%M%S}"
        unfinished = target.with_name(f".{target.name}.part")
        try:
            unfinished.mkdir(mode=0o700)
            self._fill(unfinished, records, passphrase, cancel)
            sync_folder(unfinished)
            unfinished.rename(target)
            sync_folder(folder)
        except OSError as error:
            raise write_failure(error, target) from error
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(unfinished, ignore_errors=True)
        return target, tuple(self._store.move(each.id, OutboxMove.EXPORT) for each in records)

    def _fill(
        self,
        folder: Path,
        records: Sequence[OutboxRecord],
        passphrase: str | None,
        cancel: Cancellation | None,
    ) -> None:
        if passphrase is None:
            documents = tuple(
                self._write_open(folder, number, record, cancel)
                for number, record in enumerate(records, start=1)
            )
            manifest = Manifest(FORMAT, _version(records), documents=documents)
        else:
            form = new_key_form()
            box = PassphraseBox(passphrase, form)
            files = [
                self._write_sealed(folder, number, record, box, cancel)
                for number, record in enumerate(records, start=1)
            ]
            sealed = box.seal(msgspec.json.encode(files), MANIFEST)
            manifest = Manifest(FORMAT, _version(records), form, sealed)
        write_new(folder / MANIFEST, msgspec.json.encode(manifest))

    def _write_sealed(
        self,
        folder: Path,
        number: int,
        record: OutboxRecord,
        box: PassphraseBox,
        cancel: Cancellation | None,
    ) -> PackedFile:
        path = folder / f"{number:04}.sealed"
        note = encode_enclosure(self._enclosure(record))
        write_sealed_file(path, note, self._content(record, cancel), box)
        return PackedFile(path.name, sha256_of(path))

    def _write_open(
        self, folder: Path, number: int, record: OutboxRecord, cancel: Cancellation | None
    ) -> OpenDocument:
        """Write document and signatures as any program reads them."""
        enclosure = self._enclosure(record)
        shape = enclosure.details.shape
        name = _UNSAFE.sub("_", enclosure.details.file_name)[-_LONGEST_NAME:]
        path = folder / f"{number:04}-{name}"
        signature = path.with_name(f"{path.name}.sig")
        if shape is SignatureShape.ATTACHED:
            content = b"".join(self._content(record, cancel))
            message = cut_message(enclosure.signature)
            return OpenDocument(
                _written(signature, around_content(message, content).encode()), None, enclosure
            )
        with path.open("xb") as stream:
            for part in self._content(record, cancel):
                stream.write(part)
        packed = PackedFile(path.name, enclosure.details.sha256)
        if shape is SignatureShape.IN_PDF:
            return OpenDocument(packed, None, enclosure)
        return OpenDocument(packed, _written(signature, enclosure.signature), enclosure)

    def _enclosure(self, record: OutboxRecord) -> Enclosure:
        details = known_details(record)
        signature = self._store.rows.signature(record.id)
        return Enclosure(record.id, record.accepted_at, details, signature)

    def _content(self, record: OutboxRecord, cancel: Cancellation | None) -> Iterator[bytes]:
        with self._store.rows.content(record.id) as opened:
            try:
                while part := opened.content.read(PIECE_BYTES):
                    if cancel is not None:
                        cancel.checkpoint()
                    yield part
            except SealBroken as error:
                raise OutboxContentLostError(id=record.id) from error


def _version(records: Sequence[OutboxRecord]) -> int:
    """Return the first version that has what these documents need."""
    shapes = {known_details(each).shape for each in records}
    return FIRST_VERSION if shapes <= {SignatureShape.DETACHED} else VERSION


def _written(path: Path, content: bytes) -> PackedFile:
    write_new(path, content)
    return PackedFile(path.name, hashlib.sha256(content).hexdigest())
