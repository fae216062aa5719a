"""No order of moves leads an application out of an end, or to a state that is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.registers import RegistrationMoveError
from desktop_app.core.registrations import (
    EDITABLE,
    FINAL,
    MOVES,
    RegistrationMove,
    RegistrationStatus,
    moved,
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(RegistrationMove), max_size=12))
def test_any_moves_keep_to_the_table(moves: list[RegistrationMove]) -> None:
    status = RegistrationStatus.DRAFT
    for move in moves:
        if move in MOVES[status]:
            status = moved(status, move)
        else:
            with pytest.raises(RegistrationMoveError):
                moved(status, move)
    if status in FINAL:
        assert not MOVES[status]


def test_the_table_is_whole_and_each_state_can_be_reached() -> None:
    assert set(MOVES) == set(RegistrationStatus)
    reached = {RegistrationStatus.DRAFT}
    for _ in RegistrationStatus:
        reached |= {after for status in reached for after in MOVES[status].values()}
    assert reached == set(RegistrationStatus)
    assert frozenset({RegistrationStatus.REJECTED, RegistrationStatus.CLOSED}) == FINAL
    assert frozenset({RegistrationStatus.DRAFT, RegistrationStatus.REWORK}) == EDITABLE
