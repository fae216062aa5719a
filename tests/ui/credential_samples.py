"""Credentials made up for the tests of the table."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from desktop_app.core.credentials import Check, CheckVerdict, Credential, CredentialStatus

MOMENT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def credential(
    number: int = 1,
    *,
    name: str = "Первая помощь",
    issued: date = date(2024, 3, 1),
    until: date | None = date(2029, 3, 1),
    status: CredentialStatus = CredentialStatus.VALID,
    organisation: str = "Сеченовский Университет",
    check: Check | None = None,
    has_document: bool = True,
) -> Credential:
    """Return a credential that differs from the others by its number."""
    return Credential(
        id=f"id-{number}",
        name=name,
        issued_on=issued,
        valid_from=issued,
        valid_until=until,
        status=status,
        number=f"7722 {number:09}",
        organisation=organisation,
        organisation_accredited=number % 2 == 0,
        has_document=has_document,
        check=check,
    )


def check(verdict: CheckVerdict = CheckVerdict.CONFIRMED, reason: str = "") -> Check:
    """Return an outcome of «Проверить»."""
    return Check(verdict, MOMENT, reason)


_WORDS = st.sampled_from(
    ["Ёлкин", "Елкин", "елкин", "Жуков", "Терапия", "терапия", "10", "9", "№ 5", "A", "Я", ""]
)
_TEXTS = st.lists(_WORDS, max_size=3).map(" ".join)
_DAYS = st.dates(date(2019, 1, 1), date(2031, 1, 1))
_CHECKS = st.none() | st.builds(
    Check, st.sampled_from(CheckVerdict), st.just(MOMENT), st.sampled_from(["", "Нет в реестре"])
)


@st.composite
def credential_lists(draw: st.DrawFn, max_size: int = 12) -> list[Credential]:
    """Draw credentials with many equal values and distinct ids."""
    size = draw(st.integers(0, max_size))
    return [
        Credential(
            id=f"id-{number}",
            name=draw(_TEXTS),
            issued_on=draw(_DAYS),
            valid_from=draw(_DAYS),
            valid_until=draw(st.none() | _DAYS),
            status=draw(st.sampled_from(CredentialStatus)),
            number=draw(_TEXTS),
            organisation=draw(_TEXTS),
            organisation_accredited=draw(st.booleans()),
            has_document=draw(st.booleans()),
            check=draw(_CHECKS),
        )
        for number in range(size)
    ]
