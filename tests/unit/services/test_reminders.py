"""Are reminders shown once, and is the calendar one that others import without doubles?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.core.errors.inputs import (
    FilterUnknownError,
    FilterUnusableError,
    ReminderDaysError,
)
from desktop_app.core.resources import resource_path
from desktop_app.services.reminder_calendar import reminder_calendar
from desktop_app.services.reminders import Reminders, days_of
from desktop_app.services.saved_filters import SAVED_FILTERS, SavedFilter, SavedFilters
from desktop_app.services.storage.settings import SettingsStore

NOW = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
TODAY = date(2026, 11, 27)
CATALOGUE = Catalogue.read(resource_path("messages"))
CREDENTIAL = Credential(
    id="0001",
    name="Актуальные вопросы: терапия, хирургия; «ё» \\ и длинное название, что строку сложит",
    issued_on=date(2022, 1, 1),
    valid_from=date(2022, 1, 1),
    valid_until=date(2026, 12, 20),
    status=CredentialStatus.RENEWAL,
    number="7722 1",
    organisation="Академия",
    organisation_accredited=True,
    has_document=True,
)


@pytest.fixture
def settings(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json")


def test_a_reminder_is_shown_once_until_a_nearer_day_or_another_term(
    settings: SettingsStore,
) -> None:
    reminders = Reminders(settings)
    assert [each.threshold for each in reminders.fresh([CREDENTIAL], TODAY)] == [30]
    assert reminders.fresh([CREDENTIAL], TODAY) == ()
    assert [each.threshold for each in reminders.fresh([CREDENTIAL], date(2026, 12, 14))] == [7]
    extended = replace(CREDENTIAL, valid_until=date(2027, 1, 3))
    assert reminders.fresh([extended], date(2026, 12, 14))


def test_the_days_are_kept_and_none_turns_reminders_off(settings: SettingsStore) -> None:
    reminders = Reminders(settings)
    assert reminders.days() == (180, 90, 30, 7)
    reminders.set_days([14, 60, 14])
    assert Reminders(settings).days() == (60, 14)
    reminders.set_days([])
    assert reminders.fresh([CREDENTIAL], TODAY) == ()


@pytest.mark.parametrize("days", [[-1], [731], list(range(11))])
def test_impossible_days_are_refused(settings: SettingsStore, days: list[int]) -> None:
    with pytest.raises(ReminderDaysError):
        Reminders(settings).set_days(days)


@pytest.mark.parametrize(
    ("text", "days"), [("7, 30", (30, 7)), (" 7;30 90 ", (90, 30, 7)), ("", ()), ("0", (0,))]
)
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["неделя", "7.5", "٣", "-1", "99999"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(ReminderDaysError):
        days_of(text)


def _calendar(*credentials: Credential, now: datetime = NOW) -> bytes:
    return reminder_calendar(credentials, (30, 7), CATALOGUE, "ru", now)


def test_the_calendar_says_what_ends_when() -> None:
    content = _calendar(CREDENTIAL)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == f"Заканчивается срок: {CREDENTIAL.name}"
    assert event.decoded("DTSTART") == date(2026, 12, 20)
    assert event.decoded("DTEND") == date(2026, 12, 21)
    assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [
        timedelta(hours=9) - timedelta(days=30),
        timedelta(hours=9) - timedelta(days=7),
    ]
    assert calendar["VERSION"] == "2.0"


def test_the_calendar_keeps_to_the_lines_of_the_standard() -> None:
    """RFC 5545 section 3.1: CRLF, at most 75 octets, no letter cut in two."""
    content = _calendar(CREDENTIAL)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert all(line.decode() is not None for line in lines)


def test_importing_again_replaces_the_event_and_an_extended_term_is_newer() -> None:
    def event_of(content: bytes) -> tuple[str, int]:
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        return str(event["UID"]), int(str(event["SEQUENCE"]))

    first = event_of(_calendar(CREDENTIAL))
    assert event_of(_calendar(CREDENTIAL, now=NOW + timedelta(days=3))) == first
    extended = event_of(_calendar(replace(CREDENTIAL, valid_until=date(2031, 12, 20))))
    assert extended[0] == first[0]
    assert extended[1] > first[1]
    assert event_of(_calendar(replace(CREDENTIAL, id="0002")))[0] != first[0]


def test_what_is_over_or_has_no_term_is_no_event() -> None:
    past = replace(CREDENTIAL, valid_until=date(2026, 11, 1))
    revoked = replace(CREDENTIAL, status=CredentialStatus.REVOKED)
    content = _calendar(past, revoked, replace(CREDENTIAL, valid_until=None))
    assert Calendar.from_ical(content).walk("VEVENT") == []


def test_filters_are_kept_by_name_and_replaced(settings: SettingsStore) -> None:
    filters = SavedFilters(settings)
    wanted = SavedFilter(
        "Мои", frozenset({CredentialStatus.EXPIRED}), "терапия", "МГМУ", "date", True
    )
    filters.save(wanted)
    filters.save(SavedFilter("архив"))
    assert SavedFilters(settings).find("мои ") == wanted
    filters.save(SavedFilter("МОИ", search="хирургия"))
    assert [each.name for each in filters.all()] == ["архив", "МОИ"]
    filters.drop("архив")
    with pytest.raises(FilterUnknownError):
        filters.drop("архив")


@pytest.mark.parametrize("name", ["", "  ", "я" * 61])
def test_a_filter_needs_a_name(settings: SettingsStore, name: str) -> None:
    with pytest.raises(FilterUnusableError):
        SavedFilters(settings).save(SavedFilter(name))


def test_what_a_newer_program_wrote_is_passed_over_and_kept(settings: SettingsStore) -> None:
    foreign = ['{"name": "x", "statuses": ["melted"]}', "[]", "no json", '"text"']
    settings.set(SAVED_FILTERS, foreign)
    filters = SavedFilters(settings)
    assert filters.all() == ()
    filters.save(SavedFilter("мой"))
    assert settings.get(SAVED_FILTERS)[:4] == foreign
