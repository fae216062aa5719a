from __future__ import annotations

import stat
from pathlib import Path

import pytest

from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.services.storage.home import ENVIRONMENT_VARIABLE, Home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_enter_the_state_folder(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "a" / "b")
    assert mode(home.root) == 0o700
    assert mode(home.folder("consents")) == 0o700


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    Home.open(folder)
    assert mode(folder) == 0o700


def test_a_folder_that_everybody_shares_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    Home.open(folder)
    assert mode(folder) == 0o1777


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    assert Home.open().root == tmp_path / "named"


def test_a_given_folder_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    assert Home.open(tmp_path / "given").root == tmp_path / "given"


def test_training_keeps_its_data_apart_but_shares_settings(tmp_path: Path) -> None:
    real = Home.open(tmp_path)
    training = real.for_training()
    assert training.database != real.database
    assert training.folder("consents") != real.folder("consents")
    assert training.settings_file == real.settings_file


def test_a_file_in_the_way_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderNotWritableError):
        Home.open(tmp_path / "file")
