"""The account's confirmation and the consent by code, typed at the command."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from desktop_app.sandbox.people import TRAINING_ACCOUNTS
from desktop_app.sandbox.training_logins import training_logins
from tests.end_to_end.installed_command import InstalledCommand

PERSON = TRAINING_ACCOUNTS[8].person


@pytest.fixture
def telephone(nmo: InstalledCommand) -> Iterator[Telephone]:
    with requests.Session() as session:
        session.trust_env = False
        yield Telephone(nmo("training", "state").document["web_url"], session)


class Telephone:
    """The page with a person's messages."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self.url = url
        self.session = session

    def take(self, number: int) -> None:
        known = training_logins()[number - 1]
        form = {"login": known.email, "password": known.password}
        self.session.post(f"{self.url}/sign-in", data=form, timeout=30)

    def code(self) -> str:
        page = self.session.get(f"{self.url}/person", timeout=30).text
        return str(re.findall(r"Код: (\d{6})", page)[0])


def with_code(nmo: InstalledCommand, telephone: Telephone, *arguments: str) -> tuple[Any, str]:
    """Run a command that sends a code, and give it the code from the telephone."""
    process = subprocess.Popen(
        [str(nmo.program), "--json", *arguments, "--code-stdin"],
        env=nmo.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if "Код отправлен" in line:
            break
    out, err = process.communicate(f"{telephone.code()}\n", timeout=60)
    assert process.returncode == 0, out + err
    return json.loads(out), said


def sign_in(nmo: InstalledCommand, number: int, pin: str) -> None:
    name = TRAINING_ACCOUNTS[number - 1].person.surname
    ran = nmo("login", "--certificate", nmo.good_certificate(name), pin=pin)
    assert ran.exit_code == 0, ran.out


def test_a_confirmation_is_left_and_taken_up_again(
    nmo: InstalledCommand, pin: str, telephone: Telephone, tmp_path: Path
) -> None:
    sign_in(nmo, 9, pin)
    telephone.take(9)
    shown = nmo("account", json=False)
    assert "Личность владельца учётной записи не подтверждена" in shown.out
    assert "nmo account confirm fill" in shown.out
    fields = {"inn": PERSON.inn, "phone": "8 900 111-22-33", "email": "nikitin@pochta.example"}
    options = [part for each in fields.items() for part in ("--field", "=".join(each))]
    filled = nmo("account", "confirm", "fill", *options)
    assert filled.exit_code == 0, filled.out
    assert filled.document["form"]["phone"] == "+79001112233"
    proven, _said = with_code(nmo, telephone, "account", "confirm", "code", "email")
    assert (proven["step"], proven["email_proven"]) == ("phone", True)
    photo = tmp_path / "диплом.png"
    Image.new("RGB", (300, 200), "white").save(photo)
    kept = nmo("account", "confirm", "attach", "diploma", str(photo)).document
    assert [paper["file_name"] for paper in kept["papers"]] == ["диплом.jpg"]
    early = nmo("account", "confirm", "submit")
    assert (early.exit_code, early.error) == (7, "confirmation.incomplete")
    assert nmo("account").document["confirmation"]["step"] == "phone"
    assert nmo("logout").exit_code == 0


def test_a_consent_is_confirmed_by_a_code_after_its_force_was_said(
    nmo: InstalledCommand, pin: str, telephone: Telephone
) -> None:
    sign_in(nmo, 12, pin)
    telephone.take(12)
    given, said = with_code(nmo, telephone, "consent", "confirm-by-sms")
    assert given["status"] == "granted"
    assert said.index("слабее подписи токеном") < said.index("Код отправлен")
    assert "простой электронной подписью" in said
    kept = Path(given["kept_files"][-1])
    assert "Подписано простой электронной подписью" in kept.read_text("utf-8")
    withdrawn = nmo("consent", "withdraw")
    assert withdrawn.document["text"]["after_withdrawal"]
    assert nmo("logout").exit_code == 0
