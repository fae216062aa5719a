"""Is the tree of errors whole: unique codes, data that JSON carries, a way back?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

import pytest

from desktop_app.core.errors import NmoError, concrete_errors, error_from
from desktop_app.core.errors.diagnosis import DiagnosisError
from desktop_app.core.errors.inputs import ChoiceError, InputError
from desktop_app.core.errors.portal import PortalError, RefusedError
from desktop_app.core.errors.state import StateError, UnexpectedError
from desktop_app.core.errors.tokens import PinError, PinIncorrectError, TokenError

ERRORS = sorted(concrete_errors().items())
BRANCHES = (
    TokenError,
    PinError,
    InputError,
    ChoiceError,
    PortalError,
    RefusedError,
    StateError,
    DiagnosisError,
)


@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_data_goes_through_json_and_back(code: str, kind: type[NmoError]) -> None:
    data = json.loads(json.dumps(kind().data()))
    again = error_from(code, data)
    assert type(again) is kind
    assert again.data() == data


@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_an_error_names_the_condition_and_stands_in_one_branch(
    code: str, kind: type[NmoError]
) -> None:
    assert kind.__name__.endswith("Error")
    assert kind.__doc__
    branches = [branch for branch in BRANCHES if issubclass(kind, branch)]
    assert len(branches) == 1 or kind in {UnexpectedError} or code == "certificate.unfit"


@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_a_code_says_what_and_how(code: str, kind: type[NmoError]) -> None:
    area, _, condition = code.partition(".")
    assert area.isalpha()
    assert condition.replace("-", "").isalnum()


def test_fields_of_a_newer_helper_are_left_out() -> None:
    error = error_from("pin.incorrect", {"tries_left": 2, "from_the_future": True})
    assert error.data() == PinIncorrectError(tries_left=2).data()


def test_an_unknown_code_is_no_error() -> None:
    with pytest.raises(KeyError):
        error_from("no.such-code", {})


def test_two_classes_of_one_code_are_noticed() -> None:
    @dataclass(eq=False)
    class RootError(NmoError):
        """A tree of its own."""

    @dataclass(eq=False)
    class FirstError(RootError):
        """One."""

        code: ClassVar[str] = "same.code"

    @dataclass(eq=False)
    class SecondError(RootError):
        """Another."""

        code: ClassVar[str] = "same.code"

    with pytest.raises(ValueError, match=r"same\.code"):
        concrete_errors(RootError)
    assert FirstError.code == SecondError.code
    # Classes stay in the tree as long as anything holds them: give these another code.
    FirstError.code, SecondError.code = "", ""


def test_the_log_form_names_code_and_data() -> None:
    assert str(PinIncorrectError(tries_left=2)) == "pin.incorrect(tries_left=2, last_try=False)"
