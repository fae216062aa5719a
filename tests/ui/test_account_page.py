"""The page «Учётная запись», the code panel and the consent by code, over services from memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop_app.core.accounts import AccountLevel, SessionState
from desktop_app.core.confirmations import (
    CodeChannel,
    ConfirmationFinding,
    ConfirmationPaper,
    ConfirmationStep,
    LevelCause,
)
from desktop_app.core.consents import ConsentState, ConsentStatus
from desktop_app.core.errors.confirmations import PaperUnfitError
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.ui.background import Background
from desktop_app.ui.code_panel import CodePanel
from desktop_app.ui.consent_code_dialog import ConsentCodeDialog
from desktop_app.ui.pages.account import AccountPage
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.theme import Theme
from tests.ui.confirmation_services import BEGINNING, FILLED, RIGHT, sent
from tests.ui.window_services import SIGNED_IN, TEXT, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Opener = Callable[[], AccountPage]


@pytest.fixture
def show(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> Opener:
    def open_page() -> AccountPage:
        page = AccountPage(fakes.services(), background, theme)
        qtbot.addWidget(page)
        page.resize(820, 640)
        page.show()
        page.take_session(SIGNED_IN)
        return page

    return open_page


def test_nobody_is_asked_to_sign_in_first(show: Opener, qtbot: QtBot) -> None:
    page = show()
    page.take_session(SessionState(None))
    with qtbot.waitSignal(page.login_requested):
        page.state.button.click()


def test_the_whole_way_from_the_form_to_the_operator(show: Opener, qtbot: QtBot) -> None:
    page = show()
    qtbot.waitUntil(lambda: page.form is not None)
    assert page.form is not None
    assert "не подтверждена" in page.head.cause.text()
    assert page.head.remedy.text().startswith("Вы:")
    page.form.next_button.click()
    assert page.form.form.fields["snils"].note.text()
    for name, text in FILLED.items():
        page.form.form.fields[name].write(text)
    page.form.next_button.click()
    for _ in (CodeChannel.EMAIL, CodeChannel.SMS):
        qtbot.waitUntil(page.code.send_button.isVisible)
        page.code.send_button.click()
        qtbot.waitUntil(page.code.field.isVisible)
        page.code.field.setText(RIGHT)
        page.code.confirm_button.click()
        qtbot.waitUntil(lambda: not page.code.field.isVisible())
    qtbot.waitUntil(page.papers.isVisible)
    assert not page.papers.submit_button.isEnabled()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/tmp/{name}.pdf") for name in ("диплом", "право")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(1, 1), copy, data, left, Qt.KeyboardModifier.NoModifier)
    page.papers.dropEvent(drop)
    qtbot.waitUntil(page.papers.submit_button.isEnabled)
    assert "диплом.pdf" in page.papers.files[ConfirmationPaper.DIPLOMA].text()
    page.papers.submit_button.click()
    qtbot.waitUntil(lambda: "у оператора" in page.head.cause.text())
    assert not page.papers.isVisible()
    assert page.head.remedy.text().startswith("Оператор портала:")


def test_a_wrong_code_is_said_and_can_be_mended(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.confirmations.account.now = replace(BEGINNING, step=ConfirmationStep.EMAIL)
    page = show()
    qtbot.waitUntil(page.code.send_button.isVisible)
    page.code.send_button.click()
    qtbot.waitUntil(page.code.field.isVisible)
    page.code.field.setText("000000")
    page.code.confirm_button.click()
    qtbot.waitUntil(page.message.isVisible)
    assert "код неверный" in page.message.text.text()
    page.code.field.setText(RIGHT)
    page.code.confirm_button.click()
    qtbot.waitUntil(lambda: not page.message.isVisible())


def test_what_differs_and_what_the_operator_writes_is_shown(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.confirmations.account.now = replace(
        BEGINNING,
        step=ConfirmationStep.DOCUMENTS,
        cause=LevelCause.RETURNED,
        findings=(ConfirmationFinding.PASSPORT,),
        comment="<b>Диплом</b> не читается",
    )
    page = show()
    qtbot.waitUntil(page.papers.isVisible)
    assert "паспорт" in page.head.cause.text()
    assert "<b>Диплом</b> не читается" in page.head.cause.text()
    assert page.head.cause.textFormat() is Qt.TextFormat.PlainText


def test_a_file_that_will_not_do_is_named(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    account = fakes.confirmations.account
    account.now = replace(BEGINNING, step=ConfirmationStep.DOCUMENTS)
    page = show()
    qtbot.waitUntil(page.papers.isVisible)
    account.failing = PaperUnfitError(cause="large", limit=1_048_576)
    page.papers.papers_chosen.emit({ConfirmationPaper.DIPLOMA: Path("a.pdf")})
    qtbot.waitUntil(page.message.isVisible)
    assert "слишком большой" in page.message.text.text()


def test_a_confirmed_account_has_nothing_to_do(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.confirmations.account.now = replace(
        BEGINNING,
        level=AccountLevel.CONFIRMED,
        step=ConfirmationStep.DONE,
        cause=LevelCause.NONE,
    )
    page = show()
    qtbot.waitUntil(page.head.title.isVisible)
    assert "подтверждённая" in page.head.title.text()
    for part in (page.code, page.papers, page.edit_button, page.head.remedy):
        assert not part.isVisible()


def test_a_level_that_rose_is_told_to_the_whole_window(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.session = SIGNED_IN
    page = show()
    qtbot.waitUntil(lambda: page.form is not None)
    done = replace(BEGINNING, level=AccountLevel.CONFIRMED, step=ConfirmationStep.DONE)
    fakes.confirmations.account.now = replace(done, cause=LevelCause.NONE)
    with qtbot.waitSignal(page.session_changed) as told:
        page.refresh()
    assert told.args == [SIGNED_IN]


def test_without_a_network_the_page_says_so_and_tries_again(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    account = fakes.confirmations.account
    account.failing = PortalUnreachableError(host="portal.example")
    page = show()
    qtbot.waitUntil(page.state.code.isVisible)
    assert page.state.code.text() == "portal.unreachable"
    account.failing = None
    page.state.button.click()
    qtbot.waitUntil(page.head.title.isVisible)


def test_another_code_waits_for_its_time(qtbot: QtBot) -> None:
    times = [datetime(2026, 11, 27, 12, tzinfo=UTC)]
    panel = CodePanel(lambda: times[0])
    qtbot.addWidget(panel)
    panel.show()
    panel.show_sent(sent(CodeChannel.SMS, times[0]))
    assert panel.again_button.text() == "Отправить ещё раз через 60 с"
    assert not panel.again_button.isEnabled()
    times[0] += timedelta(minutes=1)
    panel._show()
    assert panel.again_button.isEnabled()
    times[0] += timedelta(minutes=5)
    panel._show()
    assert panel.told.text() == "Время кода вышло. Запросите новый."
    panel.field.setText("12345")
    assert not panel.confirm_button.isEnabled()
    panel.field.setText("123456")
    with qtbot.waitSignal(panel.code_entered) as entered:
        panel.confirm_button.click()
    assert entered.args == ["123456"]


def test_the_consent_is_confirmed_by_a_code_after_its_force_was_said(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot
) -> None:
    fakes.consent.now = ConsentState(TEXT, ConsentStatus.NONE)
    fakes.confirmations.consent.text = TEXT
    page = ConsentPage(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.show()
    page.take_session(SIGNED_IN)
    qtbot.waitUntil(page.view.code_button.isVisible)
    page.view.code_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(ConsentCodeDialog)))
    (dialog,) = page.findChildren(ConsentCodeDialog)
    assert "простая электронная подпись" in dialog.force.text.text()
    assert dialog.text.toPlainText() == "Я согласна."
    dialog.panel.send_button.click()
    qtbot.waitUntil(dialog.panel.field.isVisible)
    dialog.panel.field.setText("000000")
    dialog.panel.confirm_button.click()
    qtbot.waitUntil(dialog.message.isVisible)
    dialog.panel.field.setText(RIGHT)
    dialog.panel.confirm_button.click()
    qtbot.waitUntil(lambda: not page.view.code_button.isVisible())
    history = page.view.history.item(0, 1)
    assert history is not None
    assert "код из СМС" in history.text()
