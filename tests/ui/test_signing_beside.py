"""Files signed where they lie from the page «Документы»: form, time stamp, what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from fpdf import FPDF
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.signatures import TimeStampUnreachableError
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.core.tokens import TokenOverview
from desktop_app.services.pdf_signing import PdfSigning
from desktop_app.services.signature_stamps import StampingReport
from desktop_app.services.signing_report import FailedFile
from desktop_app.services.storage.settings import TIME_STAMP_SERVICE
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.ui.background import Background
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.signature_options import SignatureOptions
from desktop_app.ui.theme import Theme
from tests.certificates.authority import Wanted, root, rsa_key
from tests.ui.documents_opening import open_documents
from tests.ui.window_samples import certificate, token
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Kind = TypeVar("Kind", bound=QDialog)
SERVICE = "http://stamps.example/"


class Forms:
    """PDFs are prepared by the real worker; the time-stamp service never answers."""

    def __init__(self) -> None:
        self.stamps = self
        self.files = PdfFiles()
        self.pdfs = PdfSigning(cast(Any, AnyKey()), self.files)
        self.asked: list[str] = []

    def require_service(self, _address: str = "") -> None:
        pass

    def stamp_files(
        self, signatures: Sequence[Path], address: str = "", **_more: object
    ) -> StampingReport:
        self.asked.append(address)
        error = TimeStampUnreachableError(host="stamps.example", detail="connection")
        return StampingReport((), tuple(FailedFile(each, error) for each in signatures))


class AnyKey:
    """Every certificate is an RSA one that may sign."""

    def require(self, *_more: object) -> Certificate:
        return read_certificate(root("Корень", rsa_key()).issue(Wanted("Врач"), rsa_key()).der)


@pytest.fixture
def forms() -> Iterator[Forms]:
    made = Forms()
    yield made
    made.files.close()


@pytest.fixture
def page(
    fakes: Fakes, forms: Forms, background: Background, theme: Theme, qtbot: QtBot
) -> DocumentsPage:
    fakes.tokens.now = TokenOverview(tokens=(token(certificate()),))
    services = replace(fakes.services(), open_signature_forms=lambda: cast(Any, forms))
    page, _courier = open_documents(services, background, theme)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF")
    return file


def shown(page: DocumentsPage, qtbot: QtBot, kind: type[Kind]) -> Kind:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def ask(page: DocumentsPage, qtbot: QtBot, *files: Path) -> tuple[CertificateDialog, Any]:
    page.sign_beside(files)
    dialog = shown(page, qtbot, CertificateDialog)
    assert isinstance(dialog.options, SignatureOptions)
    return dialog, dialog.options


def give_pin(page: DocumentsPage, qtbot: QtBot) -> None:
    pin = shown(page, qtbot, PinDialog)
    pin.field.edit.setText("1234")
    QTest.keyClick(pin.field.edit, Qt.Key.Key_Return)


def go_on(page: DocumentsPage, qtbot: QtBot, dialog: CertificateDialog) -> BatchDialog:
    dialog.go_button.click()
    give_pin(page, qtbot)
    batch = shown(page, qtbot, BatchDialog)
    qtbot.waitUntil(lambda: batch.has_result)
    return batch


def test_a_detached_signature_is_written_beside_the_file_and_said(
    page: DocumentsPage, qtbot: QtBot, letter: Path, fakes: Fakes
) -> None:
    dialog, _options = ask(page, qtbot, letter)
    batch = go_on(page, qtbot, dialog)
    assert letter.with_name("letter.pdf.sig").read_bytes() == b"signed"
    assert batch.summary.text() == "Подписаны все документы: 1"
    assert batch.notice.title.text() == "Подписи лежат рядом с файлами: «имя файла.sig»"
    assert not fakes.outbox.items


def test_a_time_stamp_service_that_does_not_answer_is_said_plainly(
    page: DocumentsPage, qtbot: QtBot, letter: Path, forms: Forms
) -> None:
    dialog, options = ask(page, qtbot, letter)
    assert not options.service.isEnabled()
    options.stamp.setChecked(True)
    assert not dialog.go_button.isEnabled()
    options.service.setText("stamps")
    assert not dialog.go_button.isEnabled()
    options.service.setText(SERVICE)
    batch = go_on(page, qtbot, dialog)
    assert forms.asked == [SERVICE]
    assert letter.with_name("letter.pdf.sig").exists()
    assert batch.message.code.text() == "stamp.unreachable"
    assert "Подписи сохранены, без штампа времени: 1" in batch.message.text.text()


def test_the_service_of_the_settings_is_offered(
    page: DocumentsPage, qtbot: QtBot, letter: Path, forms: Forms
) -> None:
    page._services.settings.set(TIME_STAMP_SERVICE, SERVICE)
    dialog, options = ask(page, qtbot, letter)
    assert options.service.text() == SERVICE
    options.stamp.setChecked(True)
    go_on(page, qtbot, dialog)
    assert forms.asked == [""]


def test_inside_pdfs_the_batch_is_held_waits_for_the_token_and_signs_what_failed(
    page: DocumentsPage, qtbot: QtBot, tmp_path: Path, fakes: Fakes
) -> None:
    made = FPDF()
    made.add_page()
    letters = [tmp_path / f"{number}.pdf" for number in range(3)]
    for letter in letters:
        letter.write_bytes(bytes(made.output()))
    letters[2].write_bytes(b"%PDF")
    fakes.batches.token_gone = token(certificate())
    fakes.batches.gate.clear()
    dialog, options = ask(page, qtbot, *letters)
    options.shapes[SignatureShape.IN_PDF].setChecked(True)
    dialog.go_button.click()
    give_pin(page, qtbot)
    batch = shown(page, qtbot, BatchDialog)
    qtbot.waitUntil(fakes.batches.signed_one.is_set)
    batch.pause_button.click()
    fakes.batches.gate.set()
    qtbot.waitUntil(fakes.batches.held.is_set)
    batch.pause_button.click()
    qtbot.waitUntil(lambda: batch.go_on_button.isVisible() and batch.go_on_button.isEnabled())
    batch.go_on_button.click()
    give_pin(page, qtbot)
    qtbot.waitUntil(lambda: batch.has_result)
    assert batch.summary.text() == "Подписано: 2 из 3"
    letters[2].write_bytes(letters[0].read_bytes())
    batch.again_button.click()
    give_pin(page, qtbot)
    qtbot.waitUntil(batch.notice.isVisible)
    assert "имя-signed.pdf" in batch.notice.title.text()
    signed = [letter.with_name(f"{letter.stem}-signed.pdf").read_bytes() for letter in letters]
    assert all(b"<" + b"signed".hex().encode() + b"0" in each for each in signed)


def test_a_form_that_does_not_fit_cannot_be_chosen(theme: Theme, qtbot: QtBot) -> None:
    options = SignatureOptions([Path("letter.pdf")], "")
    qtbot.addWidget(options)
    rsa = certificate()
    gost = replace(rsa, certificate=replace(rsa.certificate, algorithm="ГОСТ Р 34.10-2012 256"))
    in_pdf = options.shapes[SignatureShape.IN_PDF]
    options.show_certificate(rsa)
    in_pdf.setChecked(True)
    assert options.wish().shape is SignatureShape.IN_PDF
    options.show_certificate(gost)
    assert not in_pdf.isEnabled()
    assert options.wish().shape is SignatureShape.DETACHED
