"""One suite over several real PKCS#11 modules, each provisioned by its script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop_app.core.tokens import Token, TokenOverview
from desktop_app.signing.limits import Limits
from desktop_app.signing.tokens import Tokens
from tests.modules.provisioned import Provisioned, provisioned

# System-wide modules stay in one worker of pytest-xdist (--dist loadgroup) and one process.
MODULES = [
    pytest.param("softhsm", id="softhsm"),
    *(
        pytest.param(
            name,
            id=name,
            marks=[
                pytest.mark.modules,
                pytest.mark.system,
                pytest.mark.xdist_group("system-modules"),
            ],
        )
        for name in ("opencryptoki", "opensc", "tpm2")
    ),
]
LIMITS = Limits(poll_interval=0.2)


def only(*names: str) -> pytest.MarkDecorator:
    """Run a test over these modules only, for what the others have not."""
    chosen = [each for each in MODULES if each.id in names]
    return pytest.mark.parametrize("module", chosen, indirect=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    own = metafunc.definition.get_closest_marker("parametrize")
    if "module" in metafunc.fixturenames and not (own and own.args[0] == "module"):
        metafunc.parametrize("module", MODULES, indirect=True, scope="module")


@pytest.fixture(scope="module")
def module(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Provisioned]:
    name = request.param
    with provisioned(name, tmp_path_factory.mktemp(name)) as ready:
        yield ready


@pytest.fixture
def tokens(module: Provisioned) -> Iterator[Tokens]:
    opened = Tokens([module.driver], LIMITS)
    yield opened
    opened.close()


@pytest.fixture
def token(tokens: Tokens, module: Provisioned) -> Token:
    """The module's token, which must be there without any error."""
    overview = tokens.overview()
    assert [report.error for report in overview.drivers] == [None]
    (found,) = [each for each in overview.tokens if each.label == module.label]
    return found


class Seen:
    """Collects what a watch tells and waits for a condition."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.overviews: list[TokenOverview] = []

    def __call__(self, overview: TokenOverview) -> None:
        with self._changed:
            self.overviews.append(overview)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[TokenOverview], bool], seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(
                lambda: bool(self.overviews) and condition(self.overviews[-1]), seconds
            )


@pytest.fixture
def seen() -> Seen:
    return Seen()
