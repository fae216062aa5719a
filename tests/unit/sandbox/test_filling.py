"""Data of the training portal: believable, repeatable, as much as asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_app.core.cancellation import Progress
from desktop_app.core.credentials import CheckVerdict, CredentialStatus
from desktop_app.sandbox.database import Store, open_engine, sqlite_url
from desktop_app.sandbox.filling import fill_database
from desktop_app.sandbox.people import EVERYBODY, TRAINING_ACCOUNTS, inn_of, snils_of, token_label
from desktop_app.sandbox.portal.credential_status import status_on
from desktop_app.sandbox.portal.register_check import check_with_register
from desktop_app.sandbox.tables import AccountRow, CredentialRow, OrganisationRow

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def filled(path: Path, *, people: int = 0, credentials: int = 0) -> Store:
    engine = open_engine(sqlite_url(path))
    fill_database(engine, NOW, people=people, credentials=credentials)
    return Store(engine)


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as session:
        found = session.execute(select(*CredentialRow.__table__.columns)).all()
    store.engine.dispose()
    return [tuple(row) for row in found]


def test_the_same_day_gives_the_same_data(tmp_path: Path) -> None:
    assert rows(filled(tmp_path / "one")) == rows(filled(tmp_path / "two"))


def test_more_people_and_credentials_are_dealt_out_evenly(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path / "many"))
    seen: list[Progress] = []
    fill_database(engine, NOW, people=9, credentials=12_000, progress=seen.append)
    with Store(engine).reading() as session:
        counts = session.execute(
            select(CredentialRow.account_id, func.count())
            .where(CredentialRow.account_id.startswith("extra"))
            .group_by(CredentialRow.account_id)
        ).all()
        snils = session.scalars(select(AccountRow.snils)).all()
    engine.dispose()
    assert {count for _, count in counts} == {1200}
    assert len(counts) == 9
    assert len(set(snils)) == len(EVERYBODY) + 9
    assert [one.done for one in seen if one.item == "credentials"] == [5000, 10_000, 12_000]


def test_verdicts_follow_from_the_registers(tmp_path: Path) -> None:
    store = filled(tmp_path / "data", credentials=400)
    verdicts: dict[CheckVerdict, set[str]] = {verdict: set() for verdict in CheckVerdict}
    with store.reading() as session:
        name = TRAINING_ACCOUNTS[0].person.full_name
        mine = select(CredentialRow).where(CredentialRow.account_id == "person-1")
        for row in session.scalars(mine):
            verdict, reason = check_with_register(session, row, name, NOW)
            verdicts[verdict].add(reason.split(":")[0].split("прекращена")[0])
    store.engine.dispose()
    assert verdicts[CheckVerdict.CONFIRMED] == {
        "Номер, владелец, дата и лицензия организации совпали."
    }
    assert verdicts[CheckVerdict.NOT_CONFIRMED] == {
        "Лицензия организации ",
        "Документа с таким номером в реестре нет.",
        "В реестре документ отмечен как аннулированный.",
    }
    assert len(verdicts[CheckVerdict.UNCLEAR]) >= 3


@pytest.mark.parametrize(
    ("state", "until", "status"),
    [
        ("issued", date(2026, 11, 22), CredentialStatus.EXPIRED),
        ("issued", date(2026, 11, 23), CredentialStatus.RENEWAL),
        ("issued", date(2027, 5, 22), CredentialStatus.RENEWAL),
        ("issued", date(2027, 5, 23), CredentialStatus.VALID),
        ("issued", None, CredentialStatus.VALID),
        ("in-confirmation", date(2020, 1, 1), CredentialStatus.IN_CONFIRMATION),
        ("revoked", date(2030, 1, 1), CredentialStatus.REVOKED),
    ],
)
def test_the_status_follows_from_the_day(
    state: str, until: date | None, status: CredentialStatus
) -> None:
    assert status_on(CredentialRow(state=state, valid_until=until), NOW.date()) is status


def test_numbers_have_their_check_digits() -> None:
    assert snils_of(112_233_445) == "11223344595"
    assert snils_of(87_654_302) == "08765430200"
    assert inn_of(7_731_730_848) == "773173084809"


def test_names_fit_certificates_and_tokens(tmp_path: Path) -> None:
    for number, account in enumerate(TRAINING_ACCOUNTS, start=1):
        assert len(account.person.full_name.encode()) <= 64
        assert len(token_label(number).encode()) <= 32


def test_moments_come_back_aware(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    with store.writing() as session:
        row = session.scalars(select(CredentialRow)).first()
        assert row is not None
        row.checked_at = NOW
        identifier = row.id
    with store.reading() as session:
        assert session.get_one(CredentialRow, identifier).checked_at == NOW
    store.engine.dispose()


def test_a_licence_that_ended_later_does_not_matter(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    with store.reading() as session:
        ended = select(OrganisationRow).where(OrganisationRow.licence_ended_on.is_not(None))
        assert len(session.scalars(ended).all()) == 2
    store.engine.dispose()
