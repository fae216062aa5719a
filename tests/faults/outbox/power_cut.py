"""What a power cut would have left on the disk, made from a journal of every change.

Only what was synced is sure to be there: a file's data by ``fsync`` of the file, its name by
``fsync`` of its folder. The strict image holds that and nothing more; the others keep by chance a
part of what was not synced, as a disk that writes in an order of its own would.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cQqI")
_LENGTH = struct.Struct("<I")


@dataclass
class Change:
    """One record of the journal."""

    what: str
    inode: int
    number: int
    data: bytes
    first: str
    second: str


@dataclass(eq=False)
class File:
    """What is sure to be on the disk of one file, and what is not; or a folder."""

    is_folder: bool = False
    synced: bytearray = field(default_factory=bytearray)
    unsynced: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.unsynced:
            apply(change, self.synced)
        self.unsynced.clear()


@dataclass
class Name:
    """A name that was given or taken away, not yet synced."""

    path: str
    file: File | None
    """None: the name went."""


@dataclass
class Disk:
    """The folder below ``root`` as it was before, and every change since."""

    root: Path
    files: dict[str, File] = field(default_factory=dict)
    """Names that are sure to be there."""
    _live: dict[str, File] = field(default_factory=dict)
    _by_inode: dict[int, File] = field(default_factory=dict)
    _pending: list[list[Name]] = field(default_factory=list)

    @staticmethod
    def of(root: Path) -> Disk:
        """Take a folder as it is: all of it counts as synced."""
        disk = Disk(root)
        for path in root.rglob("*"):
            folder = path.is_dir()
            file = File(folder, bytearray(b"" if folder else path.read_bytes()))
            disk.files[str(path)] = disk._live[str(path)] = file
            disk._by_inode[path.stat().st_ino] = file
        return disk

    def follow(self, journal: Path) -> None:
        """Carry out what the journal holds."""
        for change in read_journal(journal):
            if change.what in "wt":
                self._file_of(change).unsynced.append(change)
            elif change.what == "s":
                self._file_of(change).sync()
            elif change.what == "d":
                self._sync_folder(change.first)
            else:
                self._name(change)

    def write(self, target: Path, chance: random.Random | None) -> None:
        """Write what is left after the cut; without ``chance`` nothing that was not synced."""
        names = dict(self.files)
        kept = 0 if chance is None else chance.randint(0, len(self._pending))
        for step in self._pending[:kept]:
            apply_names(step, names)
        for path, file in sorted(names.items()):
            place = target / Path(path).relative_to(self.root)
            if not place.parent.is_dir():
                continue
            if file.is_folder:
                place.mkdir(mode=0o700)
                continue
            content = bytearray(file.synced)
            for change in file.unsynced if chance is not None else ():
                if chance is not None and chance.random() < 0.5:
                    apply(change, content)
            place.write_bytes(content)
            place.chmod(0o600)

    def _file_of(self, change: Change) -> File:
        return self._by_inode[change.inode]

    def _name(self, change: Change) -> None:
        if change.what in "cm":
            file = self._by_inode[change.inode] = File(change.what == "m")
            step = [Name(change.first, file)]
        elif change.what == "u":
            step = [Name(change.first, None)]
        elif change.what == "l":
            step = [Name(change.second, self._live[change.first])]
        else:
            step = [Name(change.second, self._live[change.first]), Name(change.first, None)]
        apply_names(step, self._live)
        self._pending.append(step)

    def _sync_folder(self, folder: str) -> None:
        """Make the names in one folder sure, in their order."""
        rest = []
        for step in self._pending:
            if any(str(Path(name.path).parent) == folder for name in step):
                apply_names(step, self.files)
            else:
                rest.append(step)
        self._pending = rest


def apply(change: Change, content: bytearray) -> None:
    """Carry out a write or a truncation."""
    if change.what == "w":
        end = change.number + len(change.data)
        content.extend(bytes(max(0, end - len(content))))
        content[change.number : end] = change.data
    else:
        content.extend(bytes(max(0, change.number - len(content))))
        del content[change.number :]


def apply_names(step: list[Name], names: dict[str, File]) -> None:
    """Carry out one change of names."""
    for name in step:
        if name.file is None:
            names.pop(name.path, None)
        else:
            names[name.path] = name.file


def read_journal(path: Path) -> Iterator[Change]:
    """Yield the records of a journal; one that was being written at the end is left out."""
    stream = path.read_bytes()
    at = 0

    def text() -> str:
        nonlocal at
        (length,) = _LENGTH.unpack_from(stream, at)
        at += _LENGTH.size
        value = stream[at : at + length]
        at += length
        return value.decode()

    while at < len(stream):
        what, inode, number, size = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        data = stream[at : at + size]
        at += size
        yield Change(what.decode(), inode, number, data, text(), text())
