"""Files that go along with a request: of a kind that support takes, and small enough."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop_app.core.errors.confirmations import PaperUnfitError
from desktop_app.core.errors.inputs import FileTooLargeError
from desktop_app.core.errors.support import TicketFileUnfitError
from desktop_app.core.tickets import TicketFile
from desktop_app.services.paper_photos import reduce_photo
from desktop_app.services.portal.ticket_contract import FILE_LIMIT
from desktop_app.services.trust_folder import read_limited

_SIGNS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_PICTURES: Final = frozenset({"image/png", "image/jpeg"})
_LARGEST_PICTURE: Final = 64 * 1024 * 1024
_LONGEST_NAME: Final = 200


def read_ticket_file(path: Path) -> TicketFile:
    """Return a file by its content, whatever its name says; a large picture is made smaller.

    Raises ``TicketFileUnfitError``, ``FileUnreadableError``.
    """
    try:
        content = read_limited(path, _LARGEST_PICTURE)
    except FileTooLargeError as error:
        raise TicketFileUnfitError(path=str(path), limit=FILE_LIMIT) from error
    return ticket_file(path.name, content)


def ticket_file(name: str, content: bytes) -> TicketFile:
    """Return a file of this content; a picture over the limit is made smaller.

    Raises ``TicketFileUnfitError``.
    """
    kind = next((kind for sign, kind in _SIGNS if content.startswith(sign)), "")
    if len(content) > FILE_LIMIT:
        return _reduced(name, kind, content)
    if not kind and content and _is_text(content):
        kind = "text/plain"
    if not kind:
        raise TicketFileUnfitError(path=name)
    return TicketFile(name[-_LONGEST_NAME:], kind, content)


def _reduced(name: str, kind: str, content: bytes) -> TicketFile:
    too_large = TicketFileUnfitError(path=name, limit=FILE_LIMIT)
    if kind not in _PICTURES:
        raise too_large
    try:
        smaller = reduce_photo(Path(name), content, FILE_LIMIT)
    except PaperUnfitError as error:
        raise too_large from error
    short = smaller.file_name[-_LONGEST_NAME:]
    return TicketFile(short, "image/jpeg", smaller.content, reduced_from=len(content))


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
