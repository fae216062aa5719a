"""The files of folders that a person dropped or named, within limits."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_app.core.errors.papers import TooManyFilesError

MOST_FILES = 5000
_DEEPEST = 12
_SIGNATURES = (".sig", ".p7s", ".sgn")


def files_of(places: Sequence[Path], most: int = MOST_FILES) -> tuple[Path, ...]:
    """Return the files in their order, each once; folders by name, hidden things left out.

    A signature beside its document is no document. Links to folders are not followed. A place
    that does not exist is returned as it is. Raises ``TooManyFilesError``.
    """
    found: dict[Path, None] = {}
    for place in places:
        for path in _below(place, 0) if place.is_dir() else (place,):
            found[path] = None
            if len(found) > most:
                raise TooManyFilesError(most)
    return tuple(found)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _below(Path(entry.path), depth + 1)
        elif entry.is_file() and not _is_signature(entry.name, names):
            yield Path(entry.path)


def _is_signature(name: str, beside: set[str]) -> bool:
    path = Path(name)
    return path.suffix.lower() in _SIGNATURES and path.stem in beside
