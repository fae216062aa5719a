from __future__ import annotations

import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.core.errors.inputs import OutputNotWritableError
from desktop_app.services.storage.sealed_file import (
    PIECE_BYTES,
    SealBroken,
    SealedFile,
    write_sealed_file,
)

SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 200_000]


class PlainBox:
    """A box with a key of this test."""

    def __init__(self) -> None:
        self._cipher = AESGCM(os.urandom(32))

    def seal(self, content: bytes, label: str) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes | None:
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], label.encode())
        except (InvalidTag, ValueError):
            return None


BOX = PlainBox()


def read(path: Path, box: PlainBox = BOX) -> tuple[bytes, bytes]:
    with SealedFile(path, box) as opened:
        return opened.note, opened.content.read()


@pytest.mark.parametrize("size", SIZES)
def test_content_comes_back_from_any_place(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    write_sealed_file(tmp_path / "f", b"note", [content[:7], content[7:]], BOX)
    assert read(tmp_path / "f") == (b"note", content)
    with SealedFile(tmp_path / "f", BOX) as opened:
        for start in (0, 5, PIECE_BYTES - 1, PIECE_BYTES, size):
            opened.content.seek(start)
            assert opened.content.read(100) == content[start : start + 100]


def test_nothing_of_it_can_be_read_in_the_file_and_only_its_owner_may(tmp_path: Path) -> None:
    write_sealed_file(tmp_path / "f", "заметка".encode(), ["тайна".encode() * 50], BOX)
    stored = (tmp_path / "f").read_bytes()
    assert "тайна".encode() not in stored
    assert "заметка".encode() not in stored
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o600


@pytest.mark.parametrize("cut", [1, 16, PIECE_BYTES + 16, 2 * (PIECE_BYTES + 16)])
def test_a_shortened_file_is_broken_also_between_two_pieces(tmp_path: Path, cut: int) -> None:
    write_sealed_file(tmp_path / "f", b"", [os.urandom(2 * PIECE_BYTES + 5)], BOX)
    stored = (tmp_path / "f").read_bytes()
    (tmp_path / "f").write_bytes(stored[:-cut])
    with pytest.raises(SealBroken):
        read(tmp_path / "f")


def test_any_changed_byte_breaks_it(tmp_path: Path) -> None:
    write_sealed_file(tmp_path / "f", b"note", [os.urandom(PIECE_BYTES + 50)], BOX)
    stored = (tmp_path / "f").read_bytes()
    for place in (0, 8, 11, 20, len(stored) // 2, len(stored) - 1):
        changed = bytearray(stored)
        changed[place] ^= 1
        (tmp_path / "f").write_bytes(changed)
        with pytest.raises(SealBroken):
            read(tmp_path / "f")


def test_pieces_cannot_change_places(tmp_path: Path) -> None:
    write_sealed_file(tmp_path / "f", b"", [os.urandom(3 * PIECE_BYTES)], BOX)
    stored = (tmp_path / "f").read_bytes()
    whole = PIECE_BYTES + 16
    start = len(stored) - 3 * whole
    first, second, third = (stored[start + n * whole :][:whole] for n in range(3))
    (tmp_path / "f").write_bytes(stored[:start] + second + first + third)
    with pytest.raises(SealBroken):
        read(tmp_path / "f")


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    write_sealed_file(tmp_path / "f", b"note", [b"content"], BOX)
    with pytest.raises(SealBroken):
        read(tmp_path / "f", PlainBox())


def test_a_content_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise KeyError

    with pytest.raises(KeyError):
        write_sealed_file(tmp_path / "f", b"", failing(), BOX)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritableError):
        write_sealed_file(tmp_path / "no" / "f", b"", [b""], BOX)


def test_a_large_file_needs_no_memory_of_its_size(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    piece = bytes(1024 * 1024)
    write_sealed_file(tmp_path / "f", b"", (piece for _ in range(200)), BOX)
    with SealedFile(tmp_path / "f", BOX) as opened:
        length = sum(len(part) for part in iter(lambda: opened.content.read(65_536), b""))
    assert length == 200 * 1024 * 1024
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50 * 1024
