"""Do the states of the outbox lead somewhere, and is nothing sent that was given away?"""

from __future__ import annotations

import pytest

from desktop_app.core.errors.outbox import OutboxMoveError
from desktop_app.core.outbox_item import (
    FINAL,
    MOVES,
    NEEDS_PERSON,
    UNRESOLVED,
    OutboxCounts,
    OutboxMove,
    OutboxState,
    moved,
)


def reachable(start: OutboxState, *, without: OutboxState | None = None) -> set[OutboxState]:
    seen, pending = {start}, [start]
    while pending:
        for after in MOVES[pending.pop()].values():
            if after not in seen and after is not without:
                seen.add(after)
                pending.append(after)
    return seen


def test_every_state_has_its_moves_and_every_move_is_used() -> None:
    assert set(MOVES) == set(OutboxState)
    assert {move for moves in MOVES.values() for move in moves} == set(OutboxMove)


@pytest.mark.parametrize("state", sorted(set(OutboxState) - FINAL))
def test_a_document_can_always_be_delivered_or_dropped(state: OutboxState) -> None:
    assert OutboxState.DELIVERED in reachable(state)
    assert OutboxState.DROPPED in reachable(state)


def test_nothing_happens_to_a_document_that_arrived_or_was_dropped() -> None:
    assert {OutboxState.DELIVERED, OutboxState.DROPPED} == FINAL


def test_a_document_arrives_by_being_sent_and_in_no_other_way() -> None:
    sources = {state for state, moves in MOVES.items() if OutboxState.DELIVERED in moves.values()}
    assert sources == {OutboxState.SENDING}
    assert OutboxState.DELIVERED not in reachable(OutboxState.PREPARED, without=OutboxState.SENDING)


def test_only_a_signed_document_is_sent() -> None:
    assert OutboxState.SENDING not in reachable(OutboxState.PREPARED, without=OutboxState.WAITING)
    assert [move for move in MOVES[OutboxState.PREPARED] if move is not OutboxMove.DROP] == [
        OutboxMove.SIGN
    ]


def test_a_document_given_away_leaves_from_here_only_after_it_was_taken_back() -> None:
    assert MOVES[OutboxState.EXPORTED] == {
        OutboxMove.TAKE_BACK: OutboxState.WAITING,
        OutboxMove.DROP: OutboxState.DROPPED,
    }
    assert OutboxState.EXPORTED not in UNRESOLVED


def test_what_is_being_sent_can_be_neither_dropped_nor_given_away() -> None:
    assert not {OutboxMove.DROP, OutboxMove.EXPORT} & set(MOVES[OutboxState.SENDING])


def test_a_move_that_is_not_allowed_says_what_and_where() -> None:
    with pytest.raises(OutboxMoveError) as caught:
        moved(OutboxState.DELIVERED, OutboxMove.BEGIN, "a1")
    assert caught.value.data() == {"id": "a1", "state": "delivered", "move": "begin"}


def test_counts_tell_what_leaves_and_what_waits_for_somebody() -> None:
    counts = OutboxCounts(dict.fromkeys(OutboxState, 1))
    assert counts.total == len(OutboxState)
    assert counts.to_send == 2
    assert counts.for_person == len(NEEDS_PERSON)
