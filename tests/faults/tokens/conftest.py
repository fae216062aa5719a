"""A hostile driver in front of SoftHSM, and tokens with short limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.tokens import Driver
from desktop_app.signing.limits import Limits
from desktop_app.signing.tokens import Tokens
from tests.drivers.hostile import HostileDriver, build_hostile, hostile_driver
from tests.modules.provisioned import Provisioned, provisioned

SHORT = Limits(
    start=3,
    failed_interval=0.1,
    poll=1.5,
    read=1.5,
    open=1.5,
    pin_pad=1.5,
    sign=1.5,
    close=1.5,
    poll_interval=0.05,
)


@pytest.fixture(scope="session")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("softhsm", tmp_path_factory.mktemp("softhsm")) as module:
        yield module


@pytest.fixture(scope="session")
def hostile_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(hostile_library: Path, soft: Provisioned, tmp_path: Path) -> HostileDriver:
    return hostile_driver(hostile_library, soft, tmp_path)


@pytest.fixture
def limits() -> Limits:
    return SHORT


@pytest.fixture
def open_tokens(limits: Limits) -> Iterator[Callable[..., Tokens]]:
    opened: list[Tokens] = []

    def start(*drivers: Driver) -> Tokens:
        opened.append(Tokens(drivers, limits))
        return opened[-1]

    yield start
    for tokens in opened:
        tokens.close()


@pytest.fixture
def tokens(open_tokens: Callable[..., Tokens], hostile: HostileDriver) -> Tokens:
    return open_tokens(hostile.driver)


@pytest.fixture
def open_patient_tokens(hostile: HostileDriver) -> Iterator[Tokens]:
    """Tokens that wait longer for a person than for a login."""
    tokens = Tokens([hostile.driver], replace(SHORT, pin_pad=30))
    yield tokens
    tokens.close()
