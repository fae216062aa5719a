"""Changing and unblocking the user PIN: each way makes one attempt and never another."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from desktop_app.core.errors.tokens import (
    AdminPinIncorrectError,
    AdminPinLockedError,
    PinUnblockUnsupportedError,
)
from desktop_app.signing.helper.cryptoki import CKU_SO, CKU_USER, Cryptoki
from desktop_app.signing.helper.return_codes import (
    DriverRefusal,
    OperationFailed,
    code_name,
)
from desktop_app.signing.helper.rutoken import unblock_user_pin
from desktop_app.signing.protocol import Nothing, PinChange, PinUnblock, TokenFlag

_ADMIN_REFUSALS = {
    "CKR_PIN_INCORRECT": AdminPinIncorrectError.code,
    "CKR_PIN_INVALID": AdminPinIncorrectError.code,
    "CKR_PIN_LEN_RANGE": AdminPinIncorrectError.code,
    "CKR_PIN_LOCKED": AdminPinLockedError.code,
}
_NOT_OFFERED = frozenset({"CKR_FUNCTION_NOT_SUPPORTED", "CKR_USER_TYPE_INVALID"})


def change_pin(driver: Cryptoki, request: PinChange) -> Nothing:
    """Exchange the user PIN by C_SetPIN, logged in with the old one (PKCS#11 v2.40 section 5.5).

    The login is what a wrong old PIN costs its one try at. Without it tpm2-pkcs11 1.9 takes
    any old PIN for right. A PIN pad asks for everything itself.
    """
    with _writing(driver, request.slot) as session:
        if request.old is not None:
            driver.login(session, CKU_USER, request.old)
        driver.set_pin(session, request.old, request.new)
    return Nothing()


def unblock_pin(driver: Cryptoki, request: PinUnblock) -> Nothing:
    """Log in as the administrator and set the user PIN; the vendor's way resets its tries first."""
    with _writing(driver, request.slot) as session:
        _login_admin(driver, session, request)
        try:
            if request.way == "vendor":
                unblock_user_pin(driver, session)
            driver.init_pin(session, request.new)
        except DriverRefusal as refusal:
            if code_name(refusal.code) in _NOT_OFFERED:
                raise OperationFailed(PinUnblockUnsupportedError.code) from None
            raise
        finally:
            with contextlib.suppress(DriverRefusal):
                driver.logout(session)
    return Nothing()


def _login_admin(driver: Cryptoki, session: int, request: PinUnblock) -> None:
    """What is refused here is the administrator's PIN: it must not pass for the user's."""
    try:
        driver.login(session, CKU_SO, request.admin)
    except DriverRefusal as refusal:
        name = code_name(refusal.code)
        if name in _NOT_OFFERED:
            raise OperationFailed(PinUnblockUnsupportedError.code) from None
        if name not in _ADMIN_REFUSALS:
            raise
        locked = driver.token_info(request.slot).flags & TokenFlag.SO_PIN_LOCKED
        code = AdminPinLockedError.code if locked else _ADMIN_REFUSALS[name]
        raise OperationFailed(code) from None


@contextlib.contextmanager
def _writing(driver: Cryptoki, slot: int) -> Iterator[int]:
    session = driver.open_session(slot, writing=True)
    try:
        yield session
    finally:
        with contextlib.suppress(DriverRefusal):
            driver.close_all_sessions(slot)
