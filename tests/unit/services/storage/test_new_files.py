"""Many new files at once: each whole or not at all, each with its own error."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.services.storage.new_files import NewFile, write_all_new

FILES = 100


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_every_file_holds_its_own_content(tmp_path: Path) -> None:
    files = [NewFile(tmp_path / f"{number}", b"%d" % number) for number in range(FILES)]
    assert write_all_new(files) == [None] * FILES
    assert all(each.path.read_bytes() == each.content for each in files)
    assert len(names(tmp_path)) == FILES


@pytest.fixture(params=[0o022, 0o027, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_new_file_is_for_whom_the_umask_lets_or_for_whom_another_is(
    tmp_path: Path, umask: int
) -> None:
    (tmp_path / "document").touch()
    (tmp_path / "document").chmod(0o640)
    files = [
        NewFile(tmp_path / "signature", b""),
        NewFile(tmp_path / "copy", b"", tmp_path / "document"),
    ]
    assert write_all_new(files) == [None, None]
    modes = [stat.S_IMODE(each.path.stat().st_mode) for each in files]
    assert modes == [0o666 & ~umask, 0o640]


def test_a_document_that_left_takes_nothing_along(tmp_path: Path) -> None:
    (error,) = write_all_new([NewFile(tmp_path / "copy", b"", tmp_path / "gone")])
    assert error is not None
    assert names(tmp_path) == set()


def test_nothing_to_write_is_nothing_to_do() -> None:
    assert write_all_new([]) == []


@pytest.mark.parametrize("count", [1, 4])
def test_one_that_fails_does_not_touch_the_others(tmp_path: Path, count: int) -> None:
    (tmp_path / "there").write_bytes(b"older")
    good = [NewFile(tmp_path / f"good {number}", b"new") for number in range(count - 1)]
    errors = write_all_new([*good, NewFile(tmp_path / "there", b"new")])
    assert [error and error.code for error in errors] == [None] * (count - 1) + ["output.exists"]
    assert (tmp_path / "there").read_bytes() == b"older"
    assert names(tmp_path) == {"there", *(each.path.name for each in good)}


def test_a_missing_folder_fails_its_own_files(tmp_path: Path) -> None:
    errors = write_all_new([NewFile(tmp_path / "missing" / "f", b""), NewFile(tmp_path / "f", b"")])
    assert [error and error.code for error in errors] == ["output.not-writable", None]


def test_two_files_of_one_name_give_one_file_and_one_error(tmp_path: Path) -> None:
    errors = write_all_new([NewFile(tmp_path / "f", b"one"), NewFile(tmp_path / "f", b"two")])
    assert [error and error.code for error in errors] == [None, "output.exists"]
    assert (tmp_path / "f").read_bytes() == b"one"


def test_files_are_on_disk_when_the_call_returns(tmp_path: Path) -> None:
    """As far as a test can see it: each file and its folder were synced, the folder once."""
    synced: list[int] = []
    real = os.fsync

    def noted(handle: int) -> None:
        real(handle)
        synced.append(os.fstat(handle).st_ino)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", noted)
        write_all_new([NewFile(tmp_path / f"{number}", b"content") for number in range(10)])
    files = {path.stat().st_ino for path in tmp_path.iterdir()}
    assert files <= set(synced)
    assert synced.count(tmp_path.stat().st_ino) == 1
    assert synced[-1] == tmp_path.stat().st_ino
