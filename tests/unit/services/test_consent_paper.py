"""Does the paper say exactly what was signed, by whom, and what the portal knows of it?"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pypdfium2

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.consents import ConsentStatus
from desktop_app.core.resources import resource_path
from desktop_app.services.consent_document import compose_consent, compose_consent_by_code
from desktop_app.services.consent_paper import consent_paper
from desktop_app.services.portal.contract import (
    ConsentEventMessage,
    ConsentMessage,
    ConsentSubjectMessage,
    ConsentTextMessage,
)
from desktop_app.signing.certificates import certificate_id
from desktop_app.signing.cms import CadesWriter, sign_cades
from tests.certificates.authority import NOW, Wanted, ec_key, root

ANCHOR = root("Учебный УЦ")
SIGNER = ANCHOR.issue(Wanted("Иванова Мария"), ec_key())
CATALOGUE = Catalogue.read(resource_path("messages"))
TEXT = ConsentTextMessage(
    version="2026-09",
    title="Согласие на передачу сведений",
    operator="Минздрав",
    processor="",
    purpose="Учёт",
    data_items=("ФИО", "СНИЛС"),
    actions="Передача",
    legal_ground="152-ФЗ",
    term="До отзыва",
    withdrawal="В программе",
    refusal="Ничего не меняет",
    after_withdrawal="Останется журнал.",
)
SUBJECT = ConsentSubjectMessage("Иванова Мария", "11223344595", "Тверь", "Паспорт 1234 567890")
BEFORE = ConsentMessage(TEXT, ConsentStatus.NONE, SUBJECT, ())


def granted(document_sha256: str, certificate: str, *older: ConsentEventMessage) -> ConsentMessage:
    event = ConsentEventMessage(
        "2", NOW, ConsentStatus.GRANTED, "2026-09", document_sha256, certificate
    )
    return ConsentMessage(TEXT, ConsentStatus.GRANTED, SUBJECT, (event, *older))


def signed(content: bytes) -> bytes:
    algorithm = SIGNER.algorithms[0]
    return sign_cades(
        CadesWriter(SIGNER.der, algorithm, [ANCHOR.der]),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, content).digest(),
        content=content,
        signing_time=NOW,
    )


def text_of(message: ConsentMessage, *files: Path, language: str = "ru") -> str:
    at = NOW + timedelta(hours=1)
    paper = consent_paper(message, files, at, CATALOGUE, language)
    document = pypdfium2.PdfDocument(paper)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return squeezed(" ".join(pages))


def squeezed(text: str) -> str:
    """Drop white space, which breaking into lines changes."""
    return re.sub(r"\s+", "", text)


def test_the_signed_document_is_printed_word_for_word_with_the_facts_of_its_signature(
    tmp_path: Path,
) -> None:
    document = compose_consent(BEFORE, certificate_id(SIGNER.der), NOW)
    other = tmp_path / "consent-1.p7s"
    other.write_bytes(signed(b"another document"))
    spoilt = tmp_path / "consent-2.p7s"
    spoilt.write_bytes(b"spoilt")
    file = tmp_path / "consent-3.p7s"
    file.write_bytes(signed(document.content))
    text = text_of(granted(document.sha256, document.certificate_id), other, spoilt, file)
    for line in document.content.decode().splitlines():
        assert squeezed(line) in text
    for fact in (
        "Выше — документ слово в слово",
        document.sha256,
        "Подписано электронной подписью: Иванова Мария",
        "выдал Учебный УЦ",
        "Файл на этом компьютере: consent-3.p7s",
        "согласие действует",
    ):
        assert squeezed(fact) in text


def test_a_consent_by_code_says_so_and_names_no_certificate(tmp_path: Path) -> None:
    document = compose_consent_by_code(BEFORE, "+7 ***-**-33", NOW)
    file = tmp_path / "consent.txt"
    file.write_bytes(document.content)
    text = text_of(granted(document.sha256, ""), file)
    assert squeezed("код из СМС на номер +7 ***-**-33") in text
    assert squeezed("Подтверждён простой электронной подписью") in text
    assert squeezed("Подписано электронной подписью") not in text


def test_without_the_signed_file_it_is_the_text_in_force_and_says_so(tmp_path: Path) -> None:
    withdrawn = ConsentEventMessage("3", NOW, ConsentStatus.WITHDRAWN, "2026-09", "", "")
    text = text_of(granted("ab" * 32, "cd" * 32, withdrawn))
    assert squeezed("Выше — текст, который портал публикует сейчас, версия 2026-09") in text
    assert squeezed("на этом компьютере его нет") in text
    assert squeezed("согласие отозвано") in text
    assert squeezed("слово в слово") not in text


def test_in_english_the_text_stays_russian_and_what_is_said_of_it_is_english(
    tmp_path: Path,
) -> None:
    document = compose_consent(BEFORE, certificate_id(SIGNER.der), NOW)
    file = tmp_path / "consent.p7s"
    file.write_bytes(signed(document.content))
    message = granted(document.sha256, document.certificate_id)
    text = text_of(message, file, language="en")
    for line in document.content.decode().splitlines():
        assert squeezed(line) in text
    for fact in (
        "Signature and history of the consent",
        "Signed with an electronic signature: Иванова Мария",
        "the consent is in force",
        "consent given, version 2026-09 of the text",
    ):
        assert squeezed(fact) in text


def test_before_any_consent_it_is_the_text_to_read() -> None:
    text = text_of(BEFORE)
    assert squeezed("После отзыва: Останется журнал.") in text
    assert squeezed("согласие не дано") in text
    assert squeezed("Сертификат подписанта") not in text
