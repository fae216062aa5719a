"""The ends of terms as a calendar file (RFC 5545) that other programs import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from icalendar import Alarm, Calendar, Event

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.credentials import Credential, CredentialStatus

_PRODUCT = "-//Kabinet NMO//nmo//RU"
_ENDING = frozenset({CredentialStatus.VALID, CredentialStatus.RENEWAL})
_ORIGIN = date(2000, 1, 1)


def reminder_calendar(
    credentials: Iterable[Credential],
    days: Sequence[int],
    catalogue: Catalogue,
    language: str,
    now: datetime,
) -> bytes:
    """Return a calendar with one whole-day event for the last day of each term in force.

    An event's UID follows from the credential alone, so that importing anew replaces it; its
    SEQUENCE grows with the term, so that a calendar takes an extended term for the newer one.
    ``days`` become its alarms, at nine in the morning; ``now`` is aware.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", catalogue.phrase("calendar.name", language))
    today = now.astimezone().date()
    for each in credentials:
        if each.status in _ENDING and each.valid_until is not None and each.valid_until >= today:
            say = partial(catalogue.phrase, language=language, name=each.name)
            event = _event(each, each.valid_until, now)
            event.add("summary", say("calendar.summary"))
            about = say("calendar.about", number=each.number, organisation=each.organisation)
            event.add("description", about)
            for number in days:
                event.add_component(_alarm(number, say("calendar.summary")))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(credential: Credential, end: date, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(credential.id.encode()).hexdigest()}@nmo")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max((end - _ORIGIN).days, 0))
    event.add("dtstart", end)
    event.add("dtend", end + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(days: int, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(hours=9) - timedelta(days=days))
    alarm.add("description", words)
    return alarm
