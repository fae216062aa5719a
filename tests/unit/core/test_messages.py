"""Has every error words in both languages, and are they words for people?"""

from __future__ import annotations

import re
import string
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from desktop_app.core.catalogue import LANGUAGES, Catalogue, Message
from desktop_app.core.errors import NmoError, concrete_errors
from desktop_app.core.resources import resource_path

ROOT = Path(__file__).parents[3]
CATALOGUE = Catalogue.read(resource_path("messages"))
ERRORS = sorted(concrete_errors().items())
MESSAGES = sorted(code for code in CATALOGUE.codes if CATALOGUE.template(code, "ru").text)
PHRASES = sorted(set(CATALOGUE.codes) - set(MESSAGES))


def _parts(message: Message) -> tuple[str, str, str]:
    return message.title, message.text, message.remedy


def _placeholders(message: Message) -> set[str]:
    return {
        name
        for part in _parts(message)
        for _text, name, _kind, _conversion in string.Formatter().parse(part)
        if name is not None
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_every_error_says_what_happened_why_and_what_to_do(
    code: str, kind: type[NmoError], language: str
) -> None:
    assert all(_parts(CATALOGUE.of_error(kind(), language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_placeholders_name_real_fields(code: str, kind: type[NmoError], language: str) -> None:
    known = {field.name for field in fields(kind)}
    assert _placeholders(CATALOGUE.template(code, language)) <= known


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_use_the_same_data(code: str) -> None:
    russian, english = (CATALOGUE.template(code, language) for language in LANGUAGES)
    assert _placeholders(russian) == _placeholders(english)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", MESSAGES)
def test_the_tone_is_calm_and_short(code: str, language: str) -> None:
    message = CATALOGUE.message(code, {}, language)
    words = " ".join(_parts(message))
    assert "!" not in words
    assert not message.title.endswith(".")
    assert not re.match(r"ошибка|error", message.title, re.IGNORECASE)
    assert "CKR_" not in words
    assert len(re.findall(r"[.?](?:\s|$)", f"{message.text} {message.remedy}")) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_missing_data_leaves_no_gap(code: str, kind: type[NmoError], language: str) -> None:
    words = " ".join(_parts(CATALOGUE.of_error(kind(), language)))
    assert not re.search(r"  | [,;:)]| \.(?!\w)|[(«“] |\(\)|:\.|[{}\[\]]", words)


@pytest.mark.parametrize("code", MESSAGES)
def test_russian_is_russian_and_english_english(code: str) -> None:
    assert re.search("[а-яё]", CATALOGUE.template(code, "ru").text)
    english = " ".join(_parts(CATALOGUE.template(code, "en")))
    assert not re.search("[а-яё]", english, re.IGNORECASE)


@pytest.mark.parametrize("code", PHRASES)
def test_every_phrase_stands_in_both_languages(code: str) -> None:
    russian, english = (CATALOGUE.template(code, language) for language in LANGUAGES)
    assert russian.title
    assert english.title
    assert _placeholders(russian) == _placeholders(english)


def test_only_the_refused_pin_is_called_wrong() -> None:
    blaming = re.compile(r"неверн\w+ pin|wrong pin", re.IGNORECASE)
    titles = {
        code
        for code, _kind in ERRORS
        for language in LANGUAGES
        if blaming.search(CATALOGUE.template(code, language).title)
    }
    assert titles == {"pin.incorrect"}


@pytest.mark.parametrize(("code", "kind"), ERRORS)
def test_every_error_stands_in_the_generated_reference(code: str, kind: type[NmoError]) -> None:
    reference = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")
    assert f"### `{code}`\n" in reference


def test_the_references_are_up_to_date() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "generate-references"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_code_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('["x.y"]\nru = "а"\nen = "a"\n', "utf-8")
    with pytest.raises(ValueError, match=r"x\.y"):
        Catalogue.read(tmp_path)
