"""One sentence says whether it will work, why not, and what to do."""

from __future__ import annotations

import pytest

from desktop_app.core.catalogue import LANGUAGES
from desktop_app.core.diagnostics import CheckStatus, Finding, Profile
from desktop_app.services.diagnostics.head_sentence import as_clause, head_sentence
from tests.unit.services.diagnostics.report.made_report import (
    CATALOGUE,
    LOCKED,
    MISSING,
    check,
    report,
)

HUNG = Finding(CheckStatus.TIMEOUT, "check.timeout", {"seconds": 60})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("finding", [MISSING, HUNG])
def test_every_profile_has_a_sentence_with_the_remedy(
    profile: Profile, finding: Finding, language: str
) -> None:
    made = report(check("DRV-01", finding), profile=profile)
    sentence = head_sentence(made, CATALOGUE, language)
    remedy = CATALOGUE.message(finding.cause, finding.evidence, language).remedy
    assert sentence.endswith(remedy)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", Profile)
def test_every_profile_says_that_nothing_stands_in_the_way(profile: Profile, language: str) -> None:
    assert head_sentence(report(check("SYS-07"), profile=profile), CATALOGUE, language)


def test_what_could_not_be_checked_is_not_called_a_failure() -> None:
    sentence = head_sentence(report(check("DRV-05", HUNG)), CATALOGUE, "ru")
    assert sentence.startswith("Получится ли войти, сказать нельзя, потому что проверка не успела")


def test_warnings_are_counted_where_nothing_stands_in_the_way() -> None:
    sentence = head_sentence(report(check("PIN-02", LOCKED)), CATALOGUE, "ru")
    assert sentence.startswith("Входу ничего не мешает. Но есть 1 предупреждение")


@pytest.mark.parametrize(
    ("title", "clause"),
    [
        ("Токен не вставлен", "токен не вставлен"),
        ("PIN заблокирован", "PIN заблокирован"),
        ("Служба смарт-карт остановлена", "служба смарт-карт остановлена"),
        ("В считывателе нет карты", "в считывателе нет карты"),
        ("", ""),
    ],
)
def test_a_title_goes_on_as_a_clause(title: str, clause: str) -> None:
    assert as_clause(title) == clause
