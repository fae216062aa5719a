"""Starts one helper per driver, gives it time limits, kills it and starts the next."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from desktop_app.core.cancellation import Cancellation
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
from desktop_app.signing.helper_requests import Requests
from desktop_app.signing.launch import own_command
from desktop_app.signing.limits import Limits
from desktop_app.signing.line_process import (
    LineProcess,
    ProcessCrashed,
    ProcessError,
    ProcessHung,
)
from desktop_app.signing.protocol import Operation

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
        self._numbers = itertools.count(1)

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
        with self.requests(same_process=same_process, cancel=cancel) as requests:
            requests.send(operation, arguments, pin_pad=pin_pad)
            return requests.receive(kind)

    @contextmanager
    def requests(
        self, *, same_process: bool = False, cancel: Cancellation | None = None
    ) -> Iterator[Requests]:
        """Keep the helper for requests of which one may be sent before another is answered.

        Everybody else waits until the block is left. Raises as ``request`` does.
        """
        with self._lock:
            process, start_seconds = self._running(same_process)
            under_way = Requests(
                self._driver.path,
                process,
                self._limits,
                self._numbers,
                self._lost,
                start_seconds=start_seconds,
                cancel=cancel,
            )
            try:
                yield under_way
            finally:
                under_way.leave()

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
