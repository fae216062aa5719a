"""Taking files and folders up into the outbox, each for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.papers import TooManyFilesError
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.services.outbox.signed_files import (
    MESSAGE_SUFFIXES,
    carries_signatures,
    unsigned_name,
)
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.signing_report import FailedFile
from desktop_app.services.trust_folder import unreadable

MOST_FILES = 1000
"""Files taken up at one time."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of the files that a person gave."""

    items: tuple[OutboxItem, ...]
    failed: tuple[FailedFile, ...]


def take_up(
    outbox: OutboxService,
    places: Sequence[Path],
    progress: ProgressListener,
    cancel: Cancellation,
    *,
    to_sign: bool = False,
) -> Intake:
    """Accept files and what lies in folders.

    A file with ``FILE.sig`` beside it goes signed, and so does one that carries its signatures;
    with ``to_sign`` it waits for ours, too. One that is not taken does not stop the others.
    Raises ``TooManyFilesError`` before it takes any, and ``Cancelled``; what was accepted before
    stays.
    """
    files = documents_of(places)
    items: list[OutboxItem] = []
    failed: list[FailedFile] = []
    for number, file in enumerate(files):
        cancel.checkpoint()
        progress(Progress(number, len(files), file.name))
        try:
            items.append(_accept(outbox, file, to_sign=to_sign))
        except NmoError as error:
            failed.append(FailedFile(file, error))
    return Intake(tuple(items), tuple(failed))


def documents_of(places: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files, and those in folders, each once; a signature stands for its document.

    Raises ``TooManyFilesError`` above ``MOST_FILES``: nothing is left out unsaid.
    """
    files = dict.fromkeys(islice(_files_of(places), 2 * MOST_FILES + 1))
    if len(files) > MOST_FILES:
        raise TooManyFilesError(MOST_FILES)
    return tuple(files)


def signature_beside(file: Path) -> Path | None:
    """Return the file of signatures that lies beside a document."""
    candidates = (file.with_name(f"{file.name}{suffix}") for suffix in MESSAGE_SUFFIXES)
    return next((each for each in candidates if each.is_file()), None)


def is_signed(file: Path) -> bool:
    """Tell whether signatures lie beside a file or seem to be in it.

    Raises ``FileUnreadableError``.
    """
    try:
        beside = signature_beside(file) is not None
        return beside or (file.is_file() and carries_signatures(file))
    except OSError as error:
        raise unreadable(file, error) from error


def _files_of(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            found = sorted(each for each in place.rglob("*") if each.is_file())
            yield from (_content_of(each) for each in found if not each.name.startswith("."))
        else:
            yield _content_of(place)


def _content_of(file: Path) -> Path:
    """Return the file that signatures belong to, where it lies beside them."""
    content = file.with_name(unsigned_name(file))
    return content if content.is_file() else file


def _accept(outbox: OutboxService, file: Path, *, to_sign: bool) -> OutboxItem:
    if is_signed(file):
        return outbox.add_signed(file, signature_beside(file), to_sign=to_sign)
    return outbox.add_unsigned(lambda: file.open("rb"), file.name)
