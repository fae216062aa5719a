"""Whether the time-stamp service gives stamps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeStamps:
    """What came of asking for a stamp on a fixed text."""

    configured: bool = False
    """A service is named in the settings."""
    host: str = ""
    error: str = ""
    """Code of the error (``stamp.*``); empty when a good stamp came."""
    detail: str = ""
    """The error's own word for what went wrong."""
