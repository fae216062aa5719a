"""What the PIN dialog asks and permits, without any widget."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.errors.tokens import (
    PinIncorrectError,
    PinLastTryError,
    PinLockedError,
    PinMustChangeError,
    PinNotSetError,
    PinRefusedBeforeError,
    PinRequiredError,
    PinUnusableError,
    TokenRemovedError,
)
from desktop_app.core.tokens import PinState
from desktop_app.ui.pin_presenter import (
    Entry,
    PinQuestion,
    ends_dialog,
    first_question,
    may_sign,
    next_question,
)
from tests.ui.window_samples import token

ASKED = PinQuestion(Entry.FIELD, None, last_try=False)


@pytest.mark.parametrize("state", [PinState.OK, PinState.LOW, PinState.UNKNOWN])
def test_a_usable_pin_is_asked_for_with_the_tries_that_the_token_tells(state: PinState) -> None:
    question = first_question(token(pin_state=state, tries_left=3))
    assert question == PinQuestion(Entry.FIELD, 3, last_try=False)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (PinState.LOCKED, "pin.locked"),
        (PinState.NOT_SET, "pin.not-set"),
        (PinState.MUST_CHANGE, "pin.must-change"),
    ],
)
def test_an_unusable_pin_is_never_asked_for(state: PinState, code: str) -> None:
    question = first_question(token(pin_state=state))
    assert (question.entry, question.obstacle) == (Entry.NONE, code)
    assert not may_sign(question, 8, last_try_confirmed=True)


def test_a_pin_pad_needs_no_text() -> None:
    question = first_question(token(pin_pad=True))
    assert question.entry is Entry.PIN_PAD
    assert may_sign(question, 0, last_try_confirmed=False)


def test_an_empty_field_signs_nothing() -> None:
    assert not may_sign(ASKED, 0, last_try_confirmed=True)
    assert may_sign(ASKED, 1, last_try_confirmed=False)


@pytest.mark.parametrize("pin_pad", [False, True])
def test_the_last_try_needs_an_explicit_word(pin_pad: bool) -> None:
    question = first_question(token(pin_state=PinState.LAST_TRY, pin_pad=pin_pad))
    assert question.last_try
    assert not may_sign(question, 8, last_try_confirmed=False)
    assert may_sign(question, 8, last_try_confirmed=True)


def test_a_wrong_pin_updates_the_tries_and_warns_of_the_last() -> None:
    assert next_question(ASKED, PinIncorrectError(tries_left=2)).tries_left == 2
    warned = next_question(ASKED, PinIncorrectError(tries_left=1, last_try=True))
    assert (warned.tries_left, warned.last_try) == (1, True)
    unsaid = next_question(replace(ASKED, last_try=True), PinIncorrectError())
    assert unsaid.last_try


def test_a_last_try_that_nobody_confirmed_asks_for_the_word() -> None:
    assert next_question(ASKED, PinLastTryError()).last_try


@pytest.mark.parametrize("error", [PinLockedError(), PinNotSetError(), PinMustChangeError()])
def test_a_pin_found_unusable_while_signing_takes_the_field_away(error: NmoError) -> None:
    question = next_question(replace(ASKED, last_try=True), error)
    assert (question.entry, question.obstacle) == (Entry.NONE, error.code)
    assert not question.last_try


@pytest.mark.parametrize("error", [PinRefusedBeforeError(), PinUnusableError(), PinRequiredError()])
def test_a_pin_that_was_not_sent_leaves_the_question_as_it_was(error: NmoError) -> None:
    assert next_question(ASKED, error) == ASKED


def test_only_errors_of_the_pin_keep_the_dialog() -> None:
    assert not ends_dialog(PinIncorrectError())
    assert ends_dialog(TokenRemovedError())
    assert ends_dialog(PortalUnreachableError())
