from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from desktop_app.core.cancellation import Progress
from desktop_app.core.credentials import CheckVerdict
from desktop_app.core.errors.portal import (
    NotOnPortalError,
    PortalAnswerError,
    PortalUnavailableError,
)
from desktop_app.services.credentials import PortalCredentials
from desktop_app.services.portal.client import PortalClient
from tests.faults.portal.https_portal import HttpsPortal, Reply, Seen, json_reply, problem
from tests.faults.portal.signed_in import Person, Routes, in_turn, person_at, session_message

CHECK = {"verdict": "confirmed", "checked_at": "2026-11-23T09:00:00Z", "reason": ""}
PDF = b"%PDF-1.7 small"


def row(number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": f"Документ {number}",
        "issued_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "valid_until": None,
        "status": "valid",
        "number": str(number),
        "organisation": "Академия",
        "organisation_accredited": True,
        "has_document": True,
        "check": None,
    }


def page(numbers: range, cursor: str | None, total: int, tag: str = '"1"') -> Reply:
    value = {"items": [row(each) for each in numbers], "next_cursor": cursor, "total": total}
    return json_reply(value, ETag=tag)


@pytest.fixture
def person(portal: HttpsPortal, client: PortalClient, tmp_path: Path) -> Iterator[Person]:
    made = person_at(portal, client, tmp_path / "home")
    made.session.begin(session_message(), "certificate")
    yield made
    made.close()


@pytest.fixture
def credentials(person: Person) -> PortalCredentials:
    return PortalCredentials(person.session, person.cache, person.home, person.audit, person.cycles)


def serve_list(portal: HttpsPortal, listing: Reply | Callable[[Seen], Reply]) -> None:
    portal.answer = Routes({"GET credentials": listing})


def query(seen: Seen) -> dict[str, list[str]]:
    return parse_qs(urlsplit(seen.path).query)


