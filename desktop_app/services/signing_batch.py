"""A batch of documents to sign, and what became of each so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from desktop_app.core.cancellation import Cancellation, Progress
from desktop_app.core.errors import NmoError
from desktop_app.services.prepared_pdf import PreparedPdf


class Document(Protocol):
    """Something to sign."""

    @property
    def name(self) -> str:
        """What people see while it is signed; it is kept in the audit log."""

    def read(self, key: SigningKey, cancel: Cancellation | None) -> Reading:
        """Read the document. Raises ``NmoError``, ``Cancelled``."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What a document has to know of the key that is to sign it."""

    digest: str
    """Name of the digest, for example ``sha256``."""
    holder: str = ""
    """Subject of the certificate."""
    message_bytes: int = 0
    """Bytes of a CMS without attributes and signature: the certificates that go along."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a signature needs of a document."""

    digest: bytes
    content: bytes | None = None
    """The document itself, for an attached signature."""
    copy: PreparedPdf | None = None
    """The copy of a PDF that takes the signature inside."""

    @property
    def held_bytes(self) -> int:
        """Bytes of memory that are held until the signature is kept."""
        return len(self.content or b"") + (len(self.copy.pdf) if self.copy else 0)


Item = TypeVar("Item", bound=Document)


@dataclass(frozen=True, slots=True)
class Signed(Generic[Item]):
    """A document with its signature."""

    document: Item
    reading: Reading
    signature: bytes
    """CMS, DER."""


Keeper = Callable[[Sequence[Signed[Item]]], Sequence[NmoError | None]]
"""Keeps signatures for good and says of each why it could not; called in a thread of its own."""


class DocumentState(StrEnum):
    """Where a document of a batch stands."""

    WAITING = "waiting"
    SIGNED = "signed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item]):
    """What became of one document so far."""

    document: Item
    state: DocumentState = DocumentState.WAITING
    error: NmoError | None = None
    digest: str = ""
    """Of a signed document, in lower-case hexadecimal."""
    algorithm: str = ""
    """Name of the signature algorithm, for example ``RSA-SHA256``."""


class SigningBatch(Generic[Item]):
    """Documents in their order; each pass signs those that have no signature yet.

    One thread works on a batch; others may look at ``outcomes`` meanwhile.
    """

    def __init__(self, documents: Sequence[Item], keep: Keeper[Item]) -> None:
        self.keep = keep
        self._outcomes = [Outcome(document) for document in documents]
        self._settled: list[int] = []
        self._done_before = 0
        self.stopped_by: NmoError | None = None
        """Why the waiting documents are not tried: a token that failed, a refused PIN."""

    @property
    def outcomes(self) -> tuple[Outcome[Item], ...]:
        """What became of each document, in the order given."""
        return tuple(self._outcomes)

    @property
    def settled(self) -> tuple[Outcome[Item], ...]:
        """What became of the documents of this pass, in the order in which it did."""
        return tuple(self._outcomes[index] for index in self._settled)

    def document(self, number: int) -> Item:
        """Return a document by its place, from 0."""
        return self._outcomes[number].document

    def count(self, state: DocumentState) -> int:
        """Return how many documents are in a state."""
        return sum(outcome.state is state for outcome in self._outcomes)

    def waiting(self) -> list[int]:
        """Return the numbers of the documents that wait."""
        states = enumerate(each.state for each in self._outcomes)
        return [number for number, state in states if state is DocumentState.WAITING]

    def begin_pass(self) -> None:
        """Let the documents that failed wait again."""
        self.stopped_by = None
        self._settled.clear()
        for number, outcome in enumerate(self._outcomes):
            if outcome.state is DocumentState.FAILED:
                self._outcomes[number] = Outcome(outcome.document)
        self._done_before = self.count(DocumentState.SIGNED)

    def settle(self, number: int, outcome: Outcome[Item]) -> Progress:
        """Set down what became of a document and return how far the batch is now."""
        self._outcomes[number] = outcome
        self._settled.append(number)
        done = self._done_before + len(self._settled)
        return Progress(done, len(self._outcomes), outcome.document.name)
