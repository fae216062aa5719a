"""The saved list of accredited authorities: imported from a file or fetched, with its age."""

from __future__ import annotations

import hashlib
import io
import threading
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import AccreditedListOlderError
from desktop_app.core.errors.portal import AccreditedListUnreachableError
from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.core.resources import resource_path
from desktop_app.services.storage.private_file import write_private
from desktop_app.services.trust_folder import read_limited
from desktop_app.signing.accredited_list import AccreditedList
from desktop_app.signing.accredited_list_reader import MAX_BYTES, read_accredited_list
from desktop_app.signing.decoding import decode_json

FRESH = timedelta(days=30)
"""The list is renewed several times a month."""
NOT_VERIFIED = "not-verified"
Fetch = Callable[[str, Cancellation | None], bytes]
"""Returns what an address gives; raises ``AccreditedListUnreachableError``."""


@dataclass(frozen=True, slots=True)
class HeldList:
    """What is known of the saved list without reading it."""

    version: int
    dated: datetime
    imported_at: datetime
    source: str
    """The address, or the name of the file."""
    sha256: str
    authorities: int
    certificates: int
    signed: bool
    """There is a signature in it."""
    signature: str = NOT_VERIFIED
    """Always ``not-verified``: it is XMLDSig over ГОСТ, which cannot be computed here yet."""

    def age(self, now: datetime) -> timedelta:
        """Return how old the list is by its own date."""
        return now - self.dated

    def is_stale(self, now: datetime) -> bool:
        """Whether a newer one has surely come out."""
        return self.age(now) > FRESH


class AccreditationRegister:
    """Keeps one list: the XML as it came, and a note beside it."""

    def __init__(
        self,
        folder: Path,
        fetch: Fetch,
        address: Callable[[], str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._fetch = fetch
        self._address = address
        self._clock = clock
        self._lock = threading.Lock()
        self._read: tuple[str, AccreditedList] | None = None

    def import_file(self, path: Path, *, allow_older: bool = False) -> HeldList:
        """Keep the list in a file.

        Raises ``FileUnreadableError``, ``FileTooLargeError``, ``AccreditedListUnreadableError``,
        ``AccreditedListOlderError`` and what writing raises; then the kept one stays.
        """
        return self._keep(read_limited(path, MAX_BYTES), path.name, allow_older=allow_older)

    def fetch(self, cancel: Cancellation | None = None) -> HeldList:
        """Fetch the list from the configured address and keep it.

        Raises ``AccreditedListUnreachableError``, ``Cancelled`` and as ``import_file``.
        """
        address = self._address()
        if not address:
            raise AccreditedListUnreachableError(detail="address")
        return self._keep(self._fetch(address, cancel), address, allow_older=False)

    def held(self) -> HeldList | None:
        """Return what is known of the kept list; None without one, or when it is damaged."""
        try:
            note = decode_json(self._note.read_bytes(), HeldList)
        except (OSError, msgspec.DecodeError):
            return None
        return note if self._file.is_file() else None

    def list(self) -> AccreditedList | None:
        """Return the kept list; None without one, or when it is not what was imported."""
        held = self.held()
        if held is None:
            return None
        with self._lock:
            if self._read is None or self._read[0] != held.sha256:
                content = self._content(held.sha256)
                if content is None:
                    return None
                self._read = (held.sha256, read_accredited_list(io.BytesIO(content)))
            return self._read[1]

    def _content(self, sha256: str) -> bytes | None:
        try:
            content = read_limited(self._file, MAX_BYTES)
        except NmoError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def _keep(self, content: bytes, source: str, *, allow_older: bool) -> HeldList:
        read = read_accredited_list(io.BytesIO(content))
        before = self.held()
        if before is not None and read.dated < before.dated and not allow_older:
            raise AccreditedListOlderError(
                dated=read.dated.isoformat(), kept=before.dated.isoformat()
            )
        held = HeldList(
            version=read.version,
            dated=read.dated,
            imported_at=self._clock(),
            source=source,
            sha256=hashlib.sha256(content).hexdigest(),
            authorities=len(read.authorities),
            certificates=sum(len(each.certificates) for each in read.authorities),
            signed=read.signed,
        )
        self._make_folder()
        write_private(self._file, content)
        write_private(self._note, msgspec.json.encode(held))
        return held

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise FolderNotWritableError(path=str(self._folder)) from error

    @property
    def _file(self) -> Path:
        return self._folder / "list.xml"

    @property
    def _note(self) -> Path:
        return self._folder / "list.json"


def published_address() -> str:
    """Return the ministry's address of the list, from the program's data."""
    document = tomllib.loads(resource_path("accreditation.toml").read_text("utf-8"))
    return str(document["address"])
