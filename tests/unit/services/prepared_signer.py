"""A login whose signatures need no token: two requests under way, and a failure on request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import TokenRemovedError
from desktop_app.services.document_signer import DocumentQueue, OpenSigner, SignedDocuments
from desktop_app.services.signing_batch import Reading, SigningKey


@dataclass(frozen=True)
class Algorithm:
    """What a batch asks of an algorithm."""

    name: str = "TEST"
    digest: str = "sha256"


def mark(reading: Reading) -> bytes:
    """Return what stands for the signature of a document."""
    return b"signature " + reading.digest + (reading.content or b"")


@dataclass
class Life:
    """How many signatures the token still makes, and what comes then."""

    left: int = 1 << 30
    at_once: int = 2
    end: NmoError = field(default_factory=lambda: TokenRemovedError(token="t"))
    make: Callable[[Reading], bytes] = mark
    most_under_way: int = 0
    """Bytes of content that were under way at the same time, at most."""


class PreparedQueue(DocumentQueue):
    """Takes so many documents per request, two requests at a time."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._collected: list[Reading] = []
        self._sent: deque[list[Reading]] = deque()

    @property
    def has_room(self) -> bool:
        return len(self._sent) < 2

    @property
    def under_way(self) -> bool:
        return bool(self._sent)

    def put(self, reading: Reading) -> None:
        self._collected.append(reading)
        held = [each for request in (*self._sent, self._collected) for each in request]
        size = sum(each.held_bytes for each in held)
        self._life.most_under_way = max(self._life.most_under_way, size)
        if len(self._collected) == self._life.at_once:
            self.send()

    def send(self) -> None:
        if self._collected:
            self._sent.append(self._collected)
            self._collected = []

    def take(self) -> SignedDocuments:
        asked = self._sent.popleft()
        signed = asked[: self._life.left]
        self._life.left -= len(signed)
        made = tuple(self._life.make(each) for each in signed)
        return SignedDocuments(made, self._life.end if len(signed) < len(asked) else None)


@dataclass(frozen=True)
class PreparedSigner(OpenSigner):
    """A login that lasts as long as its ``life``."""

    session: Any = None
    writer: Any = None
    algorithm: Any = Algorithm()
    life: Life = field(default_factory=Life)

    def key(self) -> SigningKey:
        return SigningKey(self.algorithm.digest)

    @contextmanager
    def queue(self) -> Iterator[DocumentQueue]:
        yield PreparedQueue(self.life)
