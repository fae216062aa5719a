"""Looks at the smart-card service through a process of its own, which is killed when it hangs."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from desktop_app.core.readers import Reader, Readers, ServiceState
from desktop_app.signing.decoding import decode_json
from desktop_app.signing.launch import own_command
from desktop_app.signing.line_process import LineProcess, ProcessError, ProcessHung
from desktop_app.signing.reader_protocol import (
    NO_SERVICE,
    REMOVED_CARD,
    SECURITY_VIOLATION,
    SERVICE_STOPPED,
    SHARING_VIOLATION,
    SUCCESS,
    UNPOWERED_CARD,
    UNRESPONSIVE_CARD,
    ConnectAnswer,
    HelloAnswer,
    LookAnswer,
    ReaderOperation,
    ReaderRequest,
    ReaderState,
    StartAnswer,
)

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")
_ABSENT_SOCKET = frozenset({"ENOENT", "ECONNREFUSED", "ENOTDIR"})
_FORBIDDEN_SOCKET = frozenset({"EACCES", "EPERM", "ECONNRESET"})
_BUSY_SOCKET = frozenset({"EAGAIN", "TimeoutError"})
_MUTE = frozenset({UNRESPONSIVE_CARD, UNPOWERED_CARD})


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """Time limits in seconds; past them the helper is killed."""

    start: float = 20.0
    """Starting the helper, which may be slow on a busy machine."""
    context: float = 5.0
    look: float = 5.0
    connect: float = 5.0
    whole: float = 40.0
    """Readers that are not reached by then are told without having been connected to."""


class ReaderHelper:
    """One helper process at a time, started anew after it was lost."""

    def __init__(self, command: Sequence[str], limits: ReaderLimits) -> None:
        self._command = command
        self._limits = limits
        self._process: LineProcess | None = None

    def start(self) -> StartAnswer:
        """Start the helper and open its context. Raises ``ProcessError`` and ``OSError``."""
        self._process = LineProcess(self._command)
        try:
            self._ask(ReaderRequest(ReaderOperation.HELLO), HelloAnswer, self._limits.start)
        except ProcessHung as late:  # That says nothing about the service.
            raise ProcessError("the helper did not start") from late
        request = ReaderRequest(ReaderOperation.START)
        return self._ask(request, StartAnswer, self._limits.context)

    def look(self) -> LookAnswer:
        """Return the readers. Raises ``ProcessError``."""
        return self._ask(ReaderRequest(ReaderOperation.LOOK), LookAnswer, self._limits.look)

    def connect(self, reader: str) -> ConnectAnswer:
        """Connect to one card; a lost helper is replaced. Raises ``ProcessError``, ``OSError``."""
        if self._process is None:
            self.start()
        request = ReaderRequest(ReaderOperation.CONNECT, reader)
        return self._ask(request, ConnectAnswer, self._limits.connect)

    def close(self) -> None:
        """End the helper."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _ask(self, request: ReaderRequest, kind: type[_Answer], seconds: float) -> _Answer:
        process = self._process
        if process is None:
            raise ProcessError("the helper was not started")
        try:
            return decode_json(process.request(msgspec.json.encode(request), seconds), kind)
        except (ProcessError, msgspec.DecodeError) as error:
            self.close()
            if isinstance(error, ProcessError):
                raise
            raise ProcessError(str(error)) from error


def look_at_readers(
    command: Sequence[str] | None = None, limits: ReaderLimits | None = None
) -> Readers:
    """Return what the smart-card service shows; never raises, never waits for ever.

    ``command`` starts another helper than the program's own.
    """
    limits = limits or ReaderLimits()
    helper = ReaderHelper(command or own_command("--reader-helper"), limits)
    try:
        started = helper.start()
        if not started.library_loaded or started.code != SUCCESS:
            return Readers(state_of(started), detail=_detail(started))
        seen = helper.look()
        if seen.code != SUCCESS:
            return Readers(_lost(seen.code), detail=hexadecimal(seen.code))
        return Readers(ServiceState.OK, _connected(helper, seen.readers, limits))
    except ProcessHung:
        return Readers(ServiceState.HUNG)
    except (ProcessError, OSError) as error:
        _log.info("readers: %r", error)
        return Readers(ServiceState.FAILED, detail=type(error).__name__)
    finally:
        helper.close()


def state_of(answer: StartAnswer) -> ServiceState:
    """Tell why no context could be opened; pcsc-lite says one thing for several reasons."""
    if not answer.library_loaded:
        return ServiceState.NO_LIBRARY
    if answer.code == SECURITY_VIOLATION or answer.socket_error in _FORBIDDEN_SOCKET:
        return ServiceState.NOT_PERMITTED
    if answer.code not in (NO_SERVICE, SERVICE_STOPPED):
        return ServiceState.FAILED
    if answer.socket_answers:
        return ServiceState.OTHER_VERSION
    if answer.socket_error in _BUSY_SOCKET:
        return ServiceState.HUNG
    absent = not answer.socket_error or answer.socket_error in _ABSENT_SOCKET
    return ServiceState.STOPPED if absent else ServiceState.FAILED


def hexadecimal(code: int) -> str:
    """Return a code of PC/SC as it is written everywhere."""
    return f"0x{code:08X}"


def _lost(code: int) -> ServiceState:
    """The service ended between two questions, or failed."""
    return ServiceState.STOPPED if code in (NO_SERVICE, SERVICE_STOPPED) else ServiceState.FAILED


def _detail(answer: StartAnswer) -> str:
    parts = (hexadecimal(answer.code) if answer.code else "", answer.socket_error)
    return " ".join(each for each in parts if each)


def _connected(
    helper: ReaderHelper, states: Sequence[ReaderState], limits: ReaderLimits
) -> tuple[Reader, ...]:
    ends = time.monotonic() + limits.whole
    found = []
    for state in states:
        reader = Reader(
            state.name, state.present, state.mute, state.exclusive, state.in_use, atr=state.atr
        )
        can_be_asked = state.present and not state.mute and not state.exclusive
        if can_be_asked and time.monotonic() < ends:
            reader = _asked(helper, reader)
        found.append(reader)
    return tuple(found)


def _asked(helper: ReaderHelper, reader: Reader) -> Reader:
    try:
        answer = helper.connect(reader.name)
    except ProcessHung:
        return replace(reader, answers=False)
    except (ProcessError, OSError) as error:
        _log.info("connecting to %s: %r", reader.name, error)
        return reader
    if answer.code == SUCCESS:
        return replace(reader, extended_apdu=answer.extended_apdu, pin_pad=answer.pin_pad)
    return replace(
        reader,
        present=reader.present and answer.code != REMOVED_CARD,
        mute=answer.code in _MUTE,
        exclusive=answer.code == SHARING_VIOLATION,
        refusal=hexadecimal(answer.code),
    )
