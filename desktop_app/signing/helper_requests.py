"""Requests to one helper, of which one may be sent before another is answered."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.base import NmoError, error_from
from desktop_app.core.errors.tokens import DriverError, DriverNonsenseError
from desktop_app.signing.limits import Limits
from desktop_app.signing.line_process import LineProcess, ProcessError, ProcessNonsense
from desktop_app.signing.protocol import (
    CANCELLED,
    VERSION,
    Answer,
    Failure,
    Operation,
    Request,
    decode,
    encode,
    wipe,
)

_Result = TypeVar("_Result")
_LEAVE_SECONDS = 2.0
LossListener = Callable[[ProcessError, Operation], DriverError]
"""Told which operation a helper was lost in; returns the error that this means."""


@dataclass(frozen=True, slots=True)
class _Unanswered:
    number: int
    operation: Operation
    line: bytearray
    seconds: float


class Requests:
    """Requests under way to one helper, answered in their order; made by ``Supervisor``.

    ``numbers`` gives each its own; ``start_seconds`` is added to the first one's time limit.
    """

    def __init__(
        self,
        path: str,
        process: LineProcess,
        limits: Limits,
        numbers: Iterator[int],
        lost: LossListener,
        *,
        start_seconds: float,
        cancel: Cancellation | None,
    ) -> None:
        self._path = path
        self._process = process
        self._limits = limits
        self._numbers = numbers
        self._lost = lost
        self._start_seconds = start_seconds
        self._cancel = cancel
        self._unanswered: deque[_Unanswered] = deque()

    def __len__(self) -> int:
        return len(self._unanswered)

    def send(
        self, operation: Operation, arguments: object, *, signatures: int = 1, pin_pad: bool = False
    ) -> None:
        """Ask for an operation. Raises ``DriverError``."""
        inner, number = encode(arguments), next(self._numbers)
        line = encode(Request(VERSION, number, operation, msgspec.Raw(inner)))
        wipe(inner)
        seconds = self._limits.seconds(operation, pin_pad=pin_pad, signatures=signatures)
        seconds, self._start_seconds = seconds + self._start_seconds, 0.0
        self._unanswered.append(_Unanswered(number, operation, line, seconds))
        try:
            self._process.send(line)
        except ProcessError as lost:
            raise self._lost(lost, operation) from lost

    def receive(self, kind: type[_Result]) -> _Result:
        """Return the result of the oldest request, which must be a ``kind``.

        Raises the errors of drivers, tokens and PINs, and ``Cancelled``.
        """
        asked = self._unanswered.popleft()
        try:
            raw = self._process.receive(asked.seconds, self._cancel)
            answer = _checked(raw, asked)
        except ProcessError as lost:
            self._process.close()
            raise self._lost(lost, asked.operation) from lost
        finally:
            wipe(asked.line)
        if answer.failure is not None:
            raise self.error(answer.failure)
        try:
            return decode(answer.result, kind)
        except ValueError as error:
            raise self.nonsense(str(error)) from error

    def error(self, failure: Failure) -> NmoError | Cancelled:
        """Return the error that the helper told of."""
        if failure.code == CANCELLED:
            return Cancelled()
        try:
            error = error_from(failure.code, failure.data)
        except KeyError:
            return self.nonsense(f"failure {failure.code}")
        if isinstance(error, DriverError):
            error.path = self._path
        return error

    def nonsense(self, detail: str) -> DriverNonsenseError:
        """Return the error for an answer that cannot be."""
        return DriverNonsenseError(self._path, detail)

    def leave(self) -> None:
        """Take the answers that nobody waits for any more; a helper that is slow is ended."""
        for asked in self._unanswered:
            if self._process.alive:
                with contextlib.suppress(ProcessError):
                    self._process.receive(_LEAVE_SECONDS)
            wipe(asked.line)
        self._unanswered.clear()


def _checked(raw: bytes, asked: _Unanswered) -> Answer:
    try:
        answer = decode(raw, Answer)
    except ValueError as error:
        raise ProcessNonsense(str(error)) from error
    expected = (VERSION, asked.number, asked.operation)
    if (answer.version, answer.id, answer.operation) != expected:
        raise ProcessNonsense("an answer to another request")
    return answer
