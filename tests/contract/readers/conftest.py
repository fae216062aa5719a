"""A real pcscd with a virtual reader and its card."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.modules.provisioned import Provisioned, provisioned


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("opensc", tmp_path_factory.mktemp("readers")) as module:
        yield module
