"""Several drivers at once: none delays another, and one token is shown once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors.tokens import (
    DriverArchitectureError,
    DriverDependencyError,
    DriverMissingError,
    DriverNotPkcs11Error,
)
from desktop_app.core.tokens import Driver, DriverState
from desktop_app.signing.tokens import Tokens
from tests.drivers.hostile import HostileDriver, build_broken
from tests.faults.tokens.token_steps import certificate_of, error_of, sign_once
from tests.modules.provisioned import Provisioned
from tests.modules.watching import Seen

OpenTokens = Callable[..., Tokens]


def test_a_driver_that_hangs_delays_no_other(
    open_tokens: OpenTokens, soft: Provisioned, hostile: HostileDriver
) -> None:
    hostile.misbehave("C_GetSlotList hang")
    tokens = open_tokens(hostile.driver, soft.driver)
    seen = Seen()
    began = time.monotonic()
    watch = tokens.watch(seen)
    assert seen.wait_for(lambda overview: bool(overview.tokens), 3)
    assert time.monotonic() - began < 3
    assert sign_once(tokens, certificate_of(seen.overviews[-1]))
    assert seen.wait_for(lambda each: each.drivers[0].state is DriverState.HUNG, 8)
    watch.stop()


def test_a_driver_that_keeps_crashing_is_set_aside_under_a_watch(
    open_tokens: OpenTokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("C_GetSlotList segfault")
    tokens = open_tokens(hostile.driver)
    seen = Seen()
    watch = tokens.watch(seen)
    assert seen.wait_for(lambda each: each.drivers[0].state is DriverState.SET_ASIDE, 10)
    hostile.misbehave()
    tokens.retry(hostile.driver.path)
    assert seen.wait_for(lambda each: len(each.tokens) == 1, 10)
    watch.stop()


def test_a_token_that_comes_and_goes_is_told(tokens: Tokens, hostile: HostileDriver) -> None:
    seen = Seen()
    watch = tokens.watch(seen)
    assert seen.wait_for(lambda each: len(each.tokens) == 1, 10)
    hostile.misbehave("vanish 0x32")
    assert seen.wait_for(lambda each: not each.tokens, 2)
    hostile.misbehave()
    assert seen.wait_for(lambda each: len(each.tokens) == 1, 2)
    watch.stop()


@pytest.mark.logs_warnings
def test_a_listener_that_fails_is_told_the_next_change_too(
    tokens: Tokens, hostile: HostileDriver, caplog: pytest.LogCaptureFixture
) -> None:
    seen = Seen()

    def failing(overview: object) -> None:
        seen(overview)  # type: ignore[arg-type]  # a watch tells overviews only
        raise ValueError("a defect of the listener")

    watch = tokens.watch(failing)
    assert seen.wait_for(lambda each: len(each.tokens) == 1, 10)
    hostile.misbehave("vanish 0x32")
    assert seen.wait_for(lambda each: not each.tokens, 2)
    watch.stop()
    assert "a listener of tokens failed" in caplog.text


def test_one_token_through_two_drivers_is_shown_once_with_both(
    open_tokens: OpenTokens, soft: Provisioned, hostile: HostileDriver
) -> None:
    tokens = open_tokens(hostile.driver, soft.driver)
    (token,) = tokens.overview().tokens
    assert token.drivers == (hostile.driver.path, soft.driver.path)
    assert len(token.certificates) == 3
    assert sign_once(tokens, token.certificates[0].certificate.id)


def test_a_driver_under_two_names_is_used_once(
    open_tokens: OpenTokens, soft: Provisioned, tmp_path: Path
) -> None:
    link = tmp_path / "another-name.so"
    link.symlink_to(soft.driver.path)
    tokens = open_tokens(soft.driver, soft.wrapped(str(link)))
    overview = tokens.overview()
    assert [report.path for report in overview.drivers] == [soft.driver.path]


def test_a_driver_that_is_not_there_is_missing_and_used_once_it_is(
    open_tokens: OpenTokens, soft: Provisioned, tmp_path: Path
) -> None:
    later = tmp_path / "later.so"
    tokens = open_tokens(soft.wrapped(str(later)))
    assert isinstance(error_of(tokens.overview()), DriverMissingError)
    assert tokens.overview().drivers[0].state is DriverState.MISSING
    later.symlink_to(soft.driver.path)
    assert certificate_of(tokens.overview())


def test_a_library_that_is_no_driver_is_named_so(open_tokens: OpenTokens, tmp_path: Path) -> None:
    library = build_broken(tmp_path, "int answer(void) { return 42; }")
    error = error_of(open_tokens(Driver(str(library), "no driver")).overview())
    assert isinstance(error, DriverNotPkcs11Error)
    assert error.path == str(library)


def test_a_missing_library_that_the_driver_needs_is_named(
    open_tokens: OpenTokens, tmp_path: Path
) -> None:
    needed = build_broken(tmp_path, "int answer(void) { return 42; }", "libneeded.so")
    library = build_broken(
        tmp_path, "int answer(void); int ask(void) { return answer(); }", "asks.so", needed
    )
    needed.unlink()
    error = error_of(open_tokens(Driver(str(library), "asks")).overview())
    assert isinstance(error, DriverDependencyError)
    assert error.dependency == "libneeded.so"


def test_a_driver_for_another_processor_is_not_even_loaded(
    open_tokens: OpenTokens, soft: Provisioned, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.so"
    header = bytearray(Path(soft.driver.path).read_bytes())
    header[18:20] = (0x28).to_bytes(2, "little")
    foreign.write_bytes(header)
    error = error_of(open_tokens(soft.wrapped(str(foreign))).overview())
    assert isinstance(error, DriverArchitectureError)
    assert error.found == "arm"
