"""Is what ЕГИСЗ answers understood, and said in words with who acts?"""

from __future__ import annotations

import pytest

from desktop_app.core.catalogue import LANGUAGES, Catalogue
from desktop_app.core.register_sync import Mender
from desktop_app.core.resources import resource_path
from desktop_app.services.egisz_refusals import UNKNOWN, read_refusals

TABLE = read_refusals()
CATALOGUE = Catalogue.read(resource_path("messages"))


@pytest.mark.parametrize(
    ("text", "code", "mender", "words"),
    [
        ("Подписант из сертификата не найден в ФРМР", "signer-not-found", "employer", "СНИЛС"),
        (
            "Запись справочника [1.2.643.5.1.13.13.11.1066] с идентификатором [114] не найдена",
            "record-not-found",
            "employer",
            "код 114, которого в справочнике «специальности»",
        ),
        (
            "Справочник OID [1.2.643.5.1.13.13.11.1002]. Версия [4.45] недопустима для приёма",
            "dictionary-version",
            "portal",
            "версию 4.45 справочника «должности»",
        ),
        ("Справочник OID […]. Версия [4.45] недопустима…", "dictionary-version", "portal", "4.45"),
        ("Карточка: нет сведений о сертификатах", "no-certificates", "employer", "допуске"),
        ("Нет образования", "no-education", "employer", "образовании"),
        ("Все сертификаты просрочены", "certificates-expired", "person", "просрочены"),
        ("Что-то новое", "unknown", "portal", "«Что-то новое»"),
    ],
)
def test_a_refusal_has_a_cause_a_remedy_and_who_acts(
    text: str, code: str, mender: str, words: str
) -> None:
    found = TABLE.understand(text, "ru")
    assert (found.code, found.mender, found.text) == (f"egisz.{code}", Mender(mender), text)
    message = CATALOGUE.message(found.code, found.data, "ru")
    assert words in message.text
    assert message.remedy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_the_table_has_words(language: str) -> None:
    for code in sorted({each.code for each in TABLE.refusals} | {UNKNOWN}):
        message = CATALOGUE.message(code, {}, language)
        assert message.title
        assert message.text
        assert message.remedy
