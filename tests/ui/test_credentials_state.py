"""What the page shows follows from what is known, and from nothing else."""

from __future__ import annotations

import pytest

from desktop_app.core.credentials import Check, CheckOutcome, CheckVerdict
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    LevelInsufficientError,
    PortalUnavailableError,
    PortalUnreachableError,
)
from desktop_app.ui.credentials_state import Notice, PageState, Situation, summarise
from tests.ui.credential_samples import MOMENT


@pytest.mark.parametrize(
    ("state", "situation"),
    [
        (PageState(), Situation.LOADING),
        (PageState(read=True, refreshing=True), Situation.LOADING),
        (PageState(read=True), Situation.EMPTY),
        (PageState(read=True, signed_in=False), Situation.SIGNED_OUT),
        (PageState(read=True, error=PortalUnreachableError()), Situation.FAILED),
        (PageState(read=True, refreshing=True, total=1), Situation.TABLE),
        (PageState(read=True, signed_in=False, total=1), Situation.TABLE),
    ],
)
def test_each_state_has_one_situation(state: PageState, situation: Situation) -> None:
    assert state.situation is situation


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (None, Notice.NONE),
        (PortalUnreachableError(), Notice.OFFLINE),
        (PortalUnavailableError(), Notice.OFFLINE),
        (LevelInsufficientError(), Notice.REFUSED),
    ],
)
def test_a_table_that_is_not_fresh_says_why(error: NmoError | None, notice: Notice) -> None:
    assert PageState(read=True, total=1, error=error).notice is notice


def test_who_is_signed_out_is_told_that_before_anything_else() -> None:
    state = PageState(read=True, total=1, signed_in=False, error=PortalUnreachableError())
    assert state.notice is Notice.SIGNED_OUT


def test_without_a_table_there_is_no_notice() -> None:
    assert PageState(read=True, error=PortalUnreachableError()).notice is Notice.NONE


def test_a_summary_counts_verdicts_failures_and_what_was_not_reached() -> None:
    outcomes = [
        CheckOutcome("1", Check(CheckVerdict.CONFIRMED, MOMENT)),
        CheckOutcome("2", Check(CheckVerdict.UNCLEAR, MOMENT)),
        CheckOutcome("3", None, "portal.slow"),
        CheckOutcome("4", None, "portal.unreachable"),
    ]
    summary = summarise(7, outcomes)
    assert (summary.finished, summary.failed, summary.stopped) == (2, 2, 3)
    assert summary.verdicts[CheckVerdict.CONFIRMED] == 1
    assert summary.error_code == "portal.slow"
