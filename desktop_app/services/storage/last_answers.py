"""What the portal said last, per account and kind of question, encrypted at rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec

from desktop_app.services.storage.sealed_store import SealedStore
from desktop_app.signing.decoding import decode_json

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class LastAnswer(Generic[Value]):
    """An answer and when the portal gave it."""

    value: Value
    as_of: datetime


class LastAnswers(Generic[Value]):
    """The answers to one question (``cycle``, ``tickets``, ...) for whoever is known here.

    ``account`` names the person, or nobody: then nothing is kept and nothing is found. What cannot
    be read counts as absent.
    """

    def __init__(
        self, store: SealedStore, account: Callable[[], str], question: str, kind: type[Value]
    ) -> None:
        self._store = store
        self._account = account
        self._question = question
        self._kind = kind

    def keep(self, value: Value) -> None:
        """Keep what the portal has just said."""
        if key := self._key():
            lines = (datetime.now(UTC), value)
            self._store.set(key, b"\n".join(map(msgspec.json.encode, lines)))

    def find(self) -> LastAnswer[Value] | None:
        """Return what the portal said last; None where it was never asked."""
        key = self._key()
        content = self._store.get(key) if key else None
        if content is None:
            return None
        as_of, _, value = content.partition(b"\n")
        try:
            return LastAnswer(decode_json(value, self._kind), decode_json(as_of, datetime))
        except msgspec.MsgspecError:  # Written by another version of the program.
            return None

    def _key(self) -> str:
        account = self._account()
        return f"{account}#{self._question}" if account else ""
