"""One suite over several real PKCS#11 modules, each provisioned by its script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.core.tokens import Token
from desktop_app.signing.limits import Limits
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import modules_of
from tests.modules.provisioned import Provisioned, provisioned
from tests.modules.watching import Seen, until

# One worker of pytest-xdist (--dist loadgroup) takes them all, one after another. Those with
# daemons come first and hold a lock on the machine, which another run may have to wait for.
_TOGETHER = pytest.mark.xdist_group("system-modules")
_SYSTEM = (_TOGETHER, pytest.mark.modules, pytest.mark.system, pytest.mark.timeout(300))
MODULES = [
    *(pytest.param(name, id=name, marks=_SYSTEM) for name in ("opencryptoki", "opensc", "tpm2")),
    *(pytest.param(name, id=name, marks=_TOGETHER) for name in ("softhsm", "training-token")),
]
LIMITS = Limits(poll_interval=0.2)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "module" in metafunc.fixturenames:
        names = modules_of(metafunc.function)
        chosen = [each for each in MODULES if names is None or each.id in names]
        metafunc.parametrize("module", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session")
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

    def found() -> list[Token]:
        overview = tokens.overview()
        assert [report.error for report in overview.drivers] == [None]
        return [each for each in overview.tokens if each.label == module.label]

    assert until(lambda: bool(found()))
    (only_one,) = found()
    return only_one


@pytest.fixture
def seen() -> Seen:
    return Seen()
