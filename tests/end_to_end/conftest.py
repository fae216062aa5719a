"""The installed command over a training portal and SoftHSM tokens of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.warm_command import WarmCommand


@pytest.fixture(scope="session", autouse=True)
def _warm_command() -> Iterator[None]:
    with closing(WarmCommand()) as warm:
        InstalledCommand.warm = warm
        yield
        InstalledCommand.warm = None


@pytest.fixture(scope="session")
def nmo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InstalledCommand]:
    """Return the command with a running training portal, shared by all tests of a worker."""
    command = InstalledCommand(tmp_path_factory.mktemp("home"))
    started = command("training", "start")
    assert started.exit_code == 0, started.err
    yield command
    command("training", "stop")


@pytest.fixture(scope="session")
def pin(nmo: InstalledCommand) -> str:
    return cast(str, nmo("training", "state").document["people"][0]["pin"])


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """Return a file to sign: lines without carriage returns, Cyrillic, and all bytes."""
    file = tmp_path / "письмо.txt"
    file.write_bytes("Прошу продлить.\n".encode() + bytes(range(256)))
    return file


@pytest.fixture
def scenario(nmo: InstalledCommand) -> Iterator[Callable[[str], None]]:
    """Put a scenario in force until the end of the test."""

    def put(name: str) -> None:
        ran = nmo("training", "scenario", name)
        assert ran.exit_code == 0, ran.err

    yield put
    put("normal")
