"""Signing what waits in a batch with one login, so that the token need not wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic

from desktop_app.core.cancellation import (
    Cancellation,
    Pause,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import PinError, TokenError
from desktop_app.services.document_signer import DocumentQueue, OpenSigner
from desktop_app.services.signing_batch import (
    DocumentState,
    Item,
    Outcome,
    Reading,
    Signed,
    SigningBatch,
)

_MOST_HELD = 32 * 1024 * 1024
"""Bytes of documents held for signatures under way; one may be larger by itself."""

_MOST_KEEPING = 4
_KEEPING_SECONDS = 0.03
"""A slow disk is waited for no longer before the token is listened to again."""


@dataclass(frozen=True, slots=True)
class Control:
    """How a caller follows and steers a batch."""

    progress: ProgressListener = ignore_progress
    """Told of each document as it is finished, on the caller's thread."""
    pause: Pause | None = None
    cancel: Cancellation | None = None


@dataclass(frozen=True, slots=True)
class _UnderWay:
    number: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Kept:
    parts: list[_UnderWay]
    errors: Future[Sequence[NmoError | None]]


class BatchLogin(Generic[Item]):
    """One login's work on a batch.

    While the token signs some documents, the next are read and finished signatures are kept.
    """

    def __init__(self, batch: SigningBatch[Item], signer: OpenSigner, control: Control) -> None:
        self._batch = batch
        self._signer = signer
        self._key = signer.key()
        self._control = control
        self._waiting = deque(batch.waiting())
        self._under_way: deque[_UnderWay] = deque()
        self._kept: deque[_Kept] = deque()
        self._held_bytes = 0

    def run(self) -> None:
        """Sign all that waits, waiting itself while paused; the login stays open meanwhile.

        A document that fails does not stop the others. When the token fails or refuses a PIN,
        ``batch.stopped_by`` is set. Raises ``Cancelled``. What was under way waits again.
        """
        try:
            while self._waiting and self._batch.stopped_by is None:
                if self._control.pause is not None:
                    self._control.pause.wait(self._control.cancel)
                with self._signer.queue() as queue:
                    self._sign(queue)
        except (TokenError, PinError) as error:
            self._batch.stopped_by = error

    def _sign(self, queue: DocumentQueue) -> None:
        """Sign until nothing waits, a pause is asked for or the token fails."""
        with ThreadPoolExecutor(1) as keeper:  # It waits for the disk (docs/decisions/0003).
            try:
                while True:
                    if self._batch.stopped_by is None:
                        self._fill(queue)
                    self._settle_kept(most_left=_MOST_KEEPING)
                    if not queue.under_way or self._batch.stopped_by is not None:
                        return
                    taken = queue.take()
                    self._batch.stopped_by = taken.failure
                    self._keep(keeper, taken.signatures)
            finally:
                self._settle_kept(most_left=0)

    def _fill(self, queue: DocumentQueue) -> None:
        while self._waiting and queue.has_room and self._may_begin():
            number = self._waiting.popleft()
            reading = self._read(number)
            if reading is not None:
                queue.put(reading)
                self._under_way.append(_UnderWay(number, reading))
                self._held_bytes += reading.held_bytes
        queue.send()

    def _may_begin(self) -> bool:
        """Whether another document may be begun. Raises ``Cancelled``."""
        if self._control.cancel is not None:
            self._control.cancel.checkpoint()
        pausing = self._control.pause is not None and self._control.pause.requested
        return not pausing and self._held_bytes <= _MOST_HELD

    def _read(self, number: int) -> Reading | None:
        document = self._batch.document(number)
        try:
            return document.read(self._key, self._control.cancel)
        except NmoError as error:
            self._settle(number, Outcome(document, DocumentState.FAILED, error))
            return None

    def _keep(self, keeper: Executor, made: tuple[bytes, ...]) -> None:
        if not made:
            return
        parts = [self._under_way.popleft() for _ in made]
        signed = [
            Signed(self._batch.document(part.number), part.reading, signature)
            for part, signature in zip(parts, made, strict=True)
        ]
        self._kept.append(_Kept(parts, keeper.submit(self._batch.keep, signed)))

    def _settle_kept(self, most_left: int) -> None:
        """Settle what is kept, waiting a moment for the rest, and longer if too much is left."""
        while self._kept:
            patience = _KEEPING_SECONDS if len(self._kept) <= most_left else None
            if not wait([self._kept[0].errors], patience).done:
                return
            kept = self._kept.popleft()
            for part, error in zip(kept.parts, kept.errors.result(), strict=True):
                self._held_bytes -= part.reading.held_bytes
                self._settle(part.number, self._outcome(part, error))

    def _outcome(self, part: _UnderWay, error: NmoError | None) -> Outcome[Item]:
        document = self._batch.document(part.number)
        if error is not None:
            return Outcome(document, DocumentState.FAILED, error)
        digest, algorithm = part.reading.digest.hex(), self._signer.algorithm.name
        return Outcome(document, DocumentState.SIGNED, digest=digest, algorithm=algorithm)

    def _settle(self, number: int, outcome: Outcome[Item]) -> None:
        self._control.progress(self._batch.settle(number, outcome))
