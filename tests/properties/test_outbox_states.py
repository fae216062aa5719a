"""No path through the outbox loses a document or lets it leave twice."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from desktop_app.core.errors.outbox import (
    OutboxDuplicateError,
    OutboxMoveError,
    OutboxUnknownError,
)
from desktop_app.core.outbox_item import FINAL, MOVES, OutboxMove, OutboxState
from desktop_app.services.storage.outbox_record import Details
from tests.unit.services.storage.outbox_place import SIGNER, OutboxPlace, open_place


class Outbox(RuleBasedStateMachine):
    """The real store beside a plain model: accept, move, sign, restart, lose the database."""

    documents = Bundle("documents")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(
            dir="/dev/shm" if Path("/dev/shm").is_dir() else None
        )
        self._place: OutboxPlace = open_place(Path(self._folder.name))
        self._contents: dict[str, bytes] = {}
        self._states: dict[str, OutboxState] = {}
        self._arrivals: dict[str, int] = {}

    @rule(target=documents, content=st.binary(max_size=40), signed=st.booleans())
    def accept(self, content: bytes, signed: bool) -> str:
        same = [
            each
            for each, kept in self._contents.items()
            if kept == content and self._states[each] is not OutboxState.DROPPED
        ]
        try:
            record = self._place.accept(content, b"signed" if signed else b"")
        except OutboxDuplicateError as error:
            return same[same.index(error.id)]
        assert not same
        self._contents[record.id] = content
        self._states[record.id] = OutboxState.WAITING if signed else OutboxState.PREPARED
        return record.id

    @rule(document=documents, move=st.sampled_from(OutboxMove))
    def move(self, document: str, move: OutboxMove) -> None:
        before = self._states.get(document)
        expected = None if before is None else MOVES[before].get(move)
        after: OutboxState | None
        try:
            if move is OutboxMove.SIGN:
                after = self._place.store.sign(document, b"anew", _signed).state
            else:
                after = self._place.store.move(document, move).state
        except OutboxMoveError:
            after = None
        except OutboxUnknownError:
            assert before is None
            return
        assert after is expected
        if after is None:
            return
        self._states[document] = after
        if move is OutboxMove.ARRIVE:
            self._arrivals[document] = self._arrivals.get(document, 0) + 1

    @rule()
    def restart(self) -> None:
        self._place.close()
        self._place = open_place(Path(self._folder.name))
        assert self._place.store.take_up() == 0

    @rule()
    def lose_the_database(self) -> None:
        """What was still kept comes back ready to leave; its key makes that harmless."""
        self._place.close()
        self._place.home.outbox_database.write_bytes(b"no database at all" * 100)
        self._place = open_place(Path(self._folder.name))
        kept = {each for each, state in self._states.items() if state not in FINAL}
        assert self._place.store.take_up() == len(kept)
        for gone in set(self._states) - kept:
            del self._states[gone], self._contents[gone]
        for document in kept:
            signed = bool(self._place.store.rows.signature(document))
            self._states[document] = OutboxState.WAITING if signed else OutboxState.PREPARED

    @invariant()
    def every_document_is_there_once(self) -> None:
        records = self._place.store.rows.page((), 1000)
        assert sorted(each.id for each in records) == sorted(self._states)
        for record in records:
            assert record.state is self._states[record.id]
            assert bool(record.file) is (record.state not in FINAL)
            if record.file:
                assert self._place.content(record) == self._contents[record.id]
        assert self._place.files.names() == {each.file for each in records if each.file}
        assert all(count == 1 for count in self._arrivals.values())

    def teardown(self) -> None:
        self._place.close()
        self._folder.cleanup()


def _signed(details: Details) -> Details:
    return replace(details, signer=SIGNER)


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
