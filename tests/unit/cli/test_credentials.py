"""Does the table filter, sort, save and check as asked?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from desktop_app.core.accounts import SessionState
from desktop_app.core.credentials import (
    Check,
    CheckOutcome,
    CheckVerdict,
    Credential,
    CredentialList,
    CredentialStatus,
)
from desktop_app.services.storage.settings import SettingsStore

Run = Callable[..., Any]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _credential(number: int, name: str, **changes: Any) -> Credential:
    values: dict[str, Any] = {
        "id": f"{number:04d}",
        "name": name,
        "issued_on": date(2020 + number, 1, 1),
        "valid_from": date(2020 + number, 1, 1),
        "valid_until": date(2025 + number, 1, 1),
        "status": CredentialStatus.VALID,
        "number": f"НМО {number}",
        "organisation": "Академия",
        "organisation_accredited": True,
        "has_document": True,
    }
    return Credential(**{**values, **changes})


ROWS = (
    _credential(1, "Жизнь", status=CredentialStatus.EXPIRED),
    _credential(2, "Ёлочный день", status=CredentialStatus.RENEWAL),
    _credential(3, "Анемия", organisation="ООО «Ясень»", organisation_accredited=False),
    _credential(4, "=cmd|' /C calc'!A0", valid_until=None),
)


@pytest.fixture(autouse=True)
def table(services: SimpleNamespace, tmp_path: Path) -> SimpleNamespace:
    services.credentials = SimpleNamespace(
        load=lambda **_options: CredentialList(ROWS, AT, offline=False),
        cached=lambda: CredentialList(ROWS, AT, offline=True),
    )
    services.login = SimpleNamespace(state=lambda: SessionState(None))
    services.settings = SettingsStore(tmp_path / "settings.json")
    table: SimpleNamespace = services.credentials
    return table


def _ids(ran: Any) -> list[str]:
    return [row["id"] for row in ran.document["credentials"]]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["0004", "0003", "0002", "0001"]),
        (["--sort", "date"], ["0001", "0002", "0003", "0004"]),
        (["--sort", "name"], ["0003", "0002", "0001", "0004"]),
        (["--sort", "name", "--reverse"], ["0004", "0001", "0002", "0003"]),
        (["--sort", "status"], ["0002", "0001", "0003", "0004"]),
        (["--sort", "organisation"], ["0001", "0002", "0004", "0003"]),
        (["--status", "expired"], ["0001"]),
        (["--status", "expired", "--status", "renewal"], ["0002", "0001"]),
        (["--renewal"], ["0002"]),
        (["--organisation", "ясень"], ["0003"]),
        (["--search", "ЕЛОЧНЫЙ"], ["0002"]),
        (["--search", "нмо 3"], ["0003"]),
        (["--search", "нет такого"], []),
    ],
)
def test_filters_and_orders(nmo: Run, options: list[str], expected: list[str]) -> None:
    assert _ids(nmo("--json", "credentials", *options)) == expected


def test_the_document_has_the_promised_keys(nmo: Run) -> None:
    document = nmo("--json", "credentials").document
    assert set(document) == {"credentials", "as_of", "offline"}
    assert document["as_of"] == "2026-11-23T09:00:00Z"
    assert set(document["credentials"][0]) >= {
        "id", "name", "issued_on", "valid_from", "valid_until", "status", "number",
        "organisation", "organisation_accredited", "checked_at", "verdict",
    }  # fmt: skip


def test_offline_is_said_to_both(nmo: Run, table: SimpleNamespace) -> None:
    table.load = lambda **_options: CredentialList(ROWS, AT, offline=True)
    assert nmo("--json", "credentials").document["offline"] is True
    ran = nmo("credentials")
    assert ran.exit_code == 0
    assert "показано сохранённое" in ran.out


def test_people_see_a_missing_accreditation_and_a_missing_term(nmo: Run) -> None:
    out = nmo("credentials").out
    assert "ООО «Ясень» (нет аккредитации)" in out
    assert "бессрочно" in out


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(nmo: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    ran = nmo("credentials", "--export", str(file))
    assert ran.exit_code == 0
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 1 + len(ROWS)
    assert rows[0][1] == "Название"
    assert rows[1][1].startswith("'=")


def test_an_existing_file_is_not_overwritten(nmo: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("mine")
    assert nmo("credentials", "--export", str(file)).exit_code == 8
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", ["table.docx", "table"])
def test_other_formats_are_refused_in_clear_words(nmo: Run, tmp_path: Path, name: str) -> None:
    ran = nmo("credentials", "--export", str(tmp_path / name))
    assert ran.exit_code == 2
    assert "export.format-unavailable" in ran.err


def test_without_the_mark_the_file_begins_with_its_first_letter(nmo: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    nmo("credentials", "--export", str(file), "--no-bom")
    assert file.read_bytes().startswith(b"ID;")


def test_an_export_holds_what_is_filtered_in_that_order(nmo: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    options = ["--search", "академия", "--sort", "name"]
    ran = nmo("--json", "credentials", *options, "--export", str(file))
    book = openpyxl.load_workbook(file)
    written = [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    book.close()
    assert written == _ids(ran) == ["0002", "0001", "0004"]


def _outcome(identifier: str, verdict: CheckVerdict | None, error: str = "") -> CheckOutcome:
    check = None if verdict is None else Check(verdict, AT, "причина")
    return CheckOutcome(identifier, check, error)


@pytest.mark.parametrize(
    ("outcomes", "exit_code"),
    [
        ([CheckVerdict.CONFIRMED, CheckVerdict.CONFIRMED], 0),
        ([CheckVerdict.CONFIRMED, CheckVerdict.NOT_CONFIRMED], 1),
        ([CheckVerdict.UNCLEAR, CheckVerdict.NOT_CONFIRMED], 1),
        ([CheckVerdict.CONFIRMED, CheckVerdict.UNCLEAR], 3),
    ],
)
def test_the_worst_verdict_decides(
    nmo: Run, table: SimpleNamespace, outcomes: list[CheckVerdict], exit_code: int
) -> None:
    found = tuple(_outcome(str(number), verdict) for number, verdict in enumerate(outcomes))
    table.check = lambda ids, **_options: found
    ran = nmo("--json", "credentials", "check", "0", "1")
    assert ran.exit_code == exit_code
    assert [each["verdict"] for each in ran.document["checks"]] == [v.value for v in outcomes]


def test_what_could_not_be_asked_counts_more_than_a_verdict(
    nmo: Run, table: SimpleNamespace
) -> None:
    found = (_outcome("1", CheckVerdict.NOT_CONFIRMED), _outcome("2", None, "portal.unreachable"))
    table.check = lambda ids, **_options: found
    ran = nmo("credentials", "check", "1", "2")
    assert ran.exit_code == 6
    assert "Портал недоступен" in ran.out


def test_all_means_every_row(nmo: Run, table: SimpleNamespace) -> None:
    table.check = lambda ids, **_options: tuple(
        _outcome(each, CheckVerdict.CONFIRMED) for each in ids
    )
    ran = nmo("--json", "credentials", "check", "--all")
    assert [each["id"] for each in ran.document["checks"]] == ["0001", "0002", "0003", "0004"]


@pytest.mark.parametrize("options", [[], ["1", "--all"]])
def test_check_wants_either_identifiers_or_all(nmo: Run, options: list[str]) -> None:
    assert nmo("credentials", "check", *options).exit_code == 2


def test_open_prints_where_the_pdf_lies(nmo: Run, table: SimpleNamespace) -> None:
    table.document = lambda credential_id, _cancel, version: (
        Path("/documents") / f"{credential_id}.pdf"
    )
    assert nmo("--json", "credentials", "open", "0001").document == {
        "file": "/documents/0001.pdf",
        "opened": False,
    }
