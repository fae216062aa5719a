"""What do the flags of each token say of its PIN, without a try?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.core.tokens import PinState
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection
from desktop_app.services.diagnostics.standing import stands_in_the_way
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.signing.protocol import TokenFlag

_SHOWN = ("TOK-01",)
_Tell = Callable[..., Finding]


def _found(
    surroundings: Surroundings, wanted: Callable[[TokenInspection], object]
) -> Iterator[tuple[TokenInspection, _Tell, dict[str, Any]]]:
    """Return the tokens that are wanted, how loud to be, and what names them."""
    facts = surroundings.of(TokenFacts)
    for found in facts.tokens:
        if wanted(found):
            tell = fail if stands_in_the_way(found, facts) else note
            yield found, tell, {"token": found.token.label, "token_serial": found.token.serial}


def _set(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, tell, data in _found(surroundings, _in_state(PinState.NOT_SET)):
        yield tell("pin.not-set", Who.CA, **data)


def _locked(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, tell, data in _found(surroundings, _in_state(PinState.LOCKED)):
        yield tell("pin.locked", Who.IT, **data)
    for each, tell, data in _found(surroundings, _locked_by_its_answer):
        code = "pin.locked-untold" if each.unblocks else "pin.locked-no-unblock"
        at = each.locked_since.isoformat() if each.locked_since else ""
        yield tell(code, Who.IT, at=at, **data)


def _locked_by_its_answer(found: TokenInspection) -> bool:
    """Some tokens (TPM) show their lock by no flag, only by the answer to a PIN."""
    return found.locked_since is not None and found.token.pin_state is not PinState.LOCKED


def _last_try(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, _in_state(PinState.LAST_TRY)):
        yield warn("pin.last-try", **data)


def _low(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, _in_state(PinState.LOW)):
        yield warn("pin.low", **data)


def _tries(surroundings: Surroundings) -> Iterator[Finding]:
    for each, _tell, data in _found(surroundings, lambda found: found.extended):
        told = each.extended
        if told is not None:
            left, most = told.user_tries_left, told.user_tries_maximum
            yield note("pin.tries-left", left=left, maximum=most, **data)


def _untold(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, lambda found: found.extended is None):
        yield note("pin.tries-untold", **data)


def _admin_locked(surroundings: Surroundings) -> Iterator[Finding]:
    for each, tell, data in _found(surroundings, _admin_is_locked):
        if each.token.pin_state is PinState.LOCKED:
            yield tell("pin.admin-locked-too", Who.CA, **data)
        else:
            yield note("pin.admin-locked", Who.IT, **data)


def _admin_is_locked(found: TokenInspection) -> bool:
    told = found.extended
    return bool(found.flags & TokenFlag.SO_PIN_LOCKED) or (
        told is not None and told.admin_tries_left == 0
    )


def _default(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(
        surroundings, lambda found: found.extended is not None and found.extended.user_pin_default
    ):
        yield warn("pin.default", **data)


def _who_changes(surroundings: Surroundings) -> Iterator[Finding]:
    for each, _tell, data in _found(surroundings, lambda found: found.extended):
        told = each.extended
        if told is not None and told.admin_changes_user_pin and not told.user_changes_user_pin:
            yield note("pin.admin-changes", Who.IT, **data)


def _must_change(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, _in_state(PinState.MUST_CHANGE)):
        yield warn("pin.must-change", **data)


def _length(surroundings: Surroundings) -> Iterator[Finding]:
    for each, _tell, data in _found(surroundings, lambda found: found.token.pin_maximum):
        token = each.token
        yield note("pin.length", minimum=token.pin_minimum, maximum=token.pin_maximum, **data)


def _pin_pad(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, lambda found: found.token.pin_pad):
        yield note("pin.pin-pad", **data)


def _open_elsewhere(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, lambda found: found.open_elsewhere):
        yield note("pin.open-elsewhere", **data)


def _several_pins(surroundings: Surroundings) -> Iterator[Finding]:
    tokens = [each.token for each in surroundings.of(TokenFacts).tokens if each.token.serial]
    counted = Counter((token.serial, token.reader) for token in tokens)
    for (serial, reader), count in counted.items():
        if count > 1:
            labels = [
                token.label for token in tokens if (token.serial, token.reader) == (serial, reader)
            ]
            yield note("pin.several", labels=", ".join(labels), token_serial=serial)


def _refused(surroundings: Surroundings) -> Iterator[Finding]:
    for _each, _tell, data in _found(surroundings, lambda found: found.refused_here):
        yield note("pin.refused-before", **data)


def _in_state(state: PinState) -> Callable[[TokenInspection], bool]:
    return lambda found: found.token.pin_state is state


CHECKS = (
    Check("PIN-01", _set, ("pin.not-set",), depends_on=_SHOWN),
    Check(
        "PIN-02",
        _locked,
        ("pin.locked", "pin.locked-untold", "pin.locked-no-unblock"),
        depends_on=_SHOWN,
    ),
    Check("PIN-03", _last_try, ("pin.last-try",), depends_on=_SHOWN),
    Check("PIN-04", _low, ("pin.low",), depends_on=_SHOWN, explains=("pin.incorrect",)),
    Check("PIN-05", _tries, ("pin.tries-left",), depends_on=_SHOWN),
    Check("PIN-06", _untold, ("pin.tries-untold",), depends_on=_SHOWN),
    Check(
        "PIN-07",
        _admin_locked,
        ("pin.admin-locked", "pin.admin-locked-too"),
        depends_on=_SHOWN,
        explains=("pin.admin-incorrect", "pin.unblock-risk", "pin.unblock-unsupported"),
    ),
    Check("PIN-08", _default, ("pin.default",), depends_on=_SHOWN),
    Check("PIN-09", _who_changes, ("pin.admin-changes",), depends_on=_SHOWN),
    Check("PIN-10", _must_change, ("pin.must-change",), depends_on=_SHOWN),
    Check(
        "PIN-11",
        _length,
        ("pin.length",),
        depends_on=_SHOWN,
        explains=("pin.unusable", "pin.new-weak"),
    ),
    Check("PIN-13", _pin_pad, ("pin.pin-pad",), depends_on=_SHOWN),
    Check("PIN-14", _open_elsewhere, ("pin.open-elsewhere",), depends_on=_SHOWN),
    Check("PIN-15", _several_pins, ("pin.several",), depends_on=_SHOWN),
    Check("PIN-16", _refused, ("pin.refused-before",), depends_on=_SHOWN),
)
