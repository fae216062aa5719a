"""How the portal answered last time, for whoever shows it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    PortalError,
    PortalSlowError,
    PortalTlsError,
    PortalUnreachableError,
)

UNREACHED = (PortalUnreachableError, PortalSlowError, PortalTlsError)
"""What says that the way to the portal is shut."""


class Contact(StrEnum):
    """What the last request to the portal came to."""

    NOT_ASKED = "not-asked"
    ANSWERS = "answers"
    """It answered as a portal does, be it with a refusal."""
    FAILS = "fails"
    """Something answered, but not as the portal should."""
    UNREACHED = "unreached"


Listener = Callable[[Contact], object]


class PortalContact:
    """Told of every request by those who send them; any thread may tell."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._now = Contact.NOT_ASKED
        self._answered_at = -1.0

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` how it is now, and whenever a request has ended."""
        with self._lock:
            self._listeners.append(listener)
            listener(self._now)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Note what the request in this block comes to; one that is cancelled says nothing."""
        began = self._monotonic()
        try:
            yield
        except NmoError as error:
            self._tell(began, contact_of(error))
            raise
        self._tell(began, Contact.ANSWERS)

    def _tell(self, began: float, contact: Contact) -> None:
        with self._lock:
            if contact is Contact.ANSWERS:
                self._answered_at = self._monotonic()
            elif began < self._answered_at:
                return  # Another request was answered since this one set out.
            self._now = contact
            for listener in self._listeners:
                listener(contact)


def contact_of(error: NmoError) -> Contact:
    """Return what the failure of a request says about the way to the portal."""
    if isinstance(error, UNREACHED):
        return Contact.UNREACHED
    return Contact.FAILS if isinstance(error, PortalError) else Contact.ANSWERS
