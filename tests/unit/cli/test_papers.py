"""Does `nmo documents new` write papers, ask for what is missing, and say what is wrong?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.accounts import SessionState
from desktop_app.core.resources import resource_path
from desktop_app.services.papers.template_papers import TemplatePapers
from desktop_app.services.papers.template_reader import read_templates
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.services.use_cases import LoginService, TokenService
from tests.unit.cli.conftest import Ran, StubConsole
from tests.unit.services.papers.paper_values import VALUES

Nmo = Callable[..., Ran]
REQUEST = ("full_name", "email", "addressee", "subject", "details")


@pytest.fixture(autouse=True)
def papers(services: SimpleNamespace) -> TemplatePapers:
    login = SimpleNamespace(state=lambda: SessionState(None))
    made = TemplatePapers(
        read_templates(resource_path("templates")),
        cast(TokenService, services.tokens),
        cast(LoginService, login),
        PdfWorkshop(),
    )
    services.papers = made
    return made


def fields(*names: str, **others: str) -> list[str]:
    pairs = {**{name: VALUES[name] for name in names}, **others}
    return [part for name, value in pairs.items() for part in ("--field", f"{name}={value}")]


def test_a_paper_is_written_whole_and_its_digest_told(nmo: Nmo, tmp_path: Path) -> None:
    target = tmp_path / "letter.pdf"
    ran = nmo("--json", "documents", "new", "request", *fields(*REQUEST), "--out", str(target))
    assert ran.exit_code == ExitCode.DONE
    assert ran.document["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert ran.document["template"] == "request"
    assert ran.document["pages"] == 1


def test_an_existing_file_is_never_overwritten(nmo: Nmo, tmp_path: Path) -> None:
    target = tmp_path / "letter.pdf"
    target.write_bytes(b"mine")
    ran = nmo("documents", "new", "request", *fields(*REQUEST), "--out", str(target))
    assert ran.exit_code == ExitCode.INPUT
    assert target.read_bytes() == b"mine"


def test_what_is_missing_is_asked_for_and_a_slip_is_explained(
    nmo: Nmo, console: StubConsole, tmp_path: Path
) -> None:
    target = tmp_path / "letter.pdf"
    console.lines = ["ivanova@mail", "ivanova@mail.ru", "Не входит"]
    given = fields("full_name", "addressee", "subject")
    ran = nmo("documents", "new", "request", *given, "--out", str(target))
    assert ran.exit_code == ExitCode.DONE
    assert [question.split("\n")[0].rstrip(":") for question in console.asked] == [
        "Электронная почта для ответа",
        "Электронная почта для ответа",
        "Суть обращения",
    ]
    assert "пока не закончен" in console.asked[1]
    assert target.exists()


def test_an_empty_answer_takes_the_repair(nmo: Nmo, console: StubConsole, tmp_path: Path) -> None:
    console.lines = [""]
    given = fields("full_name", "addressee", "subject", "details", email="ivanova@mail,ru")
    ran = nmo("documents", "new", "request", *given, "--out", str(tmp_path / "letter.pdf"))
    assert ran.exit_code == ExitCode.DONE
    assert "ivanova@mail.ru (нажмите Enter" in console.asked[0]


def test_where_nobody_can_be_asked_every_slip_is_named(nmo: Nmo, tmp_path: Path) -> None:
    given = fields("full_name", "addressee", email="ivanova@@mail.ru")
    ran = nmo("--json", "documents", "new", "request", *given, "--out", str(tmp_path / "x.pdf"))
    assert ran.exit_code == ExitCode.USAGE
    assert ran.document["error"]["code"] == "paper.incomplete"
    assert ran.document["error"]["data"]["flaws"] == {
        "email": "field.email-two-ats",
        "subject": "field.required",
        "details": "field.required",
    }
    assert "email (Электронная почта для ответа): Знак @ в адресе один" in ran.err
    assert not (tmp_path / "x.pdf").exists()


def test_a_line_end_can_be_given(nmo: Nmo, papers: TemplatePapers, tmp_path: Path) -> None:
    target = tmp_path / "letter.pdf"
    given = fields("full_name", "email", "addressee", "subject", details="первая\\nвторая")
    assert nmo("documents", "new", "request", *given, "--out", str(target)).exit_code == 0
    values = {name: VALUES[name] for name in ("full_name", "email", "addressee", "subject")}
    assert papers.check("request", {**values, "details": "первая\nвторая"}).is_complete


@pytest.mark.parametrize("arguments", [(), ("--list",)])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_templates_are_listed_with_their_fields(
    nmo: Nmo, arguments: tuple[str, ...], language: str
) -> None:
    ran = nmo("--lang", language, "--json", "documents", "new", *arguments)
    listed = {template["id"]: template for template in ran.document["templates"]}
    assert list(listed) == ["consent", "registration", "replacement", "request"]
    by_name = {field["name"]: field for field in listed["consent"]["fields"]}
    assert by_name["snils"]["kind"] == "snils"
    assert by_name["snils"]["required"] is True
    assert ("passport" in by_name["full_name"]["help"]) == (language == "en")


def test_the_list_for_people_names_every_field(nmo: Nmo) -> None:
    text = nmo("documents", "new").out
    assert "consent: Согласие на обработку персональных данных" in text
    assert "* snils: СНИЛС" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("letter",), "paper.template-unknown"),
        (("request", "--field", "pin=1"), "paper.field-unknown"),
        (("request", "--field", "pin"), "usage.wrong"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(
    nmo: Nmo, arguments: tuple[str, ...], code: str
) -> None:
    ran = nmo("--json", "documents", "new", *arguments)
    assert ran.exit_code == ExitCode.USAGE
    assert ran.document["error"]["code"] == code
