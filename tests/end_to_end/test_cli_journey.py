"""Does the main journey work with the installed command, and what happens off its path?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PERSON = "Иванова"


def _signed_in(nmo: Any, pin: str, person: str = PERSON) -> str:
    certificate: str = nmo.good_certificate(person)
    ran = nmo("login", "--certificate", certificate, pin=pin)
    assert ran.exit_code == 0, ran.err
    return certificate


def test_the_main_journey(nmo: Any, pin: str, tmp_path: Path) -> None:
    certificate = _signed_in(nmo, pin)
    account = nmo("account").document["account"]
    assert account["full_name"].startswith(PERSON)
    assert account["level"] == "confirmed"

    assert nmo("consent", "show").document["status"] == "none"
    signed = nmo("consent", "sign", "--certificate", certificate[:8], pin=pin)
    assert signed.exit_code == 0, signed.err
    assert signed.document["status"] == "granted"
    assert "Иванова Мария Петровна" in signed.err, "the document is shown before it is signed"
    kept = signed.document["document"]["file"]
    verified = nmo("verify", kept)
    assert verified.exit_code == 0, verified.out
    signer = verified.document["signers"][0]
    assert signer["snils"] == account["snils"]
    assert signer["level"] == "BES"

    table = nmo("credentials").document
    assert table["offline"] is False
    assert len(table["credentials"]) > 20
    checks = nmo("credentials", "check", "--all")
    assert checks.exit_code == 1, "the training data holds some that are not confirmed"
    verdicts = {each["verdict"] for each in checks.document["checks"]}
    assert verdicts == {"confirmed", "not-confirmed", "unclear"}
    assert len(checks.document["checks"]) == len(table["credentials"])

    rows = nmo("credentials", "--sort", "name", "--renewal").document["credentials"]
    assert rows
    assert {row["status"] for row in rows} == {"renewal"}
    saved = tmp_path / "table.csv"
    nmo("credentials", "--export", str(saved))
    lines = list(csv.reader(saved.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(lines) == 1 + len(table["credentials"])

    with_pdf = next(row["id"] for row in table["credentials"] if row["has_document"])
    pdf = Path(nmo("credentials", "open", with_pdf).document["file"])
    assert pdf.read_bytes().startswith(b"%PDF-")

    actions = [each["action"] for each in nmo("journal").document["entries"]]
    assert "login" in actions[-3:] or "login" in actions
    local = nmo("journal", "--local").document
    assert local["chain"]["first_broken"] is None

    assert nmo("consent", "withdraw").document["status"] == "withdrawn"
    kinds = [each["kind"] for each in nmo("consent", "history").document["history"]]
    assert kinds == ["withdrawn", "granted"]
    assert nmo("consent", "save", str(tmp_path / "consent.pdf")).exit_code == 0
    assert nmo("consent", "save", str(tmp_path / "consent.pdf")).error == "output.exists"
    assert nmo("consent", "withdraw").error == "consent.refused"
    assert nmo("logout").exit_code == 0
    after = nmo("account")
    assert (after.exit_code, after.error) == (7, "session.none")


def test_without_the_portal_the_saved_table_is_shown(
    nmo: Any, pin: str, scenario: Callable[[str], None]
) -> None:
    _signed_in(nmo, pin)
    online = nmo("credentials").document
    scenario("portal-down")
    offline = nmo("credentials")
    assert offline.exit_code == 0
    assert offline.document["offline"] is True
    assert offline.document["credentials"] == online["credentials"]
    assert offline.document["as_of"] == online["as_of"]
    account = nmo("account")
    assert (account.exit_code, account.error) == (6, "portal.unreachable")
    some = online["credentials"][0]["id"]
    assert nmo("credentials", "check", some).exit_code == 6


def test_an_account_that_is_not_confirmed_is_refused_with_7(nmo: Any, pin: str) -> None:
    certificate = _signed_in(nmo, pin, "Никитин")
    ran = nmo("consent", "sign", "--certificate", certificate, pin=pin)
    assert (ran.exit_code, ran.error) == (7, "account.level-insufficient")


@pytest.mark.parametrize(
    ("name", "exit_code", "code"),
    [
        ("root-missing", 6, "portal.tls"),
        ("portal-busy", 6, "portal.unavailable"),
        ("truncated-answer", 6, "portal.bad-answer"),
    ],
)
def test_a_portal_that_fails_is_named(
    nmo: Any, pin: str, scenario: Callable[[str], None], name: str, exit_code: int, code: str
) -> None:
    _signed_in(nmo, pin)
    scenario(name)
    ran = nmo("account")
    assert (ran.exit_code, ran.error) == (exit_code, code)


def test_a_wrong_clock_stops_the_login_before_the_pin(
    nmo: Any, scenario: Callable[[str], None]
) -> None:
    certificate = nmo.good_certificate(PERSON)
    scenario("clock-wrong")
    ran = nmo("login", "--certificate", certificate)
    assert (ran.exit_code, ran.error) == (6, "clock.wrong")


def test_ctrl_c_ends_a_slow_call_with_130(
    nmo: Any, pin: str, scenario: Callable[[str], None]
) -> None:
    _signed_in(nmo, pin)
    scenario("portal-slow")
    ran = nmo.interrupted("credentials", "check", "--all")
    assert ran.exit_code == 130
    assert ran.error == "cancelled"
