"""«Проверить» for many credentials: a few at a time, one failure never stops the others."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.credentials import CheckOutcome
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    LevelInsufficientError,
    NotSignedInError,
    PortalError,
    PortalTlsError,
    PortalUnreachableError,
    RoleForbiddenError,
    SessionExpiredError,
)
from desktop_app.core.errors.state import UnexpectedError
from desktop_app.services.credential_table import check_of
from desktop_app.services.portal.client import Answer, Request, new_idempotency_key
from desktop_app.services.portal.contract import CheckMessage

_WORKERS = 4
_POLL_SECONDS = 0.05
_FAILURES_IN_A_ROW = 3
_HOPELESS = (
    NotSignedInError,
    SessionExpiredError,
    LevelInsufficientError,
    RoleForbiddenError,
    PortalUnreachableError,
    PortalTlsError,
)

Send = Callable[[Request], Answer]
_Result = tuple[str, CheckOutcome, NmoError | None]


def check_each(
    send: Send, ids: Sequence[str], cancel: Cancellation | None
) -> Iterator[CheckOutcome]:
    """Yield an outcome per credential as they come, on the caller's thread.

    When the session ended, the portal is gone, refuses the account or failed several times in
    a row, the rest is not sent
    and carries that error's code. Raises ``Cancelled``; of checks under
    way then the next look at the table tells.
    """
    batch = _Batch(send, ids)
    try:
        yield from batch.outcomes(cancel)
    finally:
        batch.stopped.set()


class _Batch:
    """Worker threads that take identifiers from one queue."""

    def __init__(self, send: Send, ids: Sequence[str]) -> None:
        self._send = send
        self._todo: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[_Result] = queue.SimpleQueue()
        self._count = len(ids)
        self.stopped = threading.Event()
        self._fatal: NmoError | None = None
        self._failures = 0
        for each in ids:
            self._todo.put(each)

    def outcomes(self, cancel: Cancellation | None) -> Iterator[CheckOutcome]:
        """Start the workers and yield what they bring."""
        for _ in range(min(_WORKERS, self._count)):
            threading.Thread(target=self._work, daemon=True, name="check").start()
        for _ in range(self._count):
            yield self._next(cancel)

    def _next(self, cancel: Cancellation | None) -> CheckOutcome:
        while True:
            if cancel is not None:
                cancel.checkpoint()
            try:
                _, outcome, error = self._results.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            self._judge(error)
            return outcome

    def _judge(self, error: NmoError | None) -> None:
        """Stop sending when it makes no sense any more."""
        self._failures = self._failures + 1 if isinstance(error, PortalError) else 0
        hopeless = isinstance(error, _HOPELESS) or self._failures >= _FAILURES_IN_A_ROW
        if error is not None and hopeless:
            self._fatal = self._fatal or error

    def _work(self) -> None:
        while not self.stopped.is_set():
            try:
                credential_id = self._todo.get_nowait()
            except queue.Empty:
                return
            self._results.put(self._check(credential_id))

    def _check(self, credential_id: str) -> _Result:
        if self._fatal is not None:
            return credential_id, CheckOutcome(credential_id, None, self._fatal.code), None
        path = f"credentials/{quote(credential_id, safe='')}/verifications"
        request = Request("POST", path, {}, idempotency_key=new_idempotency_key())
        try:
            check = check_of(self._send(request).decode(CheckMessage))
        except NmoError as error:
            return credential_id, CheckOutcome(credential_id, None, error.code), error
        except Exception as error:  # noqa: BLE001 - a lost worker would leave the caller waiting
            failure = UnexpectedError(detail=type(error).__name__)
            return credential_id, CheckOutcome(credential_id, None, failure.code), failure
        return credential_id, CheckOutcome(credential_id, check), None
