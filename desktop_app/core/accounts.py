"""The person's account and session at the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountLevel(StrEnum):
    """How far the person's identity is confirmed (ЕСИА)."""

    SIMPLE = "simple"
    STANDARD = "standard"
    CONFIRMED = "confirmed"


class Role(StrEnum):
    """What the portal lets the person do; the portal decides, the program only hides."""

    SPECIALIST = "specialist"
    HR = "hr"
    QUALITY = "quality"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in."""

    id: str
    full_name: str
    snils: str
    """Eleven digits."""
    level: AccountLevel
    roles: tuple[Role, ...]
    speciality: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class SessionState:
    """The session as the window shows it."""

    account: Account | None
    """None when nobody is signed in."""
    certificate_id: str = ""
    """Certificate that signed the login."""
    signed_in_at: datetime | None = None
    kept_in_keyring: bool = False
    """False when there is no keyring: the session ends with the program."""
    kept_in_file: bool = False
    """True without a keyring where the person allowed a private file, and in training."""


@dataclass(frozen=True, slots=True)
class LoginStatement:
    """A composed login statement that waits for the PIN and the signature."""

    challenge_id: str
    origin: str
    """``https://host[:port]`` that the program really connected to."""
    certificate_id: str
    content: bytes
    """Canonical JSON (RFC 8785), exactly the bytes that are signed."""
    expires_at: datetime
