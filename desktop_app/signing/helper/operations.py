"""What a helper does for each operation of the protocol."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.core.errors.tokens import (
    KeyMissingError,
    KeyNotForSigningError,
    PinRequiredError,
    TokenFailedError,
    TokenMissingError,
    TokenRemovedError,
)
from desktop_app.signing.helper import return_codes
from desktop_app.signing.helper.cryptoki import CKU_CONTEXT_SPECIFIC, CKU_USER, Cryptoki
from desktop_app.signing.helper.explanation import explain, told
from desktop_app.signing.helper.inspection import describe, inspect, readable
from desktop_app.signing.helper.loading import load_driver
from desktop_app.signing.helper.mechanisms import mechanism_name, signing_mechanisms
from desktop_app.signing.helper.objects import FoundKey, key_of, private_keys, read_contents
from desktop_app.signing.helper.pins import change_pin, unblock_pin
from desktop_app.signing.helper.return_codes import (
    DriverNonsense,
    DriverRefusal,
    OperationFailed,
    failure_of,
)
from desktop_app.signing.helper.rutoken import user_tries_left
from desktop_app.signing.helper.structures import Mechanism
from desktop_app.signing.inspection import Description, Inspection
from desktop_app.signing.protocol import (
    Contents,
    Failure,
    Nothing,
    OpenedKey,
    PinChange,
    PinUnblock,
    SessionRequest,
    Signatures,
    SignRequest,
    SlotChoice,
    Slots,
    TokenFlag,
    TokenState,
)

_log = logging.getLogger(__name__)
_NOTICE_SECONDS = 0.6


@dataclass(frozen=True, slots=True)
class _OpenSession:
    slot: int
    handle: int
    found: FoundKey
    pin_pad: bool


class TokenOperations:
    """Carry out operations on the driver in ``path``, which the first of them loads.

    Methods raise ``OperationFailed``, ``DriverRefusal`` or ``DriverNonsense``.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._loaded: Cryptoki | None = None
        self._session: _OpenSession | None = None

    @property
    def _driver(self) -> Cryptoki:
        if self._loaded is None:
            self._loaded = load_driver(self._path)
        return self._loaded

    def poll(self, _nothing: Nothing) -> Slots:
        """Return the state of every token; a slot that fails matters only when all fail."""
        tokens = []
        refused: DriverRefusal | None = None
        for slot in self._driver.slots_with_token():
            try:
                state = self._state(slot)
                if state.flags & TokenFlag.INITIALIZED or state.serial or state.label:
                    tokens.append(state)  # SoftHSM always shows one more slot, with nothing in it.
            except DriverRefusal as refusal:
                if refusal.code not in return_codes.NOTHING_TO_SHOW:
                    refused = refusal
        if refused and not tokens:
            raise refused
        return Slots(tuple(tokens))

    def read(self, choice: SlotChoice) -> Contents:
        """Return what a token shows without login."""
        session = self._driver.open_session(choice.slot)
        try:
            return read_contents(self._driver, session)
        finally:
            with contextlib.suppress(DriverRefusal):
                self._driver.close_session(session)

    def describe(self, _nothing: Nothing) -> Description:
        """Return what the driver says of itself."""
        return describe(self._driver)

    def inspect(self, choice: SlotChoice) -> Inspection:
        """Return all that a token tells without login."""
        return inspect(self._driver, choice.slot)

    def open(self, request: SessionRequest) -> OpenedKey:
        """Log in and find the key; whatever was open before is closed."""
        self.close(Nothing())
        state = self._expect(request)
        handle = self._driver.open_session(request.slot)
        try:
            self._login(handle, state, request.pin)
            keys = private_keys(self._driver, handle)
            found = self._key(handle, keys, request)
        except (DriverRefusal, DriverNonsense, OperationFailed):
            self._close_all(request.slot)
            raise
        self._session = _OpenSession(request.slot, handle, found, _has_pin_pad(state.flags))
        return OpenedKey(
            key=found.key,
            all_keys=tuple(each.key for each in keys),
            mechanisms=tuple(map(mechanism_name, self._driver.mechanisms(request.slot))),
        )

    def sign(self, request: SignRequest) -> Signatures:
        """Sign each input with the key that ``open`` found, up to the first refusal."""
        session = self._session
        if session is None:
            raise OperationFailed(TokenRemovedError.code)
        mechanisms = signing_mechanisms(request.mechanism, request.digest, request.pss_salt)
        if session.found.key.always_authenticate and not (request.pin or session.pin_pad):
            raise OperationFailed(PinRequiredError.code)

        def log_in_again() -> None:
            if session.found.key.always_authenticate:
                pin = None if session.pin_pad else request.pin
                self._driver.login(session.handle, CKU_CONTEXT_SPECIFIC, pin)

        made: list[bytes] = []
        failure = None
        begun = time.perf_counter_ns()
        try:
            for data in request.inputs:
                signature = self._signature(session, mechanisms, data, log_in_again)
                made.append(signature)
        except (DriverRefusal, DriverNonsense) as error:
            _log.info("sign: %s, after %d signatures", error, len(made))
            failure = self.explain(error, request)
            if self._was_away(session, mechanisms, data, error, failure):
                failure = Failure(TokenRemovedError.code)
        microseconds = (time.perf_counter_ns() - begun) // 1000
        return Signatures(tuple(made), microseconds, failure)

    def change_pin(self, request: PinChange) -> Nothing:
        """Set a new user PIN with the old one; whatever was open before is closed."""
        self.close(Nothing())
        self._expect(request)
        return change_pin(self._driver, request)

    def unblock_pin(self, request: PinUnblock) -> Nothing:
        """Set a new user PIN with the administrator's; what was open before is closed."""
        self.close(Nothing())
        self._expect(request)
        return unblock_pin(self._driver, request)

    def close(self, _nothing: Nothing) -> Nothing:
        """Log out and close the session, if any; a token that is gone closed it itself."""
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(DriverRefusal):
                self._driver.logout(session.handle)
            self._close_all(session.slot)
        return Nothing()

    def explain(
        self, error: OperationFailed | DriverRefusal | DriverNonsense, arguments: object
    ) -> Failure:
        """Return what the program is told about an operation that failed."""
        slot = self._slot_of(arguments)
        if not isinstance(error, DriverRefusal) or self._loaded is None or slot is None:
            return failure_of(error)
        patience = 0.0 if isinstance(arguments, SlotChoice) else _NOTICE_SECONDS
        return explain(self._loaded, error, slot, patience)

    def _signature(
        self,
        session: _OpenSession,
        mechanisms: tuple[Mechanism, ...],
        data: bytes,
        log_in_again: Callable[[], None],
    ) -> bytes:
        *first, last = mechanisms
        sign, key = self._driver.sign, session.found.handle
        for mechanism in first:
            try:
                return sign(session.handle, key, mechanism, data, log_in_again)
            except DriverRefusal as refusal:
                if refusal.code != return_codes.MECHANISM_PARAM_INVALID:
                    raise
        return sign(session.handle, key, last, data, log_in_again)

    def _was_away(
        self,
        session: _OpenSession,
        mechanisms: tuple[Mechanism, ...],
        data: bytes,
        error: DriverRefusal | DriverNonsense,
        failure: Failure,
    ) -> bool:
        """Tell whether a token that is there now took the login with it when it was away.

        A token that is out for less than it takes to look says no more than CKR_GENERAL_ERROR
        (OpenSC 0.23), and its session still counts as logged in. Signing once more tells: it costs
        no PIN, and what comes of it is thrown away. A card that was there all along refuses as
        before, or said itself that nobody is logged in.
        """
        if not isinstance(error, DriverRefusal) or failure.code != TokenFailedError.code:
            return False
        told_so = error.code == return_codes.USER_NOT_LOGGED_IN
        if told_so or session.found.key.always_authenticate:
            return False
        try:
            self._signature(session, mechanisms, data, lambda: None)
        except DriverRefusal as again:
            return again.code in return_codes.LOGIN_ENDED - {error.code}
        except DriverNonsense:
            return False
        return False

    def _expect(self, request: SessionRequest | PinChange | PinUnblock) -> TokenState:
        """Make sure that the token is the one that is meant, and close what we had open there."""
        state = self._state(request.slot)
        if (state.serial, state.label) != (request.serial, request.label):
            raise OperationFailed(TokenMissingError.code, token=request.label)
        self._close_all(request.slot)
        return state

    def _slot_of(self, arguments: object) -> int | None:
        if isinstance(arguments, SlotChoice | SessionRequest | PinChange):
            return arguments.slot
        return self._session.slot if self._session is not None else None

    def _state(self, slot: int) -> TokenState:
        reader = self._driver.slot_info(slot).description
        info = self._driver.token_info(slot)
        return TokenState(
            slot=slot,
            reader=readable(reader),
            label=readable(info.label),
            serial=readable(info.serial),
            model=readable(info.model),
            manufacturer=readable(info.manufacturer),
            flags=info.flags,
            pin_minimum=told(info.min_pin),
            pin_maximum=told(info.max_pin),
            free_memory=told(info.free_public),
            user_tries_left=user_tries_left(self._driver, slot, info.flags),
        )

    def _login(self, handle: int, state: TokenState, pin: bytearray | None) -> None:
        if not state.flags & TokenFlag.LOGIN_REQUIRED:
            return
        pin_pad = _has_pin_pad(state.flags)
        if pin is None and not pin_pad:
            raise OperationFailed(PinRequiredError.code)
        try:
            self._driver.login(handle, CKU_USER, None if pin_pad else pin)
        except DriverRefusal as refusal:
            if refusal.code != return_codes.USER_ALREADY_LOGGED_IN:
                raise

    def _key(self, handle: int, keys: list[FoundKey], request: SessionRequest) -> FoundKey:
        found = key_of(self._driver, handle, keys, request.certificate, request.key_id)
        if found is None:
            raise OperationFailed(KeyMissingError.code)
        if not found.key.can_sign:
            raise OperationFailed(KeyNotForSigningError.code)
        return found

    def _close_all(self, slot: int) -> None:
        with contextlib.suppress(DriverRefusal):
            self._driver.close_all_sessions(slot)


def _has_pin_pad(flags: int) -> bool:
    return bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)
