from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors.portal import RoleForbiddenError
from desktop_app.services.journal import PortalJournal
from desktop_app.services.portal.client import PortalClient
from tests.faults.portal.https_portal import HttpsPortal, Reply, json_reply, problem
from tests.faults.portal.signed_in import Person, in_turn, person_at, session_message


@pytest.fixture
def person(portal: HttpsPortal, client: PortalClient, tmp_path: Path) -> Iterator[Person]:
    made = person_at(portal, client, tmp_path / "home")
    made.session.begin(session_message(), "certificate")
    yield made
    made.close()


def page(numbers: range, cursor: str | None) -> Reply:
    items: list[dict[str, Any]] = [
        {
            "id": str(number),
            "happened_at": "2026-11-23T09:00:00Z",
            "actor": "",
            "action": "login",
            "outcome": "ok",
            "subject": "",
        }
        for number in numbers
    ]
    return json_reply({"items": items, "next_cursor": cursor})


def test_no_more_than_asked_for_is_fetched(portal: HttpsPortal, person: Person) -> None:
    portal.answer = in_turn(page(range(3), "c"), page(range(3, 9), "d"))
    entries = PortalJournal(person.session).entries(limit=5)
    assert [each.id for each in entries] == ["0", "1", "2", "3", "4"]
    assert "limit=5" in portal.seen[0].path
    assert "cursor=c" in portal.seen[1].path
    assert "limit=2" in portal.seen[1].path


def test_a_portal_that_goes_on_without_entries_is_left(portal: HttpsPortal, person: Person) -> None:
    portal.answer = in_turn(page(range(0), "c"))
    assert PortalJournal(person.session).entries() == ()
    assert len(portal.seen) == 1


def test_a_role_that_may_not_look_is_told_so(portal: HttpsPortal, person: Person) -> None:
    portal.answer = in_turn(problem(403, "account.role-forbidden"))
    with pytest.raises(RoleForbiddenError):
        PortalJournal(person.session).entries()
