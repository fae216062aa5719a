from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.sandbox.scenario import Scenario
from tests.faults.outbox.ground import Ground, Workstation, training_ground


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with training_ground(tmp_path_factory.mktemp("portal")) as ground:
        yield ground


@pytest.fixture
def ground(running: Ground) -> Iterator[Ground]:
    """Return the portal, which behaves again after the test."""
    yield running
    running.portal.play(Scenario.NORMAL)


@pytest.fixture
def station(ground: Ground, tmp_path: Path) -> Iterator[Workstation]:
    opened = ground.workstation(tmp_path / "home", ground.session_message())
    yield opened
    opened.close()


@pytest.fixture
def offline(ground: Ground, tmp_path: Path) -> Iterator[Workstation]:
    """Return a workstation where nobody is signed in."""
    opened = ground.workstation(tmp_path / "home")
    yield opened
    opened.close()
