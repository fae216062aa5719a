"""A sample of what ``scripts/prove-outbox`` does whole; and does the harness notice a fault?"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.faults.outbox.crashes import (
    Crash,
    Lane,
    Mode,
    Told,
    build_failpoints,
    lane,
    plan,
)
from tests.faults.outbox.ground import Ground

SAMPLE = 7


@pytest.fixture(scope="module")
def crashes(running: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    library = build_failpoints(tmp_path_factory.mktemp("failpoints"))
    with lane(running, library) as opened:
        yield opened


@pytest.fixture(scope="module")
def story(crashes: Lane) -> Told:
    """Return what the undisturbed story takes."""
    crashes.count()
    told = crashes.count()
    assert [step["failed"] for step in told.steps] == [""] * len(told.steps)
    return told


@pytest.mark.logs_warnings
def test_no_crash_loses_or_doubles_a_document(crashes: Lane, story: Told) -> None:
    everything = list(plan(story.calls, story.receives))
    assert len(everything) > 1000
    for crash in random.Random(7).sample(everything, SAMPLE):
        crashes.crash(crash)


@pytest.mark.logs_warnings
def test_a_commit_that_failed_may_still_count(crashes: Lane, story: Told) -> None:
    """The disk fills at the end of signing: both contents stay until the row is certain."""
    signed_at = next(step["at"] for step in story.steps if step["do"] == "sign")
    for at in range(signed_at - 16, signed_at, 4):
        crashes.crash(Crash(Mode.NO_SPACE_ON, at))


def test_the_harness_notices_what_was_not_synced(crashes: Lane, story: Told) -> None:
    with pytest.raises(AssertionError, match="power cut strict"):
        crashes.crash(Crash(Mode.KILL_BEFORE, story.calls // 2, power=True), "unsynced")


def test_the_harness_notices_an_early_promise(crashes: Lane) -> None:
    def crash_somewhere() -> None:
        for at in range(20, 100, 20):
            crashes.crash(Crash(Mode.KILL_BEFORE, at), "early")

    with pytest.raises(AssertionError, match="lost"):
        crash_somewhere()
