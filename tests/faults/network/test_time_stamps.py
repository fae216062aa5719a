"""A trial request for a time stamp: a real service, one that refuses, none at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import Finding
from desktop_app.services.diagnostics.checks.time_stamps import CHECKS
from desktop_app.services.diagnostics.collecting import LiveSurroundings
from desktop_app.services.diagnostics.collectors.time_stamps import collectors
from desktop_app.services.diagnostics.engine import findings_of
from tests.certificates.authority import root, rsa_key
from tests.certificates.time_stamp_service import WANTED, OpensslStamps, served
from tests.faults.network.conftest import Place

ANCHOR = root("Корень службы", rsa_key())


@pytest.fixture
def stamps(tmp_path: Path) -> OpensslStamps:
    return OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, rsa_key()), ANCHOR)


def judged(
    place: Place, address: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> list[Finding]:
    access = replace(place.access("", clock=clock), time_stamp_service=address)
    surroundings = LiveSurroundings(collectors(access), "linux", clock)
    return list(findings_of(CHECKS[0], surroundings))


def test_a_service_that_gives_stamps_is_in_order(place: Place, stamps: OpensslStamps) -> None:
    with served(stamps.answer) as address:
        assert judged(place, address) == []
    assert len(stamps.asked) == 1


def test_only_a_digest_leaves(place: Place, stamps: OpensslStamps) -> None:
    with served(stamps.answer) as address:
        judged(place, address)
    assert b"doctor" not in stamps.asked[0]


@pytest.mark.parametrize(
    ("status", "problem"), [(500, "stamp.unreachable"), (200, "stamp.invalid")]
)
def test_a_service_that_fails_is_a_warning(place: Place, status: int, problem: str) -> None:
    with served(lambda _question: b"no stamp", status) as address:
        (found,) = judged(place, address)
    assert (found.status, found.cause) == ("warn", "network.no-stamps")
    assert found.evidence["problems"] == [problem]
    assert found.evidence["host"] == address.split("/")[2]


def test_a_clock_that_differs_from_the_stamp_is_told(place: Place, stamps: OpensslStamps) -> None:
    with served(stamps.answer) as address:
        (found,) = judged(place, address, lambda: datetime.now(UTC) + timedelta(days=1))
    assert found.evidence["problems"] == ["stamp.clock"]


def test_where_no_service_is_named_nobody_is_asked(place: Place) -> None:
    (found,) = judged(place, "")
    assert (found.status, found.cause) == ("skip", "stamp.no-service")
