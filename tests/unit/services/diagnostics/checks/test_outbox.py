"""Documents that do not leave: every outcome from facts written down."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.core.errors.state import DatabaseSetAsideError
from desktop_app.core.outbox_item import OutboxCounts
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.collectors import outbox as collector
from desktop_app.services.diagnostics.facts.outbox import OutboxFacts
from desktop_app.services.diagnostics.facts.program import ProgramFacts
from desktop_app.services.diagnostics.surroundings import known
from desktop_app.services.outbox_service import OutboxHealth, OutboxPage
from desktop_app.services.storage.home import Home
from tests.unit.services.diagnostics.checks.judging import NOW, judged
from tests.unit.services.storage.outbox_place import MOMENT


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"set_aside": "x"}, ("warn", "outbox.database-set-aside")),
        ({"unreadable": 2}, ("warn", "outbox.key-lost")),
        ({"content_lost": 1}, ("warn", "outbox.content-lost")),
        ({"expired": 1, "for_person": 1}, ("warn", "outbox.expired")),
        ({"stuck": 3, "oldest_on": "2026-11-01"}, ("warn", "outbox.stuck")),
        ({"for_person": 1}, ("warn", "outbox.for-person")),
        ({"duplicates": 1}, ("ok", "outbox.doubled")),
    ],
)
def test_each_trouble_of_the_outbox_is_told(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert judged("APP-09", ProgramFacts(), replace(OutboxFacts(), **change)) == [expected]


def test_a_consent_whose_answer_is_awaited_is_told() -> None:
    waiting = ProgramFacts(waiting=1)
    assert judged("APP-09", waiting, OutboxFacts()) == [("warn", "program.waiting")]


def test_nothing_is_said_of_documents_that_leave_in_time() -> None:
    assert judged("APP-09", ProgramFacts(), OutboxFacts(oldest_on="2026-11-23")) == []


class StubOutbox:
    def health(self) -> OutboxHealth:
        return OutboxHealth(stuck=2, oldest_at=MOMENT, for_person=3, expired=1, duplicates=4)

    def page(self, *, limit: int) -> OutboxPage:
        finding = DatabaseSetAsideError(path="p", kept_as="kept")
        return OutboxPage((), OutboxCounts({}), None, finding)


def facts_of(home: Home) -> OutboxFacts:
    access = cast(Access, SimpleNamespace(home=home, open_outbox=StubOutbox))
    (found,) = collector.collectors(access)
    facts = found.collect(known(NOW))
    assert isinstance(facts, OutboxFacts)
    return facts


def test_the_collector_asks_the_outbox_where_there_is_one(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    assert facts_of(home) == OutboxFacts()
    home.outbox_database.touch()
    assert facts_of(home) == OutboxFacts(
        stuck=2,
        oldest_on=MOMENT.isoformat(),
        for_person=3,
        expired=1,
        duplicates=4,
        set_aside="kept",
    )
