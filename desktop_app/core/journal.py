"""Which lines of the portal's journal a person asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What the lines must satisfy; what is left out lets every line pass."""

    since: datetime | None = None
    """Aware; from this moment on."""
    until: datetime | None = None
    """Aware; before this moment."""
    person: str = ""
    """Words of the name of who did it."""
    subject: str = ""
    """Part of what it was done to."""
