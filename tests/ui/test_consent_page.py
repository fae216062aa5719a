"""The page «Согласия и настройки»: the consent in each of its states."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.core.consents import ConsentState, ConsentStatus
from desktop_app.core.errors.portal import ConsentRefusedError, PortalUnreachableError
from desktop_app.core.tokens import TokenOverview
from desktop_app.ui.background import Background
from desktop_app.ui.consent_dialogs import DocumentDialog, WithdrawDialog
from desktop_app.ui.consent_printing import ConsentPrinting
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.conftest import Typed
from tests.ui.window_samples import certificate, token, unfit
from tests.ui.window_services import NOBODY, SIGNED_IN, TEXT, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
UNREACHABLE = PortalUnreachableError(host="portal.example")


@pytest.fixture
def page(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> ConsentPage:
    page = ConsentPage(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def read(page: ConsentPage, qtbot: QtBot) -> Callable[[], ConsentPage]:
    """Sign in with a token, and wait for what the portal says."""

    def sign_in() -> ConsentPage:
        page.take_tokens(TokenOverview(tokens=(token(certificate()),)))
        page.take_session(SIGNED_IN)
        qtbot.waitUntil(page.view.isVisible)
        return page

    return sign_in


def shown(page: ConsentPage, kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def test_without_a_session_it_leads_to_the_login(page: ConsentPage, qtbot: QtBot) -> None:
    page.refresh()
    assert page.state.title.text() == "Войдите, чтобы увидеть согласие"
    with qtbot.waitSignal(page.login_requested):
        page.state.button.click()


def test_reading_is_shown_and_can_be_cancelled(
    page: ConsentPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.consent.gate = threading.Event()
    page.take_session(SIGNED_IN)
    assert page.state.title.text() == "Читаем согласие"
    page.state.button.click()
    qtbot.waitUntil(lambda: page.state.title.text() == "Согласие не прочитано")
    fakes.consent.gate.set()
    page.state.button.click()
    qtbot.waitUntil(page.view.isVisible)


def test_a_portal_that_cannot_be_reached_has_a_state_with_a_way_on(
    page: ConsentPage, fakes: Fakes, qtbot: QtBot
) -> None:
    state, fakes.consent.now = fakes.consent.now, UNREACHABLE
    page.take_session(SIGNED_IN)
    qtbot.waitUntil(lambda: page.state.button.text() == "Повторить")
    assert page.state.code.text() == "portal.unreachable"
    assert page.state.code.isVisible()
    fakes.consent.now = state
    page.state.button.click()
    qtbot.waitUntil(page.view.isVisible)


def test_the_whole_text_stands_there_and_nothing_is_a_condition(
    read: Callable[[], ConsentPage],
) -> None:
    view = read().view
    words = " ".join(label.text() for label in view.findChildren(QLabel))
    for part in (TEXT.operator, TEXT.purpose, *TEXT.data_items, TEXT.refusal, TEXT.term):
        assert part in words
    assert view.status.text() == "Согласие не дано"
    assert view.grant_button.isVisible()
    assert not view.withdraw_button.isVisible()
    assert not view.folder_button.isVisible()


def test_a_given_consent_can_be_withdrawn_and_given_again(
    read: Callable[[], ConsentPage], fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.consent.now = ConsentState(TEXT, ConsentStatus.GRANTED)
    fakes.consent.files = (Path("consent.p7m"),)
    page = read()
    assert page.view.status.text() == "Согласие действует"
    assert page.view.folder_button.isVisible()
    page.view.withdraw_button.click()
    dialog = shown(page, WithdrawDialog, qtbot)
    assert isinstance(dialog, WithdrawDialog)
    words = f"После отзыва: {TEXT.after_withdrawal}"
    assert words in (each.text() for each in dialog.findChildren(QLabel))
    dialog.withdraw_button.click()
    qtbot.waitUntil(lambda: page.view.status.text() == "Согласие отозвано")
    assert page.view.grant_button.isVisible()
    history = page.view.history.model()
    assert history.index(0, 1).data() == "Согласие отозвано"


def test_return_in_the_question_of_withdrawal_keeps_the_consent(
    read: Callable[[], ConsentPage], fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.consent.now = ConsentState(TEXT, ConsentStatus.GRANTED)
    page = read()
    page.view.withdraw_button.click()
    QTest.keyClick(shown(page, WithdrawDialog, qtbot), Qt.Key.Key_Return)
    assert page.view.status.text() == "Согласие действует"


def test_giving_it_shows_the_document_then_asks_for_the_pin(
    read: Callable[[], ConsentPage], fakes: Fakes, typed: Typed, qtbot: QtBot
) -> None:
    page = read()
    page.view.grant_button.click()
    document = shown(page, DocumentDialog, qtbot)
    assert isinstance(document, DocumentDialog)
    assert document.text.toPlainText() == "Я согласна."
    document.accept_button.click()
    dialog = shown(page, PinDialog, qtbot)
    assert isinstance(dialog, PinDialog)
    assert dialog.statement.toPlainText() == "Я согласна."
    typed(dialog.field.edit, "1")
    QTest.keyClick(dialog.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.status.text() == "Согласие действует")
    assert page.view.history.rowCount() == 1


def test_not_signing_changes_nothing(
    read: Callable[[], ConsentPage], fakes: Fakes, qtbot: QtBot
) -> None:
    page = read()
    page.view.grant_button.click()
    document = shown(page, DocumentDialog, qtbot)
    document.reject()
    assert page.view.grant_button.isEnabled()
    assert page.view.status.text() == "Согласие не дано"


def test_the_certificate_of_the_login_is_preferred_and_an_unfit_one_never_taken(
    read: Callable[[], ConsentPage], fakes: Fakes, qtbot: QtBot
) -> None:
    page = read()
    other, login = certificate(2), certificate(1)
    page.take_tokens(TokenOverview(tokens=(token(other, login),)))
    assert page._signing_certificate() == (token(other, login), login)
    spoilt = replace(login, fitness=unfit("certificate.expired"))
    page.take_tokens(TokenOverview(tokens=(token(other, spoilt),)))
    chosen = page._signing_certificate()
    assert chosen is not None
    assert chosen[1] == other


def test_without_the_token_it_says_so(read: Callable[[], ConsentPage], fakes: Fakes) -> None:
    page = read()
    page.take_tokens(TokenOverview())
    page.view.grant_button.click()
    assert page.message.code.text() == "token.missing"
    assert not fakes.consent.composed


def test_a_refusal_stands_beside_the_consent(
    read: Callable[[], ConsentPage], fakes: Fakes, qtbot: QtBot
) -> None:
    page = read()
    fakes.consent.failing = ConsentRefusedError()
    page.view.grant_button.click()
    qtbot.waitUntil(page.message.isVisible)
    assert page.view.isVisible()
    assert page.view.grant_button.isEnabled()


def test_withdrawing_can_be_cancelled(
    read: Callable[[], ConsentPage], fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.consent.now = ConsentState(TEXT, ConsentStatus.GRANTED)
    page = read()
    fakes.consent.gate = threading.Event()
    page._withdraw()
    assert not page.view.withdraw_button.isEnabled()
    page.view.cancel_button.click()
    qtbot.waitUntil(page.view.withdraw_button.isEnabled)
    assert not page.view.cancel_button.isVisible()
    assert page.view.status.text() == "Согласие действует"


def test_what_arrives_for_a_person_who_left_is_not_shown(
    page: ConsentPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.consent.gate = threading.Event()
    page.take_session(SIGNED_IN)
    job = page._job
    assert job is not None
    page.take_session(NOBODY)
    with qtbot.waitSignal(job.finished):
        fakes.consent.gate.set()
    assert page.state.title.text() == "Войдите, чтобы увидеть согласие"
    assert not page.view.isVisible()


def test_the_consent_is_saved_as_a_pdf_and_the_page_says_where(
    read: Callable[[], ConsentPage], tmp_path: Path, qtbot: QtBot
) -> None:
    page, file, other = read(), tmp_path / "Согласие.pdf", tmp_path / "other"
    other.touch()
    page.printing.save(file)
    qtbot.waitUntil(page.notice.isVisible)
    assert file.read_bytes() == b"%PDF-"
    assert file.stat().st_mode == other.stat().st_mode, "a paper is handed on"
    assert page.notice.text.text() == str(file)


def test_a_printer_gets_every_page_of_the_paper(
    fakes: Fakes,
    background: Background,
    read: Callable[[], ConsentPage],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page, printer = read(), QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    asked = ConsentPrinting(fakes.services(), background, page, lambda _window, then: then(printer))
    with qtbot.waitSignal(asked.printed):
        asked.ask_printer()
    assert fakes.papers.drawn == [b"%PDF-", b"%PDF-"], "two pages, of this document"
    assert (tmp_path / "printed.pdf").stat().st_size


def test_a_paper_that_the_portal_refuses_leaves_no_file(
    read: Callable[[], ConsentPage], fakes: Fakes, tmp_path: Path, qtbot: QtBot
) -> None:
    page = read()
    fakes.consent.failing = UNREACHABLE
    page.printing.save(tmp_path / "Согласие.pdf")
    qtbot.waitUntil(page.message.isVisible)
    assert list(tmp_path.iterdir()) == []
