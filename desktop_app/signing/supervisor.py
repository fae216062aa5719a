"""Starts one helper per driver, gives it time limits, kills it and starts the next."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.base import NmoError, error_from
from desktop_app.core.errors.tokens import (
    DriverCrashedError,
    DriverError,
    DriverFailedError,
    DriverHungError,
    DriverNonsenseError,
    DriverSetAsideError,
)
from desktop_app.core.tokens import Driver
from desktop_app.signing.driver_file import check_driver_file
from desktop_app.signing.launch import own_command
from desktop_app.signing.limits import Limits
from desktop_app.signing.line_process import (
    LineProcess,
    ProcessCrashed,
    ProcessError,
    ProcessHung,
    ProcessNonsense,
)
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

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
HelperCommand = Callable[[str], Sequence[str]]
"""From a driver's path to the command line of its helper."""


def token_helper(driver_path: str) -> Sequence[str]:
    """Return the command line of the program's own helper for a driver."""
    return own_command("--token-helper", driver_path)


class Supervisor:
    """Ask one driver's helper; requests are served one after another.

    The helper is started by the first request and again by the next one after it was lost.
    """

    def __init__(
        self, driver: Driver, limits: Limits, helper_command: HelperCommand = token_helper
    ) -> None:
        self._driver = driver
        self._limits = limits
        self._command = helper_command
        self._lock = threading.Lock()
        self._process: LineProcess | None = None
        self._losses: deque[float] = deque(maxlen=limits.crashes)
        self._set_aside = False
        self._closed = False
        self._ids = itertools.count(1)

    def request(
        self,
        operation: Operation,
        arguments: object,
        kind: type[_Result],
        *,
        pin_pad: bool = False,
        same_process: bool = False,
        cancel: Cancellation | None = None,
    ) -> _Result:
        """Ask for an operation and return its result, which must be a ``kind``.

        With ``same_process`` a lost helper is not replaced: the session it held is gone.
        Raises the errors of drivers, tokens and PINs, and ``Cancelled``.
        """
        inner = encode(arguments)
        number = next(self._ids)
        line = encode(Request(VERSION, number, operation, msgspec.Raw(inner)))
        try:
            with self._lock:
                seconds = self._limits.seconds(operation, pin_pad=pin_pad)
                answer = self._exchange(operation, number, line, seconds, same_process, cancel)
        finally:
            wipe(inner)
            wipe(line)
        if answer.failure is not None:
            raise self._error(answer.failure)
        return self._result(answer, kind)

    def retry(self) -> None:
        """Use a driver again that was set aside."""
        self._losses.clear()
        self._set_aside = False

    def restart(self) -> None:
        """End the helper, so that the next request starts a fresh one; it counts as no loss."""
        with self._lock:
            if self._process is not None:
                self._process.close()
                self._process = None

    def close(self) -> None:
        """End the helper, even one that is busy; further requests are refused."""
        self._closed = True
        process = self._process
        if process is not None:
            process.close()

    def _exchange(
        self,
        operation: Operation,
        number: int,
        line: bytearray,
        seconds: float,
        same_process: bool,
        cancel: Cancellation | None,
    ) -> Answer:
        process, start_seconds = self._running(same_process)
        try:
            raw = process.request(line, seconds + start_seconds, cancel)
            return _checked(raw, number, operation)
        except ProcessError as lost:
            process.close()
            raise self._lost(lost, operation) from lost

    def _running(self, same_process: bool) -> tuple[LineProcess, float]:
        """Return a helper and the extra seconds that its first request may take."""
        path = self._driver.path
        if self._process is not None and self._process.alive:
            return self._process, 0.0
        if self._closed or same_process:
            raise DriverCrashedError(path)
        if self._set_aside:
            raise DriverSetAsideError(path)
        check_driver_file(path)
        try:
            self._process = LineProcess(self._command(path), self._driver.environment)
        except OSError as error:
            raise DriverFailedError(path, type(error).__name__) from error
        return self._process, self._limits.start

    def _lost(self, lost: ProcessError, operation: Operation) -> DriverError:
        path = self._driver.path
        if self._closed:
            return DriverCrashedError(path)
        self._losses.append(time.monotonic())
        within = self._losses[-1] - self._losses[0] < self._limits.crash_window
        self._set_aside = within and len(self._losses) == self._limits.crashes
        _log.info("helper of %s lost in %s: %s", path, operation, lost)
        if isinstance(lost, ProcessHung):
            return DriverHungError(path, operation.value, lost.seconds)
        if isinstance(lost, ProcessCrashed):
            return DriverCrashedError(path, lost.exit_status)
        return DriverNonsenseError(path, str(lost))

    def _error(self, failure: Failure) -> NmoError | Cancelled:
        if failure.code == CANCELLED:
            return Cancelled()
        try:
            error = error_from(failure.code, failure.data)
        except KeyError:
            return DriverNonsenseError(self._driver.path, f"failure {failure.code}")
        if isinstance(error, DriverError):
            error.path = self._driver.path
        return error

    def _result(self, answer: Answer, kind: type[_Result]) -> _Result:
        try:
            return decode(answer.result, kind)
        except ValueError as error:
            raise DriverNonsenseError(self._driver.path, str(error)) from error


def _checked(raw: bytes, number: int, operation: Operation) -> Answer:
    try:
        answer = decode(raw, Answer)
    except ValueError as error:
        raise ProcessNonsense(str(error)) from error
    if (answer.version, answer.id, answer.operation) != (VERSION, number, operation):
        raise ProcessNonsense("an answer to another request")
    return answer
