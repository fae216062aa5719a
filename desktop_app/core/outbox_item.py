"""One document of the outbox: its states, and the moves between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop_app.core.documents import DocumentKind, DocumentSigner, DocumentVersion, Receipt
from desktop_app.core.errors.outbox import OutboxMoveError
from desktop_app.core.signing_wishes import SignatureShape


class OutboxState(StrEnum):
    """Where a document stands on its way to the portal."""

    PREPARED = "prepared"
    """Kept, not signed yet."""
    WAITING = "waiting"
    """Signed; leaves as soon as network and session allow."""
    SENDING = "sending"
    """A delivery is under way, or was when the program ended."""
    DELIVERED = "delivered"
    """The portal has it."""
    REFUSED = "refused"
    """The portal said no; a person decides."""
    CONFLICT = "conflict"
    """The portal has a newer version; a person decides."""
    EXPIRED = "expired"
    """The certificate ended before the document left: it has to be signed again."""
    EXPORTED = "exported"
    """Handed to another computer on a medium; it is sent from there."""
    DROPPED = "dropped"
    """Given up by a person."""


class OutboxMove(StrEnum):
    """What changes the state of a document."""

    SIGN = "sign"
    BEGIN = "begin"
    ARRIVE = "arrive"
    POSTPONE = "postpone"
    """Not now: no network, no answer, a busy portal, cancelled, or the program ended."""
    REFUSE = "refuse"
    OUTRUN = "outrun"
    """The portal has a newer version."""
    EXPIRE = "expire"
    RETRY = "retry"
    KEEP_MINE = "keep-mine"
    TAKE_THEIRS = "take-theirs"
    EXPORT = "export"
    TAKE_BACK = "take-back"
    """The medium is lost or came back: send from here after all, under the same key."""
    DROP = "drop"


MOVES: Final[Mapping[OutboxState, Mapping[OutboxMove, OutboxState]]] = {
    OutboxState.PREPARED: {
        OutboxMove.SIGN: OutboxState.WAITING,
        OutboxMove.DROP: OutboxState.DROPPED,
    },
    OutboxState.WAITING: {
        OutboxMove.BEGIN: OutboxState.SENDING,
        OutboxMove.EXPORT: OutboxState.EXPORTED,
        OutboxMove.RETRY: OutboxState.WAITING,
        OutboxMove.DROP: OutboxState.DROPPED,
    },
    OutboxState.SENDING: {
        OutboxMove.ARRIVE: OutboxState.DELIVERED,
        OutboxMove.POSTPONE: OutboxState.WAITING,
        OutboxMove.REFUSE: OutboxState.REFUSED,
        OutboxMove.OUTRUN: OutboxState.CONFLICT,
        OutboxMove.EXPIRE: OutboxState.EXPIRED,
    },
    OutboxState.DELIVERED: {},
    OutboxState.REFUSED: {
        OutboxMove.SIGN: OutboxState.WAITING,
        OutboxMove.RETRY: OutboxState.WAITING,
        OutboxMove.DROP: OutboxState.DROPPED,
    },
    OutboxState.CONFLICT: {
        OutboxMove.KEEP_MINE: OutboxState.WAITING,
        OutboxMove.TAKE_THEIRS: OutboxState.DROPPED,
        OutboxMove.DROP: OutboxState.DROPPED,
    },
    OutboxState.EXPIRED: {
        OutboxMove.SIGN: OutboxState.WAITING,
        OutboxMove.DROP: OutboxState.DROPPED,
    },
    OutboxState.EXPORTED: {
        OutboxMove.TAKE_BACK: OutboxState.WAITING,
        OutboxMove.DROP: OutboxState.DROPPED,
    },
    OutboxState.DROPPED: {},
}
"""Each state's moves and where they lead; what is not here is not allowed."""

