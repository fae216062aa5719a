"""Is a term reminded of on the right days, and on no others?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.core.reminders import due_reminders

TODAY = date(2026, 11, 27)
DAYS = (90, 30, 7)


def ends_in(
    days: int | None, status: CredentialStatus = CredentialStatus.VALID, number: int = 1
) -> Credential:
    """Return a credential whose last day is ``days`` away."""
    return Credential(
        id=f"id-{number}",
        name="Курс",
        issued_on=date(2022, 1, 1),
        valid_from=date(2022, 1, 1),
        valid_until=None if days is None else TODAY + timedelta(days=days),
        status=status,
        number=f"7722 {number}",
        organisation="Академия",
        organisation_accredited=True,
        has_document=True,
    )


@pytest.mark.parametrize(
    ("days", "threshold"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (0, 7), (-1, -1)]
)
def test_the_nearest_reached_number_of_days_counts(days: int, threshold: int | None) -> None:
    due = due_reminders([ends_in(days)], TODAY, DAYS)
    assert [each.threshold for each in due] == ([] if threshold is None else [threshold])
    assert all(each.days_left == days for each in due)


def test_an_end_long_past_and_no_wanted_days_remind_of_nothing() -> None:
    assert due_reminders([ends_in(-90)], TODAY, DAYS)
    assert not due_reminders([ends_in(-91)], TODAY, DAYS)
    assert not due_reminders([ends_in(3)], TODAY, ())


@pytest.mark.parametrize("status", [CredentialStatus.REVOKED, CredentialStatus.IN_CONFIRMATION])
def test_what_cannot_be_renewed_is_not_reminded_of(status: CredentialStatus) -> None:
    assert not due_reminders([ends_in(3, status)], TODAY, DAYS)


def test_a_document_without_a_term_is_left_alone() -> None:
    assert not due_reminders([ends_in(None)], TODAY, DAYS)


def test_the_nearest_end_comes_first_and_each_threshold_has_a_key_of_its_own() -> None:
    due = due_reminders([ends_in(30, number=1), ends_in(5, number=2)], TODAY, DAYS)
    assert [each.credential.id for each in due] == ["id-2", "id-1"]
    later = due_reminders([ends_in(30, number=1)], TODAY + timedelta(days=25), DAYS)
    assert later[0].key != due[1].key
