"""The page opens offline, runs nothing, escapes everything and begins with the answer."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from desktop_app.core.diagnostics import CheckStatus, Finding
from tests.unit.services.diagnostics.report.made_report import (
    BROKEN,
    FACTS,
    check,
    report,
    reporting,
)

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Collects tags, attributes and text, and sees that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.texts.append(data.strip())


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def page() -> str:
    return reporting().html(BROKEN, FACTS)


def test_the_answer_stands_first(page: str) -> None:
    body = page.partition("<body>")[2]
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", body)
    assert paragraphs[0].startswith("Войти не получится, потому что драйвер токена не найден.")


def test_nothing_is_loaded_and_nothing_runs(page: str) -> None:
    found = outline(page)
    assert not {"script", "link", "img", "iframe", "object", "form", "svg"} & set(found.tags)
    assert not [name for name, _value in found.attributes if name.startswith("on")]
    assert not [name for name, _value in found.attributes if name in {"src", "href", "action"}]
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


def test_it_has_rules_for_paper_and_says_its_language(page: str) -> None:
    assert "@media print" in page
    assert '<html lang="ru">' in page
    assert '<meta charset="utf-8">' in page


def test_each_trouble_says_what_why_what_to_do_and_who(page: str) -> None:
    texts = " ".join(outline(page).texts)
    assert "мешает работе: Драйвер токена не найден" in texts
    assert "Файла драйвера нет на этом компьютере: ~/librtpkcs11ecp.so." in texts
    assert "Что сделать: Установите программу производителя токена" in texts
    assert "(ИТ-специалист)" in texts
    assert "driver.missing" in texts


def test_it_says_that_no_pin_try_was_spent_and_what_is_hidden(page: str) -> None:
    texts = " ".join(outline(page).texts)
    assert "Попыток ввода PIN потрачено: 0." in texts
    assert "скрыты" in texts


def test_what_comes_from_the_computer_is_escaped() -> None:
    evil = '"><script>alert(1)</script><b onclick="x">'
    finding = Finding(
        CheckStatus.FAIL, "driver.missing", {"path": evil, evil: [evil, {evil: evil}]}
    )
    found = outline(reporting().html(report(check("DRV-01", finding)), {}))
    assert "script" not in found.tags
    assert "b" not in found.tags
    assert not [name for name, _value in found.attributes if name.startswith("on")]


def test_a_page_in_english_has_no_russian_words_of_ours() -> None:
    page = reporting(language="en").html(report(check("DRV-01", BROKEN.results[1].findings[0])), {})
    titles = [text for text in outline(page).texts if "DRV-01" not in text]
    assert not [text for text in titles if re.search("[а-яё]", text, re.IGNORECASE)]


def test_a_healthy_machine_has_a_short_page() -> None:
    page = reporting().html(report(check("SYS-07")), {})
    assert "Входу ничего не мешает." in page
    assert "Что найдено" not in page
