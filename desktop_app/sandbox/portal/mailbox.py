"""Short messages and letters of the training portal: seen on a page, kept in memory only."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop_app.core.confirmations import CodeChannel

MESSAGES_LIMIT: Final = 50
"""Messages that a person keeps; older ones go."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it reached the person."""

    channel: CodeChannel
    address: str
    text: str
    sent_at: datetime


class Mailbox:
    """The telephones and mailboxes of all people; several threads may call at once."""

    def __init__(self) -> None:
        self._letters: dict[str, deque[Letter]] = defaultdict(lambda: deque(maxlen=MESSAGES_LIMIT))
        self._lock = threading.Lock()

    def deliver(self, account_id: str, letter: Letter) -> None:
        """Hand a message to a person."""
        with self._lock:
            self._letters[account_id].appendleft(letter)

    def letters(self, account_id: str) -> tuple[Letter, ...]:
        """Return a person's messages, newest first."""
        with self._lock:
            return tuple(self._letters.get(account_id, ()))
