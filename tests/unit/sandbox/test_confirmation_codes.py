"""Codes by short message and letter: few, short-lived, few tries, a digest at rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from desktop_app.core.confirmations import CodeChannel
from desktop_app.sandbox.configuration import PortalConfiguration
from desktop_app.sandbox.confirmation_tables import ConfirmationCodeRow
from desktop_app.sandbox.database import Store, open_engine, sqlite_url
from desktop_app.sandbox.portal.confirmation_codes import (
    CODE_LIFETIME,
    RESEND_PAUSE,
    SENDINGS_LIMIT,
    SENDINGS_WINDOW,
    TRIES,
    CodePurpose,
    judge_code,
    masked,
    send_code,
)
from desktop_app.sandbox.portal.context import Portal, SignatureChecker
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.tables import AccountRow

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SMS = CodePurpose("consent", CodeChannel.SMS, "+79000000001", "Согласие")
OTHER = CodePurpose("second-factor", CodeChannel.SMS, "+79000000001", "Вход")


@dataclass
class Desk:
    """A portal without a server, with a clock that only tests move."""

    portal: Portal
    account: AccountRow
    times: list[datetime] = field(default_factory=lambda: [NOW])

    def wait(self, time: timedelta) -> None:
        self.times[0] += time

    def send(self, purpose: CodePurpose = SMS) -> str:
        with self.portal.store.writing() as session:
            send_code(self.portal, session, self.account, purpose)
        (code,) = re.findall(r"\b\d{6}\b", self.portal.mailbox.letters(self.account.id)[0].text)
        return str(code)

    def refusal(self, code: str, purpose: CodePurpose = SMS) -> tuple[str, int | None]:
        with pytest.raises(Refusal) as caught:
            judge_code(self.portal, self.account, purpose.name, code)
        return caught.value.problem.code, caught.value.problem.tries_left


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store(open_engine(sqlite_url(tmp_path / "portal.sqlite3")))
    texts = ("snils", "full_name", "level", "roles", "speciality", "organisation", "address")
    account = AccountRow(id="person-1", identity_document="", **dict.fromkeys(texts, ""))
    with store.writing() as session:
        session.add(account)
    configuration = PortalConfiguration(tmp_path, 1, 2, 3, "", "a secret", "2026-11-27")
    times = [NOW]
    portal = Portal(configuration, store, cast("SignatureChecker", None), lambda: times[0])
    yield Desk(portal, account, times)
    store.engine.dispose()


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_works_once(desk: Desk) -> None:
    code = desk.send()
    judge_code(desk.portal, desk.account, SMS.name, code)
    assert desk.refusal(code) == ("code.expired", None)


def test_wrong_codes_cost_tries_and_then_even_the_right_one_is_refused(desk: Desk) -> None:
    code = desk.send()
    for left in reversed(range(TRIES)):
        assert desk.refusal(other_code(code)) == ("code.wrong", left)
    assert desk.refusal(code) == ("code.expired", None)


def test_a_code_ends_with_its_time(desk: Desk) -> None:
    code = desk.send()
    desk.wait(CODE_LIFETIME)
    assert desk.refusal(code) == ("code.expired", None)


def test_a_code_for_something_else_proves_nothing(desk: Desk) -> None:
    code = desk.send(OTHER)
    assert desk.refusal(code) == ("code.expired", None)


def test_another_code_needs_a_pause_and_ends_the_one_before(desk: Desk) -> None:
    first = desk.send()
    with pytest.raises(Refusal) as caught:
        desk.send()
    assert caught.value.problem.code == "code.too-soon"
    assert caught.value.headers == {"Retry-After": "60"}
    desk.wait(RESEND_PAUSE)
    second = desk.send()
    assert desk.refusal(first) == ("code.wrong", TRIES - 1) or first == second
    judge_code(desk.portal, desk.account, SMS.name, second)


def test_only_so_many_codes_go_out_within_an_hour(desk: Desk) -> None:
    for _ in range(SENDINGS_LIMIT):
        desk.send()
        desk.wait(RESEND_PAUSE)
    with pytest.raises(Refusal) as caught:
        desk.send()
    assert caught.value.problem.code == "code.too-many"
    desk.wait(SENDINGS_WINDOW)
    assert desk.send()


def test_the_database_keeps_no_code(desk: Desk) -> None:
    code = desk.send()
    with desk.portal.store.reading() as session:
        row = session.scalars(select(ConfirmationCodeRow)).one()
        assert code not in (row.digest, row.id)
        assert not any(code == str(value) for value in vars(row).values())
    path = Path(str(desk.portal.store.engine.url.database))
    assert all(f"{code}.".encode() not in file.read_bytes() for file in path.parent.glob("*"))


@pytest.mark.parametrize(
    ("address", "shown"),
    [("+79001234567", "+7 *** ***-**-67"), ("ivanova@pochta.example", "i***@pochta.example")],
)
def test_addresses_are_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
