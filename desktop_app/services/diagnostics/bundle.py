"""The support bundle: what leaves this computer, shown before it does."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.services.storage.private_file import write_private

MANIFEST = "MANIFEST.json"
_NEVER = (2000, 1, 1, 0, 0, 0)
"""One time for every entry: a bundle tells no more than its files do."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """One thing that was taken out."""

    kind: str
    """``name``, ``snils``, ``inn``, ``passport``, ``phone``, ``email``, ``token``, ``host``, ..."""
    before: str = field(repr=False)
    """What stood there; kept in memory for the preview only."""
    after: str
    """What stands there now."""


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One file of the bundle."""

    name: str
    content: bytes = field(repr=False)
    """After redaction."""
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportBundle:
    """All files of the bundle."""

    entries: tuple[BundleEntry, ...]


def sealed(entries: Iterable[BundleEntry]) -> SupportBundle:
    """Return a bundle of entries and of a list with the SHA-256 of each."""
    entries = tuple(entries)
    files = [
        {
            "name": entry.name,
            "bytes": len(entry.content),
            "sha256": hashlib.sha256(entry.content).hexdigest(),
            "redactions": len(entry.redactions),
        }
        for entry in entries
    ]
    content = json.dumps({"files": files}, ensure_ascii=False, indent=2).encode() + b"\n"
    return SupportBundle((*entries, BundleEntry(MANIFEST, content)))


def zipped(bundle: SupportBundle) -> bytes:
    """Return the bundle as a ZIP file: the entries as they are, and nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in bundle.entries:
            information = zipfile.ZipInfo(entry.name, _NEVER)
            information.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(information, entry.content)
    return stream.getvalue()


def save_bundle(bundle: SupportBundle, target: Path) -> None:
    """Write a bundle as a ZIP file that only its owner reads, whole or not at all.

    Raises ``OutputNotWritableError``, ``DiskFullError``.
    """
    write_private(target, zipped(bundle))
