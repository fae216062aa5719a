"""What adds a time stamp to a signature when a document leaves."""

from __future__ import annotations

from typing import Protocol

from desktop_app.core.cancellation import Cancellation


class Stamper(Protocol):
    """A time-stamp service; ``services.time_stamping.TimeStamper`` is one."""

    def stamp_message(self, message: bytes, cancel: Cancellation | None = None) -> bytes:
        """Return the CMS with a stamp on each signature that has none.

        Raises ``TimeStampError``, ``Cancelled``.
        """
