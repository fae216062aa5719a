"""What a refusal means once the token has been looked at again."""

from __future__ import annotations

import time

from desktop_app.core.errors.tokens import (
    PinIncorrectError,
    PinLockedError,
    PinUnusableError,
    TokenFailedError,
    TokenRemovedError,
)
from desktop_app.signing.helper.cryptoki import Cryptoki
from desktop_app.signing.helper.return_codes import (
    NOTHING_TO_SHOW,
    DriverNonsense,
    DriverRefusal,
    failure_of,
)
from desktop_app.signing.helper.rutoken import user_tries_left
from desktop_app.signing.helper.structures import UNAVAILABLE, TokenInfo
from desktop_app.signing.protocol import Failure, TokenFlag

_LOOK_SECONDS = 0.1


def explain(
    driver: Cryptoki, refusal: DriverRefusal, slot: int, patience_seconds: float
) -> Failure:
    """Return the failure with what the token itself says now.

    Removal has no single error (CKR_DEVICE_REMOVED, CKR_DEVICE_ERROR, CKR_GENERAL_ERROR), and a
    reader service notices it up to half a second later than the failed command: for so long
    a failure without a better cause is looked into. The try that locks a PIN raises
    CKR_PIN_LOCKED on one card and CKR_PIN_INCORRECT on another: the flags decide.
    """
    failure = failure_of(refusal)
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            info = _token_info(driver, slot)
        except (DriverRefusal, DriverNonsense):
            return failure
        if info is None and not failure.code.startswith("pin."):
            return Failure(TokenRemovedError.code)
        if failure.code != TokenFailedError.code or time.monotonic() > deadline:
            return failure if info is None else _with_state(failure, info, driver, slot)
        time.sleep(_LOOK_SECONDS)


def told(number: int) -> int:
    """Return a number of CK_TOKEN_INFO, or 0 where the token does not tell."""
    return 0 if number == UNAVAILABLE else number


def _token_info(driver: Cryptoki, slot: int) -> TokenInfo | None:
    """Return CK_TOKEN_INFO, or None when there is no token in the slot."""
    if slot not in driver.slots_with_token():
        return None
    try:
        return driver.token_info(slot)
    except DriverRefusal as refusal:
        if refusal.code in NOTHING_TO_SHOW:
            return None
        raise


def _with_state(failure: Failure, info: TokenInfo, driver: Cryptoki, slot: int) -> Failure:
    if failure.code == PinUnusableError.code:
        return Failure(failure.code, {"minimum": told(info.min_pin), "maximum": told(info.max_pin)})
    if failure.code != PinIncorrectError.code:
        return failure
    if info.flags & TokenFlag.USER_PIN_LOCKED:
        return Failure(PinLockedError.code)
    if info.flags & TokenFlag.USER_PIN_FINAL_TRY:
        return Failure(failure.code, {"tries_left": 1, "last_try": True})
    left = user_tries_left(driver, slot, info.flags)
    return failure if left is None else Failure(failure.code, {"tries_left": left})
