"""Progress and cancelling of a long export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from desktop_app.core.cancellation import (
    Cancellation,
    Progress,
    ProgressListener,
    ignore_progress,
)

Row = TypeVar("Row")
_STRIDE = 250
"""Rows between two looks at cancelling."""


class Steps:
    """Tells how far the rows are and stops between two of them."""

    def __init__(
        self, progress: ProgressListener = ignore_progress, cancel: Cancellation | None = None
    ) -> None:
        self._progress = progress
        self._cancel = cancel

    def over(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield the rows. Raises ``Cancelled`` soon after cancelling is asked for."""
        for number, row in enumerate(rows):
            if number % _STRIDE == 0:
                self.tell(number, len(rows))
            yield row
        self.tell(len(rows), len(rows))

    def tell(self, done: int, total: int) -> None:
        """Tell the progress. Raises ``Cancelled``."""
        if self._cancel is not None:
            self._cancel.checkpoint()
        self._progress(Progress(done, total))
