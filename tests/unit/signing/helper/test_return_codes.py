"""The one table from a driver's return values to errors."""

from __future__ import annotations

import pytest

from desktop_app.core.errors.base import concrete_errors
from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.signing.helper.return_codes import (
    DriverNonsense,
    DriverRefusal,
    OperationFailed,
    code_name,
    failure_of,
)
from desktop_app.signing.protocol import CANCELLED, Failure

EVERY_CODE = [*range(0x400), 0x80000001, 0xFFFFFFFF]
FUNCTIONS = ["C_Initialize", "C_GetSlotList", "C_OpenSession", "C_Login", "C_Sign"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_only_one_code_is_ever_a_wrong_pin(function: str) -> None:
    wrong = [
        code
        for code in EVERY_CODE
        if failure_of(DriverRefusal(function, code)).code == PinIncorrectError.code
    ]
    assert wrong == ([] if function in {"C_Initialize", "C_GetSlotList"} else [0xA0])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_code_is_an_error_of_the_program(function: str) -> None:
    known = {*concrete_errors(), CANCELLED}
    assert {failure_of(DriverRefusal(function, code)).code for code in EVERY_CODE} <= known


def test_a_failure_that_is_not_in_the_table_carries_the_codes_name() -> None:
    assert failure_of(DriverRefusal("C_Sign", 0x05)) == Failure(
        "token.failed", {"detail": "CKR_GENERAL_ERROR"}
    )
    assert failure_of(DriverRefusal("C_Initialize", 0x80000042)) == Failure(
        "driver.failed", {"detail": "CKR_0x80000042"}
    )


def test_names_are_those_of_the_standard_and_numbers_for_the_rest() -> None:
    assert code_name(0xA0) == "CKR_PIN_INCORRECT"
    assert code_name(0xDEAD) == "CKR_0x0000DEAD"


def test_what_needs_no_drivers_word_passes_unchanged() -> None:
    assert failure_of(OperationFailed("key.missing")) == Failure("key.missing", {})
    assert failure_of(DriverNonsense("9 slots")).data == {"detail": "9 slots"}