def test_pages_are_followed_to_the_last(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(portal, in_turn(page(range(3), "c", 5), page(range(3, 5), None, 5)))
    steps: list[Progress] = []
    table = credentials.refresh(progress=steps.append)
    assert [each.id for each in table.credentials] == ["0", "1", "2", "3", "4"]
    assert [(each.done, each.total) for each in steps] == [(3, 5), (5, 5)]
    assert query(portal.seen[1])["cursor"] == ["c"]


def test_an_unchanged_list_is_not_sent_again(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(portal, in_turn(page(range(2), None, 2), Reply(304)))
    first = credentials.refresh()
    second = credentials.refresh()
    assert portal.seen[1].headers["if-none-match"] == '"1"'
    assert second.credentials == first.credentials
    assert second.as_of is not None
    assert first.as_of is not None
    assert second.as_of > first.as_of


def test_a_list_that_changed_between_two_pages_is_read_anew(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(
        portal,
        in_turn(
            page(range(2), "c", 4),
            page(range(3, 5), None, 5, '"2"'),
            page(range(5), None, 5, '"2"'),
        ),
    )
    assert [each.id for each in credentials.refresh().credentials] == ["0", "1", "2", "3", "4"]


def test_a_cursor_that_went_stale_begins_the_list_anew(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(
        portal,
        in_turn(page(range(1), "c", 2), problem(400, "cursor.invalid"), page(range(2), None, 2)),
    )
    assert len(credentials.refresh().credentials) == 2


def test_a_list_that_never_holds_still_is_an_error(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(portal, lambda _seen: page(range(1), "c", 2, f'"{len(portal.seen)}"'))
    with pytest.raises(PortalAnswerError) as caught:
        credentials.refresh()
    assert caught.value.detail == "list-changes"


def test_a_list_that_fails_half_way_leaves_the_cache_as_it_was(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(portal, page(range(2), None, 2))
    before = credentials.refresh()
    serve_list(portal, in_turn(page(range(1), "c", 3, '"2"'), Reply(500)))
    with pytest.raises(PortalUnavailableError):
        credentials.refresh()
    assert credentials.cached().credentials == before.credentials


def test_without_cache_the_failure_is_raised(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    serve_list(portal, Reply(500))
    with pytest.raises(PortalUnavailableError):
        credentials.load()


def check_path(number: str) -> str:
    return f"POST credentials/{number}/verifications"


def test_one_check_that_fails_does_not_stop_the_others(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    ids = [str(number) for number in range(8)]
    routes: dict[str, Any] = {check_path(each): json_reply(CHECK) for each in ids}
    routes[check_path("3")] = problem(404, "resource.not-found")
    portal.answer = Routes(routes)
    outcomes = credentials.check(ids)
    assert [each.credential_id for each in outcomes] == ids
    assert [each.error_code for each in outcomes if each.error_code] == ["portal.not-found"]
    keys = {each.headers["idempotency-key"] for each in portal.seen}
    assert len(keys) == len(ids)


def test_a_session_that_ends_in_mid_batch_stops_the_rest_unsent(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    ids = [str(number) for number in range(200)]
    expired = problem(401, "session.expired")
    good = [json_reply(CHECK)] * 5
    answers = in_turn(*good, expired)
    portal.answer = lambda seen: expired if "refresh" in seen.path else answers(seen)
    outcomes = credentials.check(ids)
    verdicts = [each for each in outcomes if each.check]
    assert len(verdicts) == 5
    assert {each.error_code for each in outcomes if not each.check} == {"session.expired"}
    assert len(portal.seen) < 40


def test_a_portal_that_keeps_failing_is_left_in_peace(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    portal.answer = in_turn(Reply(503, headers={"Retry-After": "600"}))
    outcomes = credentials.check([str(number) for number in range(200)])
    assert {each.error_code for each in outcomes} == {"portal.unavailable"}
    assert len(portal.seen) < 40


def test_the_same_credential_named_twice_is_checked_once(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    portal.answer = Routes({check_path("1"): json_reply(CHECK)})
    outcomes = credentials.check(["1", "1"])
    assert len(outcomes) == 2
    assert len(portal.seen) == 1
    assert outcomes[0].check is not None
    assert outcomes[0].check.verdict is CheckVerdict.CONFIRMED


def test_checking_nothing_asks_nothing(portal: HttpsPortal, credentials: PortalCredentials) -> None:
    assert credentials.check([]) == ()
    assert portal.seen == []


def pdf_reply(body: bytes = PDF, digest_of: bytes | None = None) -> Reply:
    digest = base64.b64encode(hashlib.sha256(digest_of or body).digest()).decode()
    headers = {"Content-Type": "application/pdf", "Repr-Digest": f"sha-256=:{digest}:"}
    return Reply(200, body, headers)


def test_a_document_is_kept_as_a_private_file(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    portal.answer = Routes({"GET credentials/7/document": pdf_reply()})
    file = credentials.document("7")
    assert file.read_bytes() == PDF
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "reply",
    [
        pdf_reply(digest_of=b"%PDF-other"),
        Reply(200, PDF, {"Content-Type": "application/pdf"}),
        pdf_reply(b"<script>alert(1)</script>"),
        pdf_reply(b""),
        Reply(200, PDF, {"Repr-Digest": "md5=:AAAA:"}),
    ],
    ids=["other digest", "no digest", "no pdf", "empty", "weak digest"],
)
def test_a_document_that_is_not_what_was_promised_is_not_kept(
    portal: HttpsPortal, person: Person, credentials: PortalCredentials, reply: Reply
) -> None:
    portal.answer = Routes({"GET credentials/7/document": reply})
    with pytest.raises(PortalAnswerError):
        credentials.document("7")
    assert list(person.home.folder("documents").iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", "CON:", "x" * 300, "\0"])
def test_no_name_leads_out_of_the_folder(
    portal: HttpsPortal, person: Person, credentials: PortalCredentials, name: str
) -> None:
    portal.answer = lambda _seen: pdf_reply()
    file = credentials.document(name)
    assert file.parent == person.home.folder("documents")


def test_a_missing_document_is_said_to_be_missing(
    portal: HttpsPortal, credentials: PortalCredentials
) -> None:
    portal.answer = in_turn(problem(404, "document.none"))
    with pytest.raises(NotOnPortalError):
        credentials.document("7")


def test_the_cycle_is_kept_for_a_time_without_network_and_for_nobody_else(
    portal: HttpsPortal, credentials: PortalCredentials, person: Person
) -> None:
    counted = {
        "started_on": "2024-03-01",
        "ends_on": "2029-03-01",
        "programme_hours": 80,
        "module_units": 40,
        "event_units": 20,
        "other_units": 0,
    }
    portal.answer = Routes({"GET cycle": in_turn(json_reply(counted), Reply(503), Reply(503))})
    cycle = credentials.cycle()
    assert cycle.kept_at is None
    kept = credentials.cycle()
    assert replace(kept, kept_at=None) == cycle
    assert kept.kept_at is not None
    message = session_message()
    other = replace(message.account, id="person-2", snils="14567890171")
    person.session.begin(replace(message, account=other), "certificate")
    with pytest.raises(PortalUnavailableError):
        credentials.cycle()