FINAL: Final = frozenset(state for state, moves in MOVES.items() if not moves)
"""States that no document leaves; its content is no longer kept."""
UNRESOLVED: Final = frozenset(OutboxState) - FINAL - {OutboxState.EXPORTED}
"""States from which a document may still leave from here."""
NEEDS_PERSON: Final = frozenset(
    {OutboxState.PREPARED, OutboxState.REFUSED, OutboxState.CONFLICT, OutboxState.EXPIRED}
)
"""States that wait for somebody's decision or signature."""


def moved(state: OutboxState, move: OutboxMove, item_id: str = "") -> OutboxState:
    """Return the state that ``move`` leads to. Raises ``OutboxMoveError``."""
    after = MOVES[state].get(move)
    if after is None:
        raise OutboxMoveError(id=item_id, state=state.value, move=move.value)
    return after


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One document of the outbox, without its content."""

    number: int
    """Order of acceptance; documents leave in this order."""
    id: str
    """Thirty-two hexadecimal digits, the same on every computer that it passes through."""
    state: OutboxState
    accepted_at: datetime
    changed_at: datetime
    """When its state last changed."""
    readable: bool = True
    """False when the key is not at hand: then only the fields above hold."""
    kind: DocumentKind = DocumentKind.OTHER
    title: str = ""
    file_name: str = ""
    size: int = 0
    """Bytes of the document."""
    sha256: str = ""
    signer: DocumentSigner | None = None
    """None until it is signed."""
    cosigners: tuple[DocumentSigner, ...] = ()
    """Whose signatures stand beside that one; they may be there before it."""
    shape: SignatureShape = SignatureShape.DETACHED
    """Where the signatures are."""
    stamped: bool = False
    """The signature carries a time stamp."""
    stamp_error: str = ""
    """Code of the error that kept a time stamp from it when it left; empty for none."""
    accepted_sha256: str = ""
    """Of what was accepted, where a signature inside made another file of it; else empty."""
    accepted_size: int = 0
    """Bytes of what was accepted, with which that other file begins; 0 where there is none."""
    document_id: str = ""
    """The portal's document that this is a new version of; empty for a new one."""
    base_version: int = 0
    """The version that this one replaces, as far as the person knew."""
    tries: int = 0
    """Deliveries begun since the last decision of a person."""
    next_try_at: datetime | None = None
    """Not sent by itself before."""
    error_code: str = ""
    """Why it is where it is: code of an error or a reason."""
    error_data: Mapping[str, object] = field(default_factory=dict)
    maybe_arrived: bool = False
    """The portal was asked to take it and the answer is not known."""
    theirs: DocumentVersion | None = None
    """The portal's version, in ``CONFLICT``."""
    receipt: Receipt | None = None
    """The portal's word, in ``DELIVERED``."""

    @property
    def signers(self) -> tuple[DocumentSigner, ...]:
        """Everybody who signed."""
        return self.cosigners if self.signer is None else (self.signer, *self.cosigners)

    @property
    def original_sha256(self) -> str:
        """Of what is signed: what was accepted."""
        return self.accepted_sha256 or self.sha256

    @property
    def can_be_signed(self) -> bool:
        """Whether a signature may be put to it here.

        A PDF that came with its signature inside is not signed anew: the file without it is not
        here.
        """
        came_signed = self.shape is SignatureShape.IN_PDF and not self.accepted_size
        unsigned = self.state is OutboxState.PREPARED
        return OutboxMove.SIGN in MOVES[self.state] and (unsigned or not came_signed)


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many documents stand in each state; states without any are left out."""

    by_state: Mapping[OutboxState, int]

    @property
    def total(self) -> int:
        """All documents, those that arrived and were dropped too."""
        return sum(self.by_state.values())

    @property
    def to_send(self) -> int:
        """Documents that leave by themselves."""
        waiting = (OutboxState.WAITING, OutboxState.SENDING)
        return sum(self.by_state.get(state, 0) for state in waiting)

    @property
    def for_person(self) -> int:
        """Documents that wait for somebody's decision or signature."""
        return sum(self.by_state.get(state, 0) for state in NEEDS_PERSON)
