"""The person at the window, asked to put a token back in the middle of a batch."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.cancellation import Cancellation, Pause
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.tokens import Token
from desktop_app.services.batch_signing import TokenGone


class Attendance:
    """An ``Attendant`` whose questions reach the window and whose answers come from it.

    ``gone`` and ``back`` are bridges to the UI thread. The signing thread waits at one gate for
    a PIN, the thread of the PIN dialog at another until the token was opened with it.
    """

    def __init__(
        self, gone: Callable[[TokenGone], object], back: Callable[[Token], object]
    ) -> None:
        self._gone = gone
        self._back = back
        self._asked = Pause()
        self._opened = Pause()
        self._given: PinGiven | None = None
        self.cancel: Cancellation | None = None
        """Of the batch at hand."""

    def token_gone(self, gone: TokenGone) -> None:
        """Let the window say so; on the signing thread."""
        self._gone(gone)

    def pin_again(self, token: Token) -> PinGiven | None:
        """Wait for the PIN that the window asks for; on the signing thread."""
        self._given = None
        self._asked.pause()
        self._back(token)
        self._asked.wait(self.cancel)
        return self._given

    def give(self, pin: Pin | None, confirmed: bool, cancel: Cancellation) -> None:
        """Hand a PIN over and wait until the token took or refused it; on the dialog's thread."""
        self._given = PinGiven(pin, confirmed)
        self._opened.pause()
        self._asked.resume()
        self._opened.wait(cancel)

    def opened(self) -> None:
        """Note that the token is open, or that the batch has ended."""
        self._opened.resume()
