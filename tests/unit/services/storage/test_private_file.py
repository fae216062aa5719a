from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from desktop_app.core.errors.inputs import OutputExistsError, OutputNotWritableError
from desktop_app.core.errors.state import DiskFullError
from desktop_app.services.storage.private_file import (
    write_failure,
    write_new,
    write_over,
    write_private,
)


def test_a_private_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    write_private(tmp_path / "f", b"content")
    assert (tmp_path / "f").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o600


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    write_private(tmp_path / "f", b"first")
    write_private(tmp_path / "f", b"second")
    assert [each.name for each in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_bytes() == b"second"


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    write_new(tmp_path / "f", b"first")
    with pytest.raises(OutputExistsError):
        write_new(tmp_path / "f", b"second")
    assert (tmp_path / "f").read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_file_that_is_replaced_or_copied_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    (tmp_path / "f").write_bytes(b"theirs")
    (tmp_path / "f").chmod(mode)
    write_over(tmp_path / "f", b"both")
    write_new(tmp_path / "copy", b"both", tmp_path / "f")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("f", "copy")}
    assert ((tmp_path / "f").read_bytes(), modes) == (b"both", {mode})


def test_a_file_to_be_handed_on_is_as_readable_as_other_new_files(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_over(tmp_path / "f", b"content")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("f", "other")}
    assert (len(modes), (tmp_path / "f").read_bytes()) == (1, b"content")


def test_a_missing_folder_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritableError) as caught:
        write_new(tmp_path / "missing" / "f", b"")
    assert caught.value.detail == "ENOENT"


def test_a_full_disk_has_its_own_error(tmp_path: Path) -> None:
    failure = write_failure(OSError(errno.ENOSPC, "full"), tmp_path)
    assert isinstance(failure, DiskFullError)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    with pytest.raises(OutputNotWritableError):
        write_private(tmp_path / "folder" / ("n" * 300), b"content")
    assert list((tmp_path / "folder").iterdir()) == []
