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
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.signing_report import FailedFile

MOST_FILES = 1000
"""Files taken up at one time."""
_SIGNATURE = ".sig"


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
) -> Intake:
    """Accept files and what lies in folders; a file with ``FILE.sig`` beside it goes signed.

    One that is not taken does not stop the others. Raises ``TooManyFilesError`` before it
    takes any, and ``Cancelled``; what was accepted before stays.
    """
    files = documents_of(places)
    items: list[OutboxItem] = []
    failed: list[FailedFile] = []
    for number, file in enumerate(files):
        cancel.checkpoint()
        progress(Progress(number, len(files), file.name))
        try:
            items.append(_accept(outbox, file))
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
    """Return the detached signature that lies beside a file."""
    signature = file.with_name(f"{file.name}{_SIGNATURE}")
    return signature if signature.is_file() else None


def _files_of(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            found = sorted(each for each in place.rglob("*") if each.is_file())
            yield from (_content_of(each) for each in found if not each.name.startswith("."))
        else:
            yield _content_of(place)


def _content_of(file: Path) -> Path:
    """Return the file that a detached signature belongs to, where it lies beside it."""
    content = file.with_suffix("")
    return content if file.suffix == _SIGNATURE and content.is_file() else file


def _accept(outbox: OutboxService, file: Path) -> OutboxItem:
    signature = signature_beside(file)
    if signature is not None:
        return outbox.add_signed(file, signature)
    return outbox.add_unsigned(lambda: file.open("rb"), file.name)
