"""What the portal says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """What the portal says."""

    configured: bool = True
    error: str = ""
    """Code of the error that the portal's health gave (``portal.unreachable``, ...)."""
    retry_after_seconds: int | None = None
    answer_ms: int | None = None
    session: str = "none"
    """``none``, ``valid`` or ``expired``."""
    session_minutes_left: int | None = None
    account_error: str = ""
    account_name: str = ""
    account_snils: str = ""
    account_level: str = ""
    """As the contract names it; empty when nobody is signed in."""
    account_confirmed: bool | None = None
    roles: tuple[str, ...] = ()
    consent: str = ""
    """State of the consent as the contract names it."""
    lost_answers: int = 0
    """Writes of the last hour whose answer was lost, so that they were sent again."""
    failed_writes: int = 0
    """Writes of the last hour that the portal failed at first, so that they were sent again."""
