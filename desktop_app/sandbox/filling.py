"""Fills the training portal's database: the training people, and as many more as asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert

from desktop_app.core.cancellation import Progress, ProgressListener, ignore_progress
from desktop_app.sandbox import training_data as data
from desktop_app.sandbox.credential_maker import CredentialMaker, Holder, Rows
from desktop_app.sandbox.more_people import extra_id, extra_person
from desktop_app.sandbox.official_identity import passport_of
from desktop_app.sandbox.people import EVERYBODY, TRAINING_ACCOUNTS
from desktop_app.sandbox.tables import (
    AccountRow,
    ConsentTextRow,
    CredentialRow,
    OrganisationRow,
    RegisterRow,
)

BATCH: Final = 5_000
DEFAULT_PERSON_CREDENTIALS: Final = 46
OTHERS_CREDENTIALS: Final = 17


def fill_database(
    engine: Engine,
    today: datetime,
    *,
    people: int = 0,
    credentials: int = 0,
    progress: ProgressListener = ignore_progress,
) -> None:
    """Fill an empty database with reference data and the training people's credentials.

    ``people`` more accounts are made, and ``credentials`` more rows, dealt out evenly to the
    first training person and those accounts. The same numbers give the same data.
    """
    with engine.begin() as connection:
        _fill_reference_data(connection, today)
        maker = CredentialMaker(today.date())
        for index, account in enumerate(_training_accounts()):
            connection.execute(insert(AccountRow), [account])
            if "specialist" in account["roles"]:
                count = OTHERS_CREDENTIALS if index else DEFAULT_PERSON_CREDENTIALS
                _insert(connection, maker.rows(_holder(account), count))
    if people or credentials:
        _fill_more(engine, maker, people, credentials, progress)


def _fill_reference_data(connection: Connection, today: datetime) -> None:
    text = data.CONSENT_TEXT
    content = json.dumps(asdict(text), ensure_ascii=False)
    row = {"version": text.version, "in_force_from": today, "content": content}
    connection.execute(insert(ConsentTextRow), [row])
    ended = today.date().replace(year=today.year - 1, month=3, day=1)
    rows = [
        {
            "id": number,
            "name": name,
            "city": city,
            "licence": f"Л035-00{number:03d}-77/00{190_000 + number * 37}",
            "licence_ended_on": ended if number in data.ORGANISATIONS_WITHOUT_LICENCE else None,
        }
        for number, (name, city) in enumerate(data.ORGANISATIONS, start=1)
    ]
    connection.execute(insert(OrganisationRow), rows)


def _training_accounts() -> Iterator[dict[str, Any]]:
    for number, account in enumerate(EVERYBODY, start=1):
        yield {
            "id": f"person-{number}",
            "snils": account.person.snils,
            "full_name": account.person.full_name,
            "level": account.level.value,
            "roles": " ".join(role.value for role in account.roles),
            "speciality": account.speciality,
            "organisation": account.clinic,
            "address": f"101000, г. Москва, ул. Учебная, д. {number + 2}, кв. {number * 11}",
            "identity_document": f"паспорт гражданина РФ {_shown(passport_of(number))}, выдан "
            f"01.0{1 + number % 9}.2020, учебный документ, код подразделения 000-000",
        }


def _shown(passport: str) -> str:
    return f"{passport[:2]} {passport[2:4]} {passport[4:]}"


def _more_accounts(people: int) -> Iterator[dict[str, Any]]:
    for number in range(1, people + 1):
        extra = extra_person(number)
        yield {
            "id": extra_id(number),
            "snils": extra.person.snils,
            "full_name": extra.person.full_name,
            "level": extra.level.value,
            "roles": " ".join(role.value for role in extra.roles),
            "speciality": extra.speciality,
            "organisation": extra.clinic,
            "address": f"101000, г. Москва, ул. Учебная, д. {number}",
            "identity_document": "учебный документ",
        }


def _fill_more(
    engine: Engine,
    maker: CredentialMaker,
    people: int,
    credentials: int,
    progress: ProgressListener,
) -> None:
    first = TRAINING_ACCOUNTS[0]
    holders = [Holder("person-1", first.person.full_name, first.speciality)]
    for batch in _batches(_more_accounts(people)):
        with engine.begin() as connection:
            connection.execute(insert(AccountRow), batch)
        if credentials:
            holders += [_holder(account) for account in batch]
        progress(Progress(len(holders) - 1, people, "accounts"))
    done = 0
    while done < credentials:
        with engine.begin() as connection:
            size = min(BATCH, credentials - done)
            _insert(connection, _dealt_out(maker, holders, done, size))
        done += size
        progress(Progress(done, credentials, "credentials"))


def _dealt_out(
    maker: CredentialMaker, holders: list[Holder], start: int, size: int
) -> Iterator[Rows]:
    for position in range(start, start + size):
        yield from maker.rows(holders[position % len(holders)], 1)


def _holder(account: dict[str, Any]) -> Holder:
    return Holder(account["id"], account["full_name"], account["speciality"])


def _insert(connection: Connection, rows: Iterable[Rows]) -> None:
    pairs = list(rows)
    connection.execute(insert(CredentialRow), [pair.credential for pair in pairs])
    registered = [pair.register for pair in pairs if pair.register is not None]
    if registered:
        connection.execute(insert(RegisterRow), registered)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
