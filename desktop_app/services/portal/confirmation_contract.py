"""The contract's part on codes and on the confirmation of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from desktop_app.core.confirmations import CodeChannel
from desktop_app.services.portal.contract import Text

CodeText = Annotated[str, Text(r"^[0-9]{6}$", 6, 6)]


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A code that is under way; the code itself went to the person."""

    channel: CodeChannel
    address: str
    """Masked."""
    expires_at: datetime
    resend_at: datetime
    """From when on another one may be asked for."""
    tries_left: int


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A code as the person typed it."""

    code: CodeText
