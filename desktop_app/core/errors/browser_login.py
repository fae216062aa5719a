"""Errors of signing in through the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.portal import PortalError, RefusedError
from desktop_app.core.errors.state import StateError


@dataclass(eq=False)
class LoopbackPortError(StateError):
    """No port of this computer could be had for the browser to come back to."""

    code: ClassVar[str] = "login.browser-port"
    port: int = 0
    """The port that was asked for; 0 for any."""


@dataclass(eq=False)
class BrowserLoginTimeoutError(PortalError):
    """Nobody came back from the browser within the time limit."""

    code: ClassVar[str] = "login.browser-timeout"
    seconds: int = 0
    """The time limit."""


@dataclass(eq=False)
class BrowserAnswerUntrustedError(PortalError):
    """What came back from the browser, or the id token, is not the answer to this login."""

    code: ClassVar[str] = "login.browser-untrusted"
    detail: str = ""
    """``state``, ``issuer``, ``code``, ``id-token``, ``account`` or ``endpoint`` did not fit."""


@dataclass(eq=False)
class BrowserLoginMissingError(RefusedError):
    """The portal offers no login through Госуслуги."""

    code: ClassVar[str] = "login.browser-missing"


@dataclass(eq=False)
class NoPortalAccountError(RefusedError):
    """Госуслуги know the person, but the portal has no account for them."""

    code: ClassVar[str] = "login.no-account"


@dataclass(eq=False)
class EsiaRefusedError(RefusedError):
    """ЕСИА did not let the person in; a new login may end otherwise once its cause is mended."""

    code: ClassVar[str] = "login.esia-refused"
    cause: str = ""
    """``EsiaCause.value``"""
    esia_code: str = ""
    """ЕСИА's own code, such as ``ESIA-007004``, for support."""
