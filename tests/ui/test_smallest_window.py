"""Does every page fit into the smallest window that the design promises?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.catalogue import Message
from desktop_app.core.consents import ConsentState, ConsentStatus
from desktop_app.core.tokens import PinState, TokenOverview
from desktop_app.services.saved_filters import SavedFilter
from desktop_app.ui.application import MINIMUM, Translations
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_headline import CredentialHeadline
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.theme import Theme
from tests.ui.window_samples import token
from tests.ui.window_services import ACCOUNT, SIGNED_IN, TEXT, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_LONG_NAME = "Константинопольская-Преображенская Александра Константиновна"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_fits_into_the_smallest_window_whatever_it_has_to_tell(
    language: str,
    fakes: Fakes,
    qapp: QApplication,
    theme: Theme,
    background: Background,
    qtbot: QtBot,
) -> None:
    words = Translations(qapp)
    words.use(language)
    theme.use("light")
    fakes.consent.now = ConsentState(TEXT, ConsentStatus.WITHDRAWN)
    fakes.consent.files = (Path("consent.p7m"),)
    services = fakes.services(language=language, is_training=True)
    window = MainWindow(services, background, theme)
    qtbot.addWidget(window)
    window.resize(*MINIMUM)
    window.show()
    for key in PageKey:
        window.show_page(key)
    _tell_much(window)
    _fail_above_the_consent(window, qtbot)
    wanted = {key: window.stack.at(key).minimumSizeHint().toTuple() for key in PageKey}
    least = window.minimumSizeHint()
    field = window.page(CredentialsPage).filter_bar.field
    placeholder = field.fontMetrics().horizontalAdvance(field.placeholderText())
    words.remove()
    assert (least.width() <= MINIMUM[0], least.height() <= MINIMUM[1]) == (True, True), wanted
    assert window.size().toTuple() == MINIMUM
    assert placeholder + 16 <= field.minimumWidth()


def _tell_much(window: MainWindow) -> None:
    status = window.status
    status.show_session(replace(SIGNED_IN, account=replace(ACCOUNT, full_name=_LONG_NAME)))
    status.show_tokens(TokenOverview(tokens=(token(label="Т" * 32, pin_state=PinState.LAST_TRY),)))
    status.show_waiting(1000)
    status.show_decisions(1000)
    diagnosis = window.page(DiagnosticsPage)
    diagnosis.counts.setText("Проверено: 144 из 144 · требуют внимания: 13 · попыток PIN: 0")
    bar = window.page(CredentialsPage).filter_bar
    bar.show_saved(SavedFilter("Хирургия и всё, что к ней"))


def _fail_above_the_consent(window: MainWindow, qtbot: QtBot) -> None:
    """Show a consent with every button, and above it a message that is read whole."""
    window.show_page(PageKey.CONSENT)
    page = window.page(ConsentPage)
    page.take_session(SIGNED_IN)
    qtbot.waitUntil(page.view.isVisible)
    page.message.show_message(Message("token.missing", "Токен не найден", "Портал. " * 60, "Код"))

    def is_whole() -> bool:
        text = page.message.text
        return text.height() == text.heightForWidth(text.width()) > 2 * text.fontMetrics().height()

    qtbot.waitUntil(is_whole)


@pytest.mark.parametrize(("width", "beside"), [(700, False), (740, False), (992, True)])
def test_the_export_stands_beside_the_other_buttons_where_there_is_room(
    theme: Theme, qtbot: QtBot, width: int, beside: bool
) -> None:
    theme.use("light")
    headline = CredentialHeadline("Сертификаты", theme)
    qtbot.addWidget(headline)
    headline.export.show()
    headline.show()
    headline.resize(992, 90)
    headline.resize(width, 90)

    def stands_beside() -> bool:
        return headline.export.geometry().center().y() == headline.more.geometry().center().y()

    qtbot.waitUntil(lambda: stands_beside() is beside)
