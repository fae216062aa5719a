"""The draft of a registration on this computer: values and sealed copies of scans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from desktop_app.core.errors.registers import ScanUnfitError
from desktop_app.core.file_examinations import FileKind
from desktop_app.core.registrations import RegistrationDraft, Scan, ScanKind
from desktop_app.services.file_doctor.file_kinds import HEAD_BYTES, kind_of
from desktop_app.services.portal.document_contract import PART_LIMIT
from desktop_app.services.portal.registration_contract import SCAN_LIMIT, SCANS_LIMIT
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_file import SealBroken, SealedFile, write_sealed_file
from desktop_app.services.storage.sealed_records import SealedRecords
from desktop_app.signing.decoding import decode_json

_MEDIA_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}


class RegistrationDrafts:
    """One draft per account; nothing of it leaves this computer before it is submitted."""

    def __init__(self, folder: Path, records: SealedRecords, sealer: Sealer) -> None:
        self._folder = folder
        self._records = records
        self._sealer = sealer

    @property
    def last(self) -> bool:
        """False when drafts end with the program: there is no keyring."""
        return self._records.lasts

    def load(self, account: str) -> RegistrationDraft:
        """Return the account's draft; an empty one where there is none."""
        content = self._records.get(f"draft/{account}")
        if content is None:
            return RegistrationDraft()
        try:
            return decode_json(content, RegistrationDraft)
        except msgspec.MsgspecError:
            return RegistrationDraft()

    def keep_values(self, account: str, values: Mapping[str, str]) -> RegistrationDraft:
        """Keep what was typed; empty fields are left out."""
        filled = {name: value for name, value in values.items() if value.strip()}
        return self._keep(account, replace(self.load(account), values=filled))

    def add_scan(self, account: str, kind: ScanKind, path: Path) -> RegistrationDraft:
        """Keep a sealed copy of a scan; the same content again replaces the earlier one.

        Raises ``ScanUnfitError``.
        """
        draft = self.load(account)
        content = _read(path)
        scan = Scan(
            sha256=hashlib.sha256(content).hexdigest(),
            kind=kind,
            file_name=path.name,
            media_type=_media_type(path, content),
            size=len(content),
        )
        others = tuple(each for each in draft.scans if each.sha256 != scan.sha256)
        if len(others) >= SCANS_LIMIT:
            raise ScanUnfitError(path=path.name, reason="many")
        file = self._file(scan)
        file.unlink(missing_ok=True)
        write_sealed_file(file, b"", (content,), self._sealer)
        return self._keep(account, replace(draft, scans=(*others, scan)))

    def remove_scan(self, account: str, sha256: str) -> RegistrationDraft:
        """Take a scan out and remove its copy."""
        draft = self.load(account)
        for scan in draft.scans:
            if scan.sha256 == sha256:
                self._file(scan).unlink(missing_ok=True)
        left = tuple(scan for scan in draft.scans if scan.sha256 != sha256)
        return self._keep(account, replace(draft, scans=left))

    def parts(self, scan: Scan, offset: int) -> Iterator[bytes]:
        """Yield the content from ``offset`` on in parts of an upload. Raises ``ScanUnfitError``."""
        try:
            with SealedFile(self._file(scan), self._sealer) as file:
                file.content.seek(offset)
                while part := file.content.read(PART_LIMIT):
                    yield part
        except (OSError, SealBroken) as error:
            raise ScanUnfitError(path=scan.file_name, reason="lost") from error

    def discard(self, account: str) -> None:
        """Remove the draft with its copies of scans."""
        for scan in self.load(account).scans:
            self._file(scan).unlink(missing_ok=True)
        self._records.set(f"draft/{account}", None)

    def _keep(self, account: str, draft: RegistrationDraft) -> RegistrationDraft:
        self._records.set(f"draft/{account}", msgspec.json.encode(draft))
        return draft

    def _file(self, scan: Scan) -> Path:
        return self._folder / f"{scan.sha256}.scan"


def _read(path: Path) -> bytes:
    """Return the content of a file that is not too large. Raises ``ScanUnfitError``."""
    try:
        with path.open("rb") as stream:
            content = stream.read(SCAN_LIMIT + 1)
    except OSError as error:
        raise ScanUnfitError(path=path.name, reason="lost") from error
    if not content:
        raise ScanUnfitError(path=path.name, reason="empty")
    if len(content) > SCAN_LIMIT:
        raise ScanUnfitError(path=path.name, reason="size")
    return content


def _media_type(path: Path, content: bytes) -> str:
    """Return the type by the first bytes, whatever the name says. Raises ``ScanUnfitError``."""
    kind = kind_of(content[:HEAD_BYTES])
    if kind not in _MEDIA_TYPES or (kind is FileKind.PDF and not content.startswith(b"%PDF-")):
        raise ScanUnfitError(path=path.name, reason="type")
    return _MEDIA_TYPES[kind]
