"""A training authority, and the answers of OpenSSL about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_making import make_authority
from desktop_app.sandbox.configuration import loopback_url
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.pki_server import PkiServer
from desktop_app.sandbox.ports import free_ports


@pytest.fixture(scope="session")
def pki_port() -> int:
    return free_ports()[0]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory, pki_port: int) -> Authority:
    folder = tmp_path_factory.mktemp("pki") / "authority"
    return make_authority(folder, loopback_url(pki_port), datetime.now(UTC))


@pytest.fixture(scope="session")
def pki(authority: Authority, pki_port: int) -> Iterator[PkiServer]:
    server = PkiServer(authority, pki_port, utc_now)
    yield server
    server.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"
