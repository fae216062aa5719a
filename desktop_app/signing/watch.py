"""Looking at every driver's tokens again and again, each in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from desktop_app.core.errors.tokens import DriverError
from desktop_app.core.tokens import TokenOverview
from desktop_app.signing.driver_tokens import DriverTokens
from desktop_app.signing.limits import Limits
from desktop_app.signing.token_merge import merge_snapshots

_log = logging.getLogger(__name__)
_STOP_SECONDS = 1.0


class Watch:
    """Tell ``listener`` whenever something changed, until ``stop``.

    The listener runs in a thread of the watch, one call at a time, first with what each
    driver shows at the start. A driver that hangs delays no other.
    """

    def __init__(
        self,
        drivers: Sequence[DriverTokens],
        listener: Callable[[TokenOverview], None],
        limits: Limits,
    ) -> None:
        self._drivers = drivers
        self._listener = listener
        self._limits = limits
        self._stopped = threading.Event()
        self._telling = threading.Lock()
        self._threads = [
            threading.Thread(target=self._poll, args=(driver,), daemon=True) for driver in drivers
        ]
        for thread in self._threads:
            thread.start()

    def stop(self, wait_seconds: float = _STOP_SECONDS) -> None:
        """End the watch; a driver that hangs is waited for no longer than ``wait_seconds``."""
        self._stopped.set()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(wait_seconds)

    def _poll(self, driver: DriverTokens) -> None:
        told = None
        while not self._stopped.is_set():
            snapshot = driver.refresh()
            if snapshot is not told:
                told = snapshot
                self._tell()
            failed = isinstance(snapshot.report.error, DriverError)
            self._stopped.wait(
                self._limits.failed_interval if failed else self._limits.poll_interval
            )

    def _tell(self) -> None:
        with self._telling:
            if self._stopped.is_set():
                return
            try:
                self._listener(merge_snapshots([each.snapshot for each in self._drivers]))
            except Exception:  # noqa: BLE001 - whatever it is, tokens are watched on
                _log.exception("a listener of tokens failed")
