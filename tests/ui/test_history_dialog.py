"""The receipts of what was sent, and the portal's word on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.documents import DocumentVersion, Receipt
from desktop_app.core.errors.portal import SessionExpiredError
from desktop_app.core.outbox_item import OutboxState
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import CardRole
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.theme import Theme
from tests.ui.document_services import document
from tests.ui.documents_opening import open_documents
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
WHEN = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
SENT = document(2, OutboxState.DELIVERED, receipt=Receipt("D-2", 1, WHEN))


@pytest.fixture
def page(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> DocumentsPage:
    page, _courier = open_documents(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.show()
    return page


def opened(page: DocumentsPage, qtbot: QtBot) -> HistoryDialog:
    page.head.history.trigger()
    dialog = page.findChildren(HistoryDialog)[0]
    qtbot.waitUntil(dialog.ask_button.isEnabled)
    return dialog


def state(dialog: HistoryDialog, row: int) -> object:
    return dialog.model.index(row).data(CardRole.STATE)


def test_a_receipt_is_shown_and_copied(page: DocumentsPage, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.outbox.have(SENT, document(1, OutboxState.WAITING))
    dialog = opened(page, qtbot)
    assert dialog.model.rowCount() == 1
    assert state(dialog, 0) == "портал принял"
    assert "Номер на портале: D-2" in dialog.receipt.text()
    assert SENT.sha256 in dialog.receipt.text()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.receipt.text()


def test_the_portal_is_asked_and_what_it_has_stands_beside(
    page: DocumentsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.outbox.have(SENT)
    fakes.outbox.portal = (
        DocumentVersion("D-2", 1, "Report 2", "r.pdf", 4, SENT.sha256, "Иванова", WHEN),
        DocumentVersion("D-9", 3, "Other", "o.pdf", 4, "ab" * 32, "Иванова", WHEN),
    )
    dialog = opened(page, qtbot)
    dialog.ask_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert {state(dialog, 0), state(dialog, 1)} == {"есть на портале", "отправлен не отсюда"}


def test_receipts_stay_when_the_portal_cannot_be_asked(
    page: DocumentsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.outbox.have(SENT)
    dialog = opened(page, qtbot)
    fakes.outbox.refusing = SessionExpiredError()
    dialog.ask_button.click()
    qtbot.waitUntil(dialog.message.isVisible)
    assert dialog.message.code.text() == SessionExpiredError.code
    assert dialog.model.rowCount() == 1
    assert dialog.ask_button.isEnabled()


def test_without_receipts_it_says_what_comes_here(page: DocumentsPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    assert dialog.receipt.text().startswith("Здесь появятся квитанции")
    assert not dialog.copy_button.isEnabled()
