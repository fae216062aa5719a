"""Do reminders, calendars and saved filters work at the terminal?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from icalendar import Calendar

from desktop_app.core.credentials import Credential, CredentialList, CredentialStatus
from desktop_app.services.storage.settings import SettingsStore

Run = Callable[..., Any]


def _credential(number: int, days: int, status: CredentialStatus) -> Credential:
    today = datetime.now(UTC).astimezone().date()
    return Credential(
        id=f"{number:04d}",
        name=f"Курс {number}",
        issued_on=today,
        valid_from=today,
        valid_until=today + timedelta(days=days),
        status=status,
        number=f"НМО {number}",
        organisation="Академия",
        organisation_accredited=True,
        has_document=True,
    )


def _credentials() -> CredentialList:
    rows = (
        _credential(1, 500, CredentialStatus.VALID),
        _credential(2, 10, CredentialStatus.RENEWAL),
        _credential(3, 60, CredentialStatus.RENEWAL),
    )
    return CredentialList(rows, datetime.now(UTC), offline=False)


@pytest.fixture(autouse=True)
def table(services: SimpleNamespace, tmp_path: Path) -> None:
    services.settings = SettingsStore(tmp_path / "settings.json")
    services.credentials = SimpleNamespace(load=lambda **_options: _credentials())


def test_reminders_name_what_ends_soon_nearest_first(nmo: Run) -> None:
    ran = nmo("--json", "credentials", "reminders")
    assert ran.exit_code == 0
    assert ran.document["days"] == [180, 90, 30, 7]
    assert [each["id"] for each in ran.document["reminders"]] == ["0002", "0003"]
    assert ran.document["reminders"][0]["days_left"] == 10
    assert "осталось 10 дней" in nmo("credentials", "reminders").out


def test_other_days_are_asked_for_once_or_kept(nmo: Run) -> None:
    ran = nmo("--json", "credentials", "reminders", "--days", "30")
    assert [each["id"] for each in ran.document["reminders"]] == ["0002"]
    assert nmo("--json", "credentials", "reminders").document["days"] == [180, 90, 30, 7]
    nmo("credentials", "reminders", "--days", "5", "--keep")
    assert nmo("--json", "credentials", "reminders").document["days"] == [5]
    assert "ни один срок" in nmo("credentials", "reminders").out
    assert nmo("credentials", "reminders", "--days", "скоро").exit_code == 2


def test_the_calendar_holds_every_term_in_force(nmo: Run, tmp_path: Path) -> None:
    file = tmp_path / "terms.ics"
    ran = nmo("--json", "credentials", "reminders", "--ics", str(file))
    assert ran.document["calendar"] == str(file)
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 3
    assert nmo("credentials", "reminders", "--ics", str(file)).exit_code == 8


def test_a_filter_is_saved_used_listed_and_dropped(nmo: Run) -> None:
    nmo("credentials", "--renewal", "--sort", "date", "--search", "курс", "--save-filter", "Скоро")
    ran = nmo("--json", "credentials", "--filter", "скоро")
    assert [row["id"] for row in ran.document["credentials"]] == ["0002", "0003"]
    narrowed = nmo("--json", "credentials", "--filter", "скоро", "--search", "курс 3")
    assert [row["id"] for row in narrowed.document["credentials"]] == ["0003"]
    listed = nmo("--json", "credentials", "filters").document["filters"]
    assert listed[0]["name"] == "Скоро"
    assert listed[0]["statuses"] == ["renewal"]
    assert "поиск: «курс»" in nmo("credentials", "filters").out
    nmo("credentials", "filters", "--drop", "Скоро")
    assert nmo("credentials", "--filter", "Скоро").exit_code == 2
