"""СНИЛС, the account's owner, names, several certificates of one name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.diagnostics.checks.account import CHECKS as ACCOUNT_CHECKS
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.surroundings import known
from tests.certificates.authority import NOW, rsa_key
from tests.unit.services.diagnostics.certificates.own import (
    ANNA,
    TOP,
    anna,
    changed,
    findings,
    on_token,
    own,
    told,
)

FAIL, WARN, NOTE, SKIP = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK, CheckStatus.SKIP
NAME = "Смирнова Анна Сергеевна"
HERS = PortalFacts(session="valid", account_name=NAME, account_snils="112-233-445 95")
OTHERS = PortalFacts(session="valid", account_name="Петров Пётр", account_snils="14567890124")


@pytest.mark.parametrize(
    ("snils", "cause"),
    [("", "certificate.no-snils"), ("11223344594", "certificate.snils-malformed")],
)
def test_a_certificate_without_a_good_snils_stands_in_the_way(snils: str, cause: str) -> None:
    assert told(findings("CRT-09", own(anna(snils=snils)))) == [(FAIL, cause)]
    assert told(findings("CRT-09", own(anna(snils=snils), anna()))) == [(NOTE, cause)]


@pytest.mark.parametrize(
    ("inn", "expected"),
    [
        ("", []),
        ("500100732259", []),
        ("500100732250", [(WARN, "certificate.inn-malformed")]),
        ("5001007322", [(WARN, "certificate.inn-malformed")]),
    ],
)
def test_an_inn_in_the_certificate_ends_in_check_digits(
    inn: str, expected: list[tuple[CheckStatus, str]]
) -> None:
    facts = changed(own(anna()), inn=inn)
    (check,) = (each for each in ACCOUNT_CHECKS if each.id == "ACC-03")
    assert told(findings_of(check, known(NOW, facts))) == expected


def test_the_owner_of_the_account_is_recognised_however_the_number_is_written() -> None:
    for identifier in ("CRT-09", "CRT-10", "CRT-11"):
        assert findings(identifier, own(anna()), HERS) == ()


def test_a_certificate_of_somebody_else_stands_in_the_way() -> None:
    found = findings("CRT-10", own(anna()), OTHERS)
    assert told(found) == [(FAIL, "certificate.other-person")]
    assert found[0].evidence["name"] == "Петров Пётр"


def test_certificates_of_colleagues_beside_the_own_are_no_trouble() -> None:
    colleague = on_token(TOP.issue(replace(ANNA, snils="14567890124")), key_id=b"\x02")
    assert findings("CRT-10", own(anna(), colleague), HERS) == ()


@pytest.mark.parametrize("facts", [(), (PortalFacts(),)], ids=["unknown", "signed-out"])
def test_while_nobody_is_signed_in_nothing_is_compared(facts: tuple[PortalFacts, ...]) -> None:
    for identifier in ("CRT-10", "CRT-11"):
        found = findings(identifier, own(anna()), *facts)
        assert told(found) == [(SKIP, "account.not-signed-in")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("СМИРНОВА  анна сергеевна", []),
        ("Смирнова Аннa Сергеевна", [(WARN, "certificate.look-alike-name")]),
        ("Орлова Анна Сергеевна", [(WARN, "certificate.other-surname")]),
        ("Смирнова Анна Петровна", [(WARN, "certificate.other-name")]),
        ("Смирнова", [(WARN, "certificate.other-name")]),
    ],
)
def test_names_are_compared_as_people_read_them(
    name: str, expected: list[tuple[CheckStatus, str]]
) -> None:
    found = findings("CRT-11", own(anna()), replace(HERS, account_name=name))
    assert told(found) == expected


def test_two_certificates_of_one_name_say_what_they_differ_in() -> None:
    second = on_token(TOP.issue(ANNA, rsa_key()), key_id=b"\x02")
    found = findings("CRT-13", own(anna(), second))
    assert told(found) == [(NOTE, "certificate.several")]
    assert found[0].evidence["differ_in"] == ["difference.algorithm"]


def test_one_certificate_seen_on_two_tokens_is_one() -> None:
    same = anna()
    assert findings("CRT-13", own(same, same)) == ()


def test_what_looks_the_same_differs_in_its_serial_number() -> None:
    found = findings("CRT-13", own(anna(), anna()))
    assert found[0].evidence["differ_in"] == ["difference.serial-number"]
