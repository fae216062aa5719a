"""Do `nmo journal` and `nmo credentials replace|versions` ask, filter and save as told?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from desktop_app.core.credentials import CredentialList, CredentialVersion, VersionState
from desktop_app.core.cycles import Cycle
from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.errors.portal import RoleForbiddenError
from desktop_app.core.file_examinations import FileExamination, FileKind
from desktop_app.core.journal import JournalFilter
from desktop_app.services.cycle import CYCLE_WAYS
from desktop_app.services.portal.contract import JournalEntry
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.settings import SettingsStore

Run = Callable[..., Any]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINES = (
    JournalEntry("2", AT, "Иванова Мария Петровна", "credential.replace", "ok", "0001"),
    JournalEntry("1", AT, "Петров Сергей Николаевич", "login", "login.replayed", ""),
)
VERSION = CredentialVersion(2, VersionState.ON_REVIEW, AT, "Иванова", "ab" * 32, 12)


@pytest.fixture(autouse=True)
def asked(services: SimpleNamespace, tmp_path: Path) -> list[JournalFilter]:
    asked: list[JournalFilter] = []

    def entries(
        limit: int, _cancel: object, *, wanted: JournalFilter, progress: object
    ) -> tuple[JournalEntry, ...]:
        asked.append(wanted)
        return LINES[:limit]

    services.journal = SimpleNamespace(entries=entries)
    services.audit = AuditLog(Database(tmp_path / "state.sqlite"))
    services.settings = SettingsStore(tmp_path / "settings.json")
    return asked


def test_the_journal_is_asked_for_what_the_options_say(
    nmo: Run, asked: list[JournalFilter]
) -> None:
    options = ("--since", "2026-11-01T00:00+00:00", "--person", "иванова", "--subject", "0001")
    ran = nmo("--json", "journal", *options, "--limit", "1")
    since = datetime(2026, 11, 1, tzinfo=UTC)
    assert asked == [JournalFilter(since, None, "иванова", "0001")]
    assert [each["id"] for each in ran.document["entries"]] == ["2"]
    assert "загружен новый документ" in nmo("journal").out


def test_the_journal_is_saved_with_its_filter(nmo: Run, tmp_path: Path) -> None:
    file = tmp_path / "journal.xlsx"
    ran = nmo("journal", "--export", str(file), "--person", "иванова")
    assert ran.exit_code == 0
    book = openpyxl.load_workbook(file)
    values = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    assert values[0] == ("Когда", "Кто", "Действие", "Итог", "С чем")
    assert values[1][1:] == ("Иванова Мария Петровна", "загружен новый документ", "успешно", "0001")
    assert values[1][0] == AT.astimezone().replace(tzinfo=None)


def test_a_role_without_the_right_is_told(nmo: Run, services: SimpleNamespace) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise RoleForbiddenError

    services.journal = SimpleNamespace(entries=refuse)
    ran = nmo("journal")
    assert ran.exit_code == 7
    assert "account.role-forbidden" in ran.err


def test_the_log_of_this_computer_is_filtered_and_saved(
    nmo: Run, services: SimpleNamespace, tmp_path: Path
) -> None:
    services.audit.record("credential.check", subject="0001")
    services.audit.record("login")
    ran = nmo("--json", "journal", "--local", "--subject", "0001")
    assert [each["action"] for each in ran.document["entries"]] == ["credential.check"]
    file = tmp_path / "log.csv"
    assert nmo("journal", "--local", "--export", str(file)).exit_code == 0
    assert "проверка свидетельства" in file.read_text("utf-8-sig")
    assert nmo("journal", "--local", "--person", "x").exit_code == 2


def _doctor(status: CheckStatus) -> SimpleNamespace:
    found = () if status is CheckStatus.OK else (Finding(status, "file.empty"),)

    def examine(files: list[Path], **_options: object) -> tuple[FileExamination, ...]:
        return (FileExamination(files[0], 12, "ab" * 32, FileKind.PDF, 1, found),)

    return SimpleNamespace(examine=examine)


def test_a_document_in_order_is_sent_and_goes_on_review(
    nmo: Run, services: SimpleNamespace
) -> None:
    sent: list[tuple[str, Path]] = []

    def replace(identifier: str, file: Path, _cancel: object) -> CredentialVersion:
        sent.append((identifier, file))
        return VERSION

    services.file_doctor = _doctor(CheckStatus.OK)
    services.credentials = SimpleNamespace(replace=replace)
    ran = nmo("--json", "credentials", "replace", "0001", "new.pdf")
    assert sent == [("0001", Path("new.pdf"))]
    assert ran.document["version"]["state"] == "on-review"
    assert "Версия 2 на проверке" in nmo("credentials", "replace", "0001", "new.pdf").out


def test_a_document_out_of_order_is_not_sent(nmo: Run, services: SimpleNamespace) -> None:
    services.file_doctor = _doctor(CheckStatus.FAIL)
    services.credentials = SimpleNamespace()
    ran = nmo("credentials", "replace", "0001", "new.pdf")
    assert ran.exit_code == 1
    assert "Файл не отправлен" in ran.out


def test_versions_are_listed_newest_first(nmo: Run, services: SimpleNamespace) -> None:
    services.credentials = SimpleNamespace(versions=lambda _identifier, _cancel: (VERSION,))
    ran = nmo("--json", "credentials", "versions", "0001")
    assert ran.document["versions"][0]["number"] == 2
    assert "на проверке" in nmo("credentials", "versions", "0001").out


def test_the_people_of_the_organisation_have_a_table(nmo: Run, services: SimpleNamespace) -> None:
    asked: list[bool] = []

    def load(*, people: bool, **_options: object) -> CredentialList:
        asked.append(people)
        return CredentialList((), AT, offline=False)

    services.credentials = SimpleNamespace(load=load)
    nmo("credentials", "--people")
    nmo("credentials")
    assert asked == [True, False]


def test_the_cycle_tells_what_is_missing(nmo: Run, services: SimpleNamespace) -> None:
    counted = Cycle(date(2024, 3, 1), date(2029, 3, 1), 80, 40, 20)
    services.credentials = SimpleNamespace(cycle=lambda _cancel: counted)
    found = nmo("--json", "credentials", "cycle").document["cycle"]
    assert (found["programme_hours"], found["units"]) == (80, 60)
    assert found["ways"][0] == {
        "programme_hours": 74, "units": 70, "missing_hours": 0, "missing_units": 4,
    }  # fmt: skip
    assert found["kept_at"] is None
    assert "осталось 0 ч и 4 ЗЕТ" in nmo("credentials", "cycle").out
    kept = replace(counted, kept_at=datetime(2026, 11, 27, 9, 5, tzinfo=UTC))
    services.credentials = SimpleNamespace(cycle=lambda _cancel: kept)
    assert "показано сохранённое на 27.11.2026" in nmo("credentials", "cycle").out
    services.settings.set(CYCLE_WAYS, ["50+10"])
    assert "выполнена" in nmo("credentials", "cycle").out
