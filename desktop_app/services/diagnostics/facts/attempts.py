"""What came of the last sign-in or signature, by the program's own journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """The newest attempt of the last half hour; empty where there was none."""

    certificate: str = ""
    """Identifier of the certificate that a person chose."""
    outcome: str = ""
    """``ok``, ``cancelled`` or the code of an error."""
    at: datetime | None = None
