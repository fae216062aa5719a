"""Faults that the control file asks for, as the program meets them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    DriverCrashedError,
    DriverHungError,
    MechanismUnsupportedError,
    SignatureMismatchError,
    TokenFailedError,
    TokenRemovedError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import DriverState
from desktop_app.signing.limits import Limits
from desktop_app.signing.tokens import Tokens
from tests.modules.provisioned import Provisioned
from tests.modules.training_token import TokenStore

SHORT = Limits(poll=1, open=2, sign=1)


@pytest.fixture
def faulty(module: Provisioned) -> Iterator[TokenStore]:
    """The store of the provisioned token; its faults end with the test."""
    yield module.store
    module.store.put_in()


@pytest.fixture
def tokens(module: Provisioned, faulty: TokenStore) -> Iterator[Tokens]:
    del faulty
    with closing(Tokens([module.driver], SHORT)) as opened:
        yield opened


def sign(tokens: Tokens, module: Provisioned) -> bytes:
    (token,) = tokens.overview().tokens
    certificate = token.certificates[0].certificate.id
    with tokens.session(certificate, Pin(module.pin)) as session:
        return session.sign(b"document", session.algorithms[0])


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("sign crash once", DriverCrashedError),
        ("sign hang once", DriverHungError),
        ("sign vanish once", TokenRemovedError),
        ("sign garbage once", SignatureMismatchError),
        ("sign refuse 0x30 once", TokenFailedError),
        ("sign refuse 0x70 once", MechanismUnsupportedError),
        ("login crash once", DriverCrashedError),
        ("login hang once", DriverHungError),
        ("login vanish once", TokenRemovedError),
        ("compare crash once", DriverCrashedError),
        ("find hang once", DriverHungError),
        ("read crash once", DriverCrashedError),
        ("open crash once", DriverCrashedError),
    ],
)
def test_a_fault_has_its_error_and_is_over_after_once(
    tokens: Tokens, module: Provisioned, faulty: TokenStore, fault: str, error: type[NmoError]
) -> None:
    assert tokens.overview().tokens
    faulty.faults("# A fault of a test.", fault)
    with pytest.raises(error):
        sign(tokens, module)
    assert "once" not in (faulty.folder / "control").read_text()
    faulty.put_in()
    assert tokens.overview(reread=True).tokens
    assert sign(tokens, module)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("list crash", DriverState.CRASHED),
        ("list hang", DriverState.HUNG),
        ("info crash", DriverState.CRASHED),
        ("info hang", DriverState.HUNG),
    ],
)
def test_a_fault_of_listing_is_a_state_of_the_driver(
    tokens: Tokens, faulty: TokenStore, fault: str, state: DriverState
) -> None:
    assert tokens.overview().tokens
    faulty.faults(fault)
    (report,) = tokens.overview(reread=True).drivers
    assert report.state is state
    faulty.faults()
    (report,) = tokens.overview(reread=True).drivers
    assert report.state is DriverState.OK


@pytest.mark.parametrize(
    ("fault", "state"),
    [("initialize crash", DriverState.CRASHED), ("initialize hang", DriverState.HUNG)],
)
def test_a_driver_that_fails_at_once_is_told(
    module: Provisioned, faulty: TokenStore, fault: str, state: DriverState
) -> None:
    faulty.faults(fault)
    with closing(Tokens([module.driver], Limits(start=2, poll=1))) as tokens:
        (report,) = tokens.overview().drivers
        assert report.state is state


def test_a_slow_token_signs_all_the_same(
    tokens: Tokens, module: Provisioned, faulty: TokenStore
) -> None:
    faulty.faults("login slow 100", "sign slow 300")
    began = time.monotonic()
    assert sign(tokens, module)
    assert time.monotonic() - began > 0.4


def test_a_fault_that_is_none_changes_nothing(
    tokens: Tokens, module: Provisioned, faulty: TokenStore
) -> None:
    faulty.faults("", "sign", "sign dance", "hang", "# sign crash", "\t", "x" * 3000)
    assert sign(tokens, module)


def test_once_is_once_and_leaves_the_other_lines(
    tokens: Tokens, module: Provisioned, faulty: TokenStore
) -> None:
    faulty.faults("login slow 1", "sign garbage once", "sign slow 1")
    with pytest.raises(SignatureMismatchError):
        sign(tokens, module)
    assert sign(tokens, module)
    assert (faulty.folder / "control").read_text() == "login slow 1\nsign slow 1\n"
