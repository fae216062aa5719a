"""The training token by itself, as foreign programs see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.sandbox.training_token_module import STORE_VARIABLE
from tests.modules.provisioned import Provisioned, provisioned
from tests.modules.raw_pkcs11 import RawModule
from tests.modules.training_token import PIN, TokenStore


@pytest.fixture(scope="session")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    """A token with a key and a certificate on each curve."""
    with provisioned("training-token", tmp_path_factory.mktemp("training-token")) as ready:
        yield ready


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    """An empty store."""
    folder = tmp_path / "store"
    folder.mkdir()
    return TokenStore(folder)


@pytest.fixture
def raw(store: TokenStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[RawModule]:
    """The module, initialised in this process over a store with one card."""
    store.initialised("card")
    monkeypatch.setenv(STORE_VARIABLE, str(store.folder))
    module = RawModule(store.module)
    module.ok("Initialize", None)
    yield module
    module.ok("Finalize", None)


@pytest.fixture
def session(raw: RawModule) -> int:
    """A session of the logged-in user that may write."""
    opened = raw.open(0)
    raw.login(opened, PIN)
    return opened
