"""Moments as the pages show them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

_MOSCOW: Final = timezone(timedelta(hours=3), "МСК")


def moscow_time(moment: datetime) -> str:
    """Return day and time in Moscow, where the portal is."""
    return f"{moment.astimezone(_MOSCOW):%d.%m.%Y %H:%M} МСК"
