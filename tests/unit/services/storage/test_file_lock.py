from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.services.storage.file_lock import FileLock

HOLD = """
import sys
from pathlib import Path
from desktop_app.services.storage.file_lock import FileLock
with FileLock(Path(sys.argv[1])).held():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    with lock.tried() as first, lock.tried() as second:
        assert first is not None
        assert second is None
    with lock.tried() as again:
        assert again is not None


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with FileLock(tmp_path / "lock").tried() as held:
            assert held is None
        holder.kill()
        holder.wait()
        with FileLock(tmp_path / "lock").held():
            pass


def test_the_next_holder_finds_the_word_that_was_left(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    with lock.held() as mark:
        assert mark.read() == ""
        mark.write("a longer word")
        mark.write("word")
    with lock.tried() as found:
        assert found is not None
        assert found.read() == "word"
        found.write("")
        assert found.read() == ""


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderNotWritableError), FileLock(tmp_path / "no" / "lock").held():
        pass
