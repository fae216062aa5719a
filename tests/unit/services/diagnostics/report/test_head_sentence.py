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


def test_who_is_signed_in_already_is_not_told_that_signing_in_fails() -> None:
    low = Finding(CheckStatus.FAIL, "account.level-insufficient")
    sentence = head_sentence(report(check("ACC-01", low)), CATALOGUE, "ru")
    assert sentence.startswith("Работать не получится, потому что уровень учётной записи")


def test_what_could_not_be_checked_is_not_called_a_failure() -> None:
    sentence = head_sentence(report(check("DRV-05", HUNG)), CATALOGUE, "ru")
    assert sentence.startswith("Получится ли войти, сказать нельзя, потому что проверка не успела")


def test_the_first_warning_is_named_where_nothing_stands_in_the_way() -> None:
    sentence = head_sentence(report(check("PIN-02", LOCKED)), CATALOGUE, "ru")
    remedy = CATALOGUE.message("pin.locked", {}, "ru").remedy
    assert sentence == f"Входу ничего не мешает. Обратите внимание: PIN заблокирован. {remedy}"


def test_a_warning_that_the_person_can_mend_is_named_before_others() -> None:
    over = Finding(CheckStatus.WARN, "session.expired")
    made = report(check("PIN-02", LOCKED), check("ACC-08", over))
    assert "Обратите внимание: сеанс закончился." in head_sentence(made, CATALOGUE, "ru")


def test_further_warnings_are_counted() -> None:
    made = report(check("PIN-02", LOCKED), check("SYS-07"), check("PIN-03", LOCKED))
    assert head_sentence(made, CATALOGUE, "ru").endswith(" И ещё 1 предупреждение.")


def test_the_words_of_a_warning_are_made_of_the_given_evidence() -> None:
    asked: list[Finding] = []

    def hidden(finding: Finding) -> dict[str, object]:
        asked.append(finding)
        return {}

    head_sentence(report(check("PIN-02", LOCKED)), CATALOGUE, "ru", hidden)
    assert asked == [LOCKED]


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
