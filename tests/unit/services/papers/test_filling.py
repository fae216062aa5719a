"""Are templates read, filled in, and refused while something is missing or wrong?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop_app.core.papers import BlockForm, PaperTemplate
from desktop_app.core.resources import resource_path
from desktop_app.services.papers.filling import check_values, printed_blocks
from desktop_app.services.papers.template_reader import read_templates
from tests.unit.services.papers.paper_values import VALUES, least, whole

TEMPLATES = read_templates(resource_path("templates"))
TODAY = date(2026, 3, 1)
MINIMAL = """
version = "1"
file_name = "x"
title = { ru = "А", en = "A" }
summary = { ru = "А", en = "A" }
heading = "А"
[[fields]]
name = "full_name"
kind = "full-name"
label = { ru = "А", en = "A" }
"""


def can_print(_sign: str) -> bool:
    return True


def texts(template: PaperTemplate, values: dict[str, str]) -> str:
    check = check_values(template, values, TODAY, can_print)
    blocks = printed_blocks(template, check)
    return "\n".join(
        "\n".join((block.label, block.text, *block.items)) for block in blocks
    ).replace("\u00a0", " ")


def test_the_program_comes_with_four_templates() -> None:
    assert list(TEMPLATES) == ["consent", "registration", "replacement", "request"]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_a_template_is_bilingual_and_ends_with_the_signer(template: PaperTemplate) -> None:
    for words in (template.title, template.summary, *(f.label for f in template.fields)):
        assert words.ru
        assert words.en
    assert template.blocks[-1].form is BlockForm.SIGN
    assert template.file_name.isascii()


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_value_stands_in_the_text(template: PaperTemplate) -> None:
    check = check_values(template, whole(template), TODAY, can_print)
    assert check.is_complete
    printed = texts(template, whole(template))
    for field in template.fields:
        for line in check.fields[field.name].shown.splitlines():
            assert line in printed
    assert "{" not in printed
    assert "[[" not in printed


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_what_may_be_empty_leaves_no_gap(template: PaperTemplate) -> None:
    assert check_values(template, least(template), TODAY, can_print).is_complete
    printed = texts(template, least(template))
    for gap in ("  ", " ,", " .", "..", ",,", "№.", ": ."):
        assert gap not in printed


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_each_required_field_is_asked_for(template: PaperTemplate) -> None:
    check = check_values(template, {f.name: "" for f in template.fields}, TODAY, can_print)
    assert set(check.flaws) == {field.name for field in template.fields if field.required}
    assert {flaws[0].code for flaws in check.flaws.values()} == {"field.required"}


def test_the_consent_has_every_part_that_the_law_asks_for() -> None:
    printed = texts(TEMPLATES["consent"], whole(TEMPLATES["consent"]))
    for part in (
        "45 08 123456, выдан 12.05.2019, ГУ МВД",
        "адрес: 101000",
        "представитель: Петров Сергей Николаевич; доверенность",
        "Оператор",
        "поручению оператора",
        "Цель обработки",
        "Перечень персональных данных",
        "Действия с персональными данными",
        "Срок действия согласия",
        "Порядок отзыва",
        "статья 9 часть 4",
        "отдельным документом",
    ):
        assert part in printed


@pytest.mark.parametrize(
    ("template", "changed", "field", "code"),
    [
        ("consent", {"snils": "112-233-445 96"}, "snils", "field.snils-control"),
        ("consent", {"snils": "112-233"}, "snils", "field.digits-missing"),
        ("consent", {"full_name": "Ивaнова Мария"}, "full_name", "field.look-alikes"),
        (
            "consent",
            {"passport_issued_on": "01.04.2026"},
            "passport_issued_on",
            "field.date-future",
        ),
        ("replacement", {"valid_until": "11.02.2026"}, "valid_until", "field.date-term"),
        ("replacement", {"course_ends": "01.01.2026"}, "course_ends", "field.date-course"),
        ("replacement", {"issued_on": "01.02.2026"}, "issued_on", "field.date-order"),
        (
            "registration",
            {"diploma_issued_on": "01.01.1979"},
            "diploma_issued_on",
            "field.date-order",
        ),
    ],
)
def test_a_slip_stands_in_the_way(
    template: str, changed: dict[str, str], field: str, code: str
) -> None:
    chosen = TEMPLATES[template]
    check = check_values(chosen, {**whole(chosen), **changed}, TODAY, can_print)
    assert {name: flaws[0].code for name, flaws in check.flaws.items()} == {field: code}


def test_odd_signs_do_not_stand_in_the_way() -> None:
    template = TEMPLATES["consent"]
    values = {**whole(template), "snils": "112–233–445\u00a095"}
    assert check_values(template, values, TODAY, can_print).is_complete


def test_a_sign_that_the_font_lacks_is_pointed_at() -> None:
    template = TEMPLATES["request"]
    values = {**whole(template), "details": "Готово 🙂 всё"}
    check = check_values(template, values, TODAY, lambda sign: sign != "🙂")
    (flaw,) = check.flaws["details"]
    assert (flaw.code, flaw.start, flaw.end) == ("field.unprintable", 7, 8)


def test_braces_in_a_value_mean_nothing() -> None:
    template = TEMPLATES["request"]
    printed = texts(template, {**whole(template), "details": "{full_name} [[x]]"})
    assert "{full_name} [[x]]" in printed


def test_a_value_that_ends_a_sentence_gets_no_second_stop() -> None:
    template = TEMPLATES["replacement"]
    printed = texts(template, {**whole(template), "reason": "Документ обновлён."})
    assert "Документ обновлён.\n" in printed


@pytest.mark.parametrize(
    "added",
    [
        '[[blocks]]\ntext = "{nobody}"',
        '[[order]]\nearlier = "nobody"\nlater = "today"',
        "unknown = 1\n[[blocks]]\nform = 'nonsense'",
    ],
)
def test_a_template_that_names_what_is_not_there_is_refused(added: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(MINIMAL + added, "utf-8")
    with pytest.raises(ValueError, match=r"bad\.toml"):
        read_templates(tmp_path)


def test_a_template_without_a_signer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(MINIMAL.replace("full_name", "name") + "[[blocks]]", "utf-8")
    with pytest.raises(ValueError, match="full_name"):
        read_templates(tmp_path)


def test_the_values_of_the_tests_are_used() -> None:
    names = {field.name for template in TEMPLATES.values() for field in template.fields}
    assert set(VALUES) <= names
