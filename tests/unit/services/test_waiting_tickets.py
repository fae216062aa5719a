"""Can a request that is just leaving, or has left without its files, still be changed?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from desktop_app.core.accounts import SessionState
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.errors.registers import FormIncompleteError
from desktop_app.core.errors.support import TicketArrivedError, TicketLeavingError
from desktop_app.core.tickets import SupportDesk, TicketDraft, TicketFile, TicketStatus
from desktop_app.services.portal.client import Answer, Request
from desktop_app.services.portal.ticket_contract import TicketMessage, TicketRequest
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import WAITING_TICKETS, SealedStore
from desktop_app.services.storage.secrets import Secrets
from desktop_app.services.support import PortalSupport
from desktop_app.services.ticket_shelf import TicketShelf

MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
VALUES = {"full_name": "Иванова Мария", "subject": "Не войти", "text": "Окно закрывается"}
FILE = TicketFile("log.txt", "text/plain", b"what happened")
DRAFT = TicketDraft(SupportDesk.NMO, VALUES, files=(FILE,))
UNREACHABLE = PortalUnreachableError(host="portal")


class Line:
    """A portal session; ``on_the_way`` happens to each request before it is answered."""

    account_key = "person"

    def __init__(self) -> None:
        self.on_the_way: Callable[[Request], None] = lambda _request: None
        self.made: list[tuple[str, str]] = []

    def state(self) -> SessionState:
        return SessionState(None)

    def send(self, request: Request, cancel: Cancellation | None = None) -> Answer:
        self.on_the_way(request)
        if isinstance(request.body, TicketRequest):
            self.made.append((request.idempotency_key, request.body.subject))
        subject = self.made[-1][1]
        message = TicketMessage(
            *("id", 1, SupportDesk.NMO, DRAFT.topic, TicketStatus.ACCEPTED, subject, "text"),
            *(MOMENT, MOMENT, MOMENT, (), ()),
        )
        return Answer(200, {}, msgspec.json.encode(message))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def support(line: Line, tmp_path: Path) -> Iterator[PortalSupport]:
    database = Database(tmp_path / "d")
    secrets = Secrets("n", tmp_path / "s", allow_file=lambda: True, find_keyring=lambda: None)
    shelf = TicketShelf(
        SealedStore(database, Sealer(secrets), WAITING_TICKETS), lambda: line.account_key
    )
    yield PortalSupport(cast(Any, line), shelf, AuditLog(database), cast(Any, None))
    database.close()


def fail(_request: Request) -> None:
    raise UNREACHABLE


def test_what_is_just_being_sent_is_neither_changed_nor_dropped(
    support: PortalSupport, line: Line
) -> None:
    refused: list[str] = []

    def look(request: Request) -> None:
        for act in (support.open, support.drop):
            with pytest.raises(TicketLeavingError) as caught:
                act(request.idempotency_key or line.made[-1][0])
            refused.append(caught.value.code)

    line.on_the_way = look
    assert support.file(DRAFT).waiting == ()
    assert refused == ["ticket.leaving"] * 4, "while it leaves, and while its file does"


def test_what_the_portal_has_without_its_files_is_not_changed(
    support: PortalSupport, line: Line
) -> None:
    line.on_the_way = lambda request: fail(request) if request.method == "PUT" else None
    (kept,) = support.file(DRAFT).waiting
    line.on_the_way = fail
    support.send()
    with pytest.raises(TicketArrivedError):
        support.open(kept.id)
    line.on_the_way = lambda _request: None
    assert len(support.send().sent) == 1, "its files follow"


def test_a_change_that_is_not_right_leaves_the_request_as_it_was(
    support: PortalSupport, line: Line
) -> None:
    line.on_the_way = fail
    (kept,) = support.file(DRAFT).waiting
    opened, written = support.open(kept.id)
    with pytest.raises(FormIncompleteError):
        support.change(opened, replace(written, values={**VALUES, "text": ""}))
    assert support.open(kept.id) == (kept, written)
    support.change(kept, replace(written, values={**VALUES, "subject": "Изменено"}, files=()))
    assert [(each.subject, each.file_names) for each in support.kept()] == [("Изменено", ())]
    line.on_the_way = lambda _request: None
    support.send()
    assert line.made == [(kept.id, "Изменено")]
