"""How far signing has come, shown while it goes and said when it is cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.cli.context import Context
from desktop_app.core.cancellation import Cancelled, Progress


class SigningProgress:
    """Shows progress, and says how far the work came when it is cancelled."""

    def __init__(self, context: Context, total: int) -> None:
        self._context = context
        self._last = Progress(0, total)

    def show(self, progress: Progress) -> None:
        """Show how far it is now."""
        self._last = progress
        self._context.output.progress(progress)

    @contextmanager
    def told_when_cancelled(self) -> Iterator[None]:
        """Say how far it came when the block is cancelled."""
        try:
            yield
        except (Cancelled, KeyboardInterrupt):
            done, total = self._last.done, self._last.total
            self._context.output.note(self._context.words("sign.cancelled", done=done, total=total))
            raise
