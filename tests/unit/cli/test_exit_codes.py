"""Does each kind of failure have its permanent exit code?"""

from __future__ import annotations

import pytest

from desktop_app.cli.exit_codes import ExitCode, exit_code_of, exit_code_of_codes
from desktop_app.core.errors import concrete_errors

BY_CODE = {
    "driver.missing": 4,
    "driver.crashed": 4,
    "driver.hung": 4,
    "token.removed": 4,
    "key.missing": 4,
    "pin.incorrect": 5,
    "pin.locked": 5,
    "pin.last-try": 5,
    "portal.unreachable": 6,
    "portal.tls": 6,
    "session.none": 7,
    "account.level-insufficient": 7,
    "account.role-forbidden": 7,
    "consent.refused": 7,
    "input.unreadable": 8,
    "input.not-signature": 8,
    "certificate.not-found": 2,
    "certificate.ambiguous": 2,
    "usage.wrong": 2,
    "certificate.unfit": 1,
    "internal.unexpected": 1,
}


@pytest.mark.parametrize(("code", "expected"), BY_CODE.items())
def test_an_error_has_the_exit_code_of_the_design(code: str, expected: int) -> None:
    assert exit_code_of(concrete_errors()[code]) == expected


def test_several_failures_give_the_code_of_the_first() -> None:
    assert exit_code_of_codes(["pin.locked", "portal.slow"]) is ExitCode.PIN


def test_no_failure_is_done_and_a_code_of_a_newer_part_is_bad() -> None:
    assert exit_code_of_codes([]) is ExitCode.DONE
    assert exit_code_of_codes(["from.the-future"]) is ExitCode.BAD
