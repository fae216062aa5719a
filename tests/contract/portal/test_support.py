"""Requests to support: kept without a network, sent once, answered by the operator."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from desktop_app.core.errors.support import (
    TicketArrivedError,
    TicketNotKeptError,
    TicketUnknownError,
)
from desktop_app.core.tickets import (
    SupportDesk,
    Ticket,
    TicketDraft,
    TicketFile,
    TicketStatus,
    TicketTopic,
)
from desktop_app.sandbox.people import OPERATOR_NUMBER
from desktop_app.sandbox.scenario import Scenario
from desktop_app.sandbox.training_logins import training_logins
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import WAITING_TICKETS, SealedStore
from desktop_app.services.storage.secrets import Secrets
from desktop_app.services.support import PortalSupport
from desktop_app.services.ticket_shelf import TicketShelf
from tests.contract.portal.at_home import AtHome, sit_down

MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
FILE = TicketFile("снимок.png", "image/png", b"\x89PNG\r\n\x1a\n of a page")
Sit = Callable[[int], PortalSupport]


def support_of(person: AtHome, secrets: Secrets | None = None) -> PortalSupport:
    sealer = Sealer(secrets or person.secrets)
    store = SealedStore(person.database, sealer, WAITING_TICKETS)
    shelf = TicketShelf(store, lambda: person.session.account_key)
    answers = person.answers("tickets", tuple[Ticket, ...])
    return PortalSupport(person.session, shelf, person.audit, answers)


@pytest.fixture
def sit(portal: Any, tmp_path: Path) -> Iterator[Sit]:
    people: list[AtHome] = []

    def down(number: int) -> PortalSupport:
        people.append(sit_down(portal, number, tmp_path / str(number)))
        return support_of(people[-1])

    yield down
    for person in people:
        person.close()


def draft(support: PortalSupport, subject: str, **more: Any) -> TicketDraft:
    values = {
        **support.known_values(SupportDesk.NMO),
        "email": "person@example.org",
        "subject": subject,
        "text": "Нажимаю «Загрузить», вижу ошибку 500.",
    }
    return TicketDraft(SupportDesk.NMO, values, TicketTopic.UPLOAD, (MOMENT,), **more)


def test_a_request_waits_without_a_network_and_arrives_once(sit: Sit, portal: Any) -> None:
    support = sit(7)
    portal.play(Scenario.PORTAL_BUSY)
    filed = support.file(draft(support, "Не загружается", files=(FILE,)))
    assert (filed.sent, filed.stopped_by is None) == ((), False)
    (waiting,) = support.kept()
    assert (waiting.subject, waiting.file_names) == ("Не загружается", ("снимок.png",))
    assert waiting.error_code == "portal.unavailable"
    portal.play(Scenario.ANSWER_LOST)
    sent = support.send()
    portal.play(Scenario.NORMAL)
    assert (sent.stopped_by, sent.waiting, support.kept()) == (None, (), ())
    assert [each.subject for each in sent.sent] == ["Не загружается"]
    (ticket,) = support.tickets()
    assert ticket.status is TicketStatus.ACCEPTED
    assert (ticket.topic, ticket.file_names) == (TicketTopic.UPLOAD, ("снимок.png",))
    assert ticket.expected_at is not None
    assert support.find(str(ticket.number)) == ticket
    portal.play(Scenario.PORTAL_BUSY)
    kept = support.latest()
    portal.play(Scenario.NORMAL)
    assert (kept.tickets, kept.kept_at is None) == ((ticket,), False)
    assert support.latest().kept_at is None
    accepted = [line for line in portal.journal() if line["action"] == "ticket.accept"]
    assert [line["subject"] for line in accepted] == [ticket.id]


def test_a_waiting_request_is_changed_and_never_made_twice(portal: Any, tmp_path: Path) -> None:
    person = sit_down(portal, 9, tmp_path)
    window, command = support_of(person), support_of(person)
    first = draft(window, "Не загружается", files=(FILE,))
    portal.play(Scenario.PORTAL_BUSY)
    (waiting,) = window.file(first).waiting
    portal.play(Scenario.NORMAL)
    opened, written = window.open(waiting.id[:8])
    assert (written, opened) == (first, waiting)
    assert window.send().waiting == (waiting,), "it is held back while it is changed"
    window.close(opened)
    opened, written = window.open(waiting.id)
    values = {**written.values, "subject": "Не скачивается"}
    (ticket,) = window.change(opened, replace(written, values=values)).sent
    assert (ticket.subject, ticket.file_names) == ("Не скачивается", (FILE.name,))
    assert (window.kept(), window.tickets()) == ((), (ticket,))

    portal.play(Scenario.PORTAL_BUSY)
    window.file(draft(window, "Ещё одно"))
    portal.play(Scenario.NORMAL)
    opened, written = window.open(window.kept()[0].id)
    assert len(command.send().sent) == 1, "another program sends what is open here"
    values = {**written.values, "subject": "Изменено"}
    changed = window.change(opened, replace(written, values=values))
    assert isinstance(changed.stopped_by, TicketArrivedError)
    assert [(each.subject, each.error_code) for each in changed.waiting] == [
        ("Изменено", "ticket.arrived")
    ]
    assert [each.subject for each in window.tickets()] == ["Ещё одно", "Не скачивается"]
    person.close()


def test_where_nothing_lasts_a_request_that_cannot_leave_is_refused(
    portal: Any, tmp_path: Path
) -> None:
    person = sit_down(portal, 8, tmp_path)
    memory = Secrets("m", tmp_path / "s", allow_file=lambda: False, find_keyring=lambda: None)
    support = support_of(person, memory)
    portal.play(Scenario.PORTAL_BUSY)
    with pytest.raises(TicketNotKeptError):
        support.file(draft(support, "Не сохранить"))
    portal.play(Scenario.NORMAL)
    person.close()


class Operator:
    """The operator before the page, with a browser."""

    def __init__(self, portal: Any) -> None:
        self.url = portal.configuration.web_url
        self.browser = requests.Session()
        self.browser.trust_env = False
        known = training_logins()[OPERATOR_NUMBER - 1]
        form = {"login": known.email, "password": known.password, "next_page": "/operator"}
        self.page = self.browser.post(f"{self.url}/sign-in", data=form, timeout=30).text

    def answer(self, ticket_id: str, choice: TicketStatus, comment: str) -> None:
        token = re.search(r'name="token" value="([^"]+)"', self.page)
        assert token is not None
        form = {"choice": choice.value, "comment": comment, "token": token[1]}
        address = f"{self.url}/operator/tickets/{ticket_id}"
        answer = self.browser.post(address, data=form, timeout=30)
        assert answer.status_code == 200, answer.text
        assert "complaint" not in answer.url


def test_the_operator_asks_the_person_answers_and_it_is_solved(sit: Sit, portal: Any) -> None:
    support = sit(5)
    support.file(draft(support, "Вопрос", files=(FILE,)))
    (ticket,) = support.tickets()
    operator = Operator(portal)
    assert "Нажимаю «Загрузить»" in operator.page
    file = operator.browser.get(f"{operator.url}/operator/tickets/{ticket.id}/1", timeout=30)
    assert (file.content, file.headers["Content-Type"]) == (FILE.content, "image/png")

    operator.answer(ticket.id, TicketStatus.NEEDS_ANSWER, "Какой браузер?")
    asked = support.find(str(ticket.number))
    assert (asked.status, asked.messages[-1].from_support) == (TicketStatus.NEEDS_ANSWER, True)
    answered = support.comment(asked, "Окно программы")
    assert support.comment(asked, "Окно программы") == answered
    assert [each.text for each in answered.messages] == ["Какой браузер?", "Окно программы"]
    assert answered.status is TicketStatus.IN_PROGRESS

    operator.answer(ticket.id, TicketStatus.SOLVED, "Исправлено")
    solved = support.find(str(ticket.number))
    assert (solved.status, solved.expected_at) == (TicketStatus.SOLVED, None)
    assert solved.messages[-1].text == "Исправлено"


def test_requests_and_files_of_others_are_not_to_be_had(sit: Sit, portal: Any) -> None:
    mine, theirs = sit(3), sit(2)
    mine.file(draft(mine, "Только моё"))
    (ticket,) = mine.tickets()
    with pytest.raises(TicketUnknownError):
        theirs.find(str(ticket.number))
    client, _ = portal.signed_in(2)
    assert portal.get(client, f"tickets/{ticket.id}").status_code == 404
    answer = portal.write(client, f"tickets/{ticket.id}/messages", {"text": "x"})
    assert answer.status_code == 404


def test_a_file_that_was_not_announced_is_refused(portal: Any) -> None:
    client, _ = portal.signed_in(12)
    content = b"plain text"
    file = {
        "name": "a.txt",
        "media_type": "text/plain",
        "size": len(content),
        "sha256": hashlib.sha256(b"another").hexdigest(),
    }
    body = {
        "desk": "nmo",
        "topic": "other",
        "subject": "s",
        "text": "t",
        "full_name": "n",
        "account_number": "",
        "phone": "",
        "email": "",
        "files": [file],
    }
    made = portal.write(client, "tickets", body)
    assert (made.status_code, made.json()["status"]) == (201, "receiving")
    too_many = portal.write(client, "tickets", {**body, "files": [file] * 6})
    assert too_many.status_code == 422
    script = portal.write(
        client, "tickets", {**body, "files": [{**file, "media_type": "text/html"}]}
    )
    assert script.status_code == 422
