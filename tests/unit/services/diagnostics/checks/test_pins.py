"""What the flags of a token say of its PIN: every outcome, and how loud it is."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.tokens import PinState
from desktop_app.services.diagnostics.facts.tokens import ExtendedInformation
from desktop_app.signing.protocol import TokenFlag
from tests.unit.services.diagnostics.checks.judging import NOW, inspected, judged, token, tokens

SPARE = inspected(token("2"))
EXTENDED = ExtendedInformation(
    user_tries_left=7,
    user_tries_maximum=10,
    admin_tries_left=10,
    admin_tries_maximum=10,
    user_pin_default=False,
    admin_pin_default=False,
    admin_changes_user_pin=True,
    user_changes_user_pin=True,
)


@pytest.mark.parametrize(
    ("state", "identifier", "cause", "alone"),
    [
        (PinState.NOT_SET, "PIN-01", "pin.not-set", "fail"),
        (PinState.LOCKED, "PIN-02", "pin.locked", "fail"),
        (PinState.LAST_TRY, "PIN-03", "pin.last-try", "warn"),
        (PinState.LOW, "PIN-04", "pin.low", "warn"),
        (PinState.MUST_CHANGE, "PIN-10", "pin.must-change", "warn"),
    ],
)
def test_each_state_of_a_pin_is_told_by_its_check_alone(
    state: PinState, identifier: str, cause: str, alone: str
) -> None:
    facts = tokens(inspected(token(pin_state=state)))
    assert judged(identifier, facts) == [(alone, cause)]
    for other in {"PIN-01", "PIN-02", "PIN-03", "PIN-04", "PIN-10"} - {identifier}:
        assert judged(other, facts) == []


@pytest.mark.parametrize(
    ("state", "identifier"), [(PinState.LOCKED, "PIN-02"), (PinState.NOT_SET, "PIN-01")]
)
def test_a_closed_token_beside_a_fit_one_is_only_a_note(state: PinState, identifier: str) -> None:
    facts = tokens(inspected(token(pin_state=state)), SPARE)
    assert [status for status, _cause in judged(identifier, facts)] == ["ok"]


@pytest.mark.parametrize(
    ("state", "told"),
    [(PinState.OK, "pin.locked-untold"), (PinState.LOCKED, "pin.locked")],
)
def test_a_lock_that_only_an_answer_told_is_told_until_the_flags_tell_it(
    state: PinState, told: str
) -> None:
    met = inspected(token(pin_state=state), locked_since=NOW)
    assert judged("PIN-02", tokens(met)) == [("fail", told)]
    assert judged("PIN-02", tokens(met, SPARE)) == [("ok", told)]


def test_a_hidden_lock_that_no_pin_lifts_is_for_it() -> None:
    facts = tokens(inspected(locked_since=NOW, unblocks=False))
    assert judged("PIN-02", facts) == [("fail", "pin.locked-no-unblock")]


def test_an_empty_token_beside_a_locked_one_is_no_obstacle() -> None:
    empty = inspected(token("2", fit=False, pin_state=PinState.NOT_SET), flags=1)
    locked = inspected(token(pin_state=PinState.LOCKED))
    assert judged("PIN-01", tokens(locked, empty)) == [("ok", "pin.not-set")]
    assert judged("PIN-01", tokens(empty)) == [("fail", "pin.not-set")]


def test_a_token_that_answered_locked_is_no_spare_one() -> None:
    spare = inspected(token("2"), locked_since=NOW)
    facts = tokens(inspected(token(pin_state=PinState.LOCKED)), spare)
    assert judged("PIN-02", facts) == [("fail", "pin.locked"), ("fail", "pin.locked-untold")]


def test_a_spare_token_without_a_fit_certificate_helps_nobody() -> None:
    facts = tokens(inspected(token(pin_state=PinState.LOCKED)), inspected(token("2", fit=False)))
    assert judged("PIN-02", facts) == [("fail", "pin.locked")]


def test_tries_are_told_where_the_driver_tells_them() -> None:
    facts = tokens(inspected(extended=EXTENDED))
    assert judged("PIN-05", facts) == [("ok", "pin.tries-left")]
    assert judged("PIN-06", facts) == []
    silent = tokens(inspected())
    assert judged("PIN-05", silent) == []
    assert judged("PIN-06", silent) == [("ok", "pin.tries-untold")]


def with_extended(**change: object) -> object:
    values = {name: getattr(EXTENDED, name) for name in ExtendedInformation.__dataclass_fields__}
    return ExtendedInformation(**{**values, **change})


def test_a_locked_administrator_matters_once_the_user_is_locked_too() -> None:
    flags = int(TokenFlag.SO_PIN_LOCKED | TokenFlag.INITIALIZED)
    assert judged("PIN-07", tokens(inspected(flags=flags))) == [("ok", "pin.admin-locked")]
    both = inspected(token(pin_state=PinState.LOCKED), flags=flags)
    assert judged("PIN-07", tokens(both)) == [("fail", "pin.admin-locked-too")]
    told = inspected(extended=with_extended(admin_tries_left=0))
    assert judged("PIN-07", tokens(told)) == [("ok", "pin.admin-locked")]
    assert judged("PIN-07", tokens(inspected(extended=EXTENDED))) == []


def test_a_factory_pin_is_a_warning() -> None:
    facts = tokens(inspected(extended=with_extended(user_pin_default=True)))
    assert judged("PIN-08", facts) == [("warn", "pin.default")]
    assert judged("PIN-08", tokens(inspected(extended=EXTENDED))) == []


def test_who_may_change_the_pin_is_told_when_it_is_not_the_user() -> None:
    facts = tokens(inspected(extended=with_extended(user_changes_user_pin=False)))
    assert judged("PIN-09", facts) == [("ok", "pin.admin-changes")]
    assert judged("PIN-09", tokens(inspected(extended=EXTENDED))) == []


@pytest.mark.parametrize(
    ("identifier", "change", "cause"),
    [
        ("PIN-13", {"pin_pad": True}, "pin.pin-pad"),
        ("PIN-11", {}, "pin.length"),
    ],
)
def test_what_a_person_may_want_to_know_is_a_note(
    identifier: str, change: dict[str, Any], cause: str
) -> None:
    assert judged(identifier, tokens(inspected(token(**change)))) == [("ok", cause)]


def test_a_token_that_another_program_has_open_is_a_note() -> None:
    assert judged("PIN-14", tokens(inspected(open_elsewhere=True))) == [
        ("ok", "pin.open-elsewhere")
    ]
    assert judged("PIN-14", tokens(inspected())) == []


def test_two_parts_of_one_card_have_two_pins() -> None:
    parts = (inspected(token(label="PKI")), inspected(token(label="ГОСТ")))
    assert judged("PIN-15", tokens(*parts)) == [("ok", "pin.several")]
    assert judged("PIN-15", tokens(inspected(), SPARE)) == []


def test_a_pin_that_was_refused_here_is_remembered() -> None:
    assert judged("PIN-16", tokens(inspected(refused_here=True))) == [("ok", "pin.refused-before")]
