"""The training token by itself, as foreign programs see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules.provisioned import Provisioned, provisioned
from tests.modules.training_token import TokenStore


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
