"""Making tokens fails with the cause, and a portal that cannot start says why."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from desktop_app.core.errors.state import TrainingFailedError
from desktop_app.sandbox.control import SandboxControl
from desktop_app.sandbox.private_files import private_folder, write_private_json
from desktop_app.sandbox.softhsm import make_token
from desktop_app.sandbox.token_tools import run


def test_a_missing_command_is_named() -> None:
    with pytest.raises(TrainingFailedError) as caught:
        run(["no-such-command-of-softhsm"], {})
    assert caught.value.detail == "no-such-command-of-softhsm is not installed"


def test_what_a_failing_command_says_is_kept(tmp_path: Path) -> None:
    store = private_folder(tmp_path / "tokens")
    with pytest.raises(TrainingFailedError) as caught:
        make_token(store, "Учебный токен", "1", "12345678", ())
    assert caught.value.detail.startswith("softhsm2-util: ")
    assert list(store.iterdir()) == []


def test_a_portal_whose_port_was_taken_moves(tmp_path: Path) -> None:
    control = SandboxControl(tmp_path)
    try:
        before = control.start()
        control.stop()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", int(before.base_url.rpartition(":")[2])))
            after = control.start()
        assert after.base_url != before.base_url
        assert control.state() == after
    finally:
        control.reset()


def test_an_authority_whose_port_was_taken_is_named(tmp_path: Path) -> None:
    control = SandboxControl(tmp_path)
    try:
        control.start()
        control.stop()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", control._configuration().pki_port))
            with pytest.raises(TrainingFailedError) as caught:
                control.start()
        assert "address already in use" in caught.value.detail.lower()
    finally:
        control.reset()


def test_private_files_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    write_private_json(folder / "file.json", {"ключ": 1})
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "file.json").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["file.json"]
