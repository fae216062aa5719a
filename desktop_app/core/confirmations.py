"""Codes that prove a telephone or a mailbox, and the confirmation of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CodeChannel(StrEnum):
    """Where a code goes."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that is under way; the code itself only its receiver knows."""

    channel: CodeChannel
    address: str
    """Masked, as the portal shows it."""
    expires_at: datetime
    resend_at: datetime
    """From when on another one may be asked for."""
    tries_left: int
