"""The window: navigation, the line at the bottom, and what pages tell each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from desktop_app.core.consents import ConsentState, ConsentStatus
from desktop_app.core.credentials import CredentialList
from desktop_app.core.diagnostics import Profile
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    PortalUnavailableError,
    PortalUnreachableError,
    SessionExpiredError,
)
from desktop_app.core.outbox_item import OutboxState
from desktop_app.core.tokens import PinState
from desktop_app.services.outbox_service import SendReport
from desktop_app.services.storage.settings import WINDOW_GEOMETRY
from desktop_app.ui.application import MINIMUM
from desktop_app.ui.background import Background
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.portal_contact import failure_icon
from desktop_app.ui.theme import Theme
from tests.ui.document_services import document
from tests.ui.window_samples import certificate, token
from tests.ui.window_services import NOBODY, NOW, SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Opener = Callable[..., MainWindow]


@pytest.fixture
def show(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> Opener:
    def open_window(**options: object) -> MainWindow:
        window = MainWindow(fakes.services(**options), background, theme)  # type: ignore[arg-type]  # its own
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        # Shortcuts work in the active window alone.
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return open_window


def test_it_starts_at_the_login_and_keys_lead_to_each_page(show: Opener, qtbot: QtBot) -> None:
    window = show()
    assert window.shown is PageKey.LOGIN
    pages = list(PageKey)
    for page, keys in window.rail.shortcuts.items():
        QTest.keySequence(window, QKeySequence(keys))
        assert window.shown is page
        assert window.rail.buttons[page].isChecked()
    first = [f"Ctrl+{digit}" for digit in range(1, 10)]
    assert [window.rail.shortcuts[page] for page in pages[:9]] == first
    assert window.rail.shortcuts[pages[-1]] == "Ctrl+0"


def test_the_rail_names_each_page_beside_its_icon(show: Opener) -> None:
    window = show()
    assert list(window.rail.buttons) == list(PageKey)
    for key, button in window.rail.buttons.items():
        assert not button.icon().isNull()
        assert button.text() == window.stack.at(key).title


def test_a_page_is_made_when_it_is_first_opened(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.outbox.have(document(2, OutboxState.CONFLICT), document(1))
    window = show()
    qtbot.waitUntil(lambda: window.rail.buttons[PageKey.DOCUMENTS].text() == "Документы (2)")
    assert list(window.stack.made) == [PageKey.LOGIN]
    window.show_page(PageKey.DOCUMENTS)
    page = window.stack.at(PageKey.DOCUMENTS)
    window.show_page(PageKey.LOGIN)
    window.show_page(PageKey.DOCUMENTS)
    assert window.page(DocumentsPage) is page
    assert list(window.stack.made) == [PageKey.LOGIN, PageKey.DOCUMENTS]


def test_a_page_that_is_opened_later_knows_who_is_signed_in_and_which_tokens_there_are(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.session = SIGNED_IN
    window = show()
    fakes.tokens.show(token(certificate()))
    qtbot.waitUntil(window.login.account.isVisible)
    qtbot.waitUntil(lambda: window.status.token.text() == "Рутокен ЭЦП")
    window.show_page(PageKey.CONSENT)
    qtbot.waitUntil(window.page(ConsentPage).view.isVisible)
    assert window.page(ConsentPage)._signing_certificate() is not None


def test_a_session_kept_from_before_is_found(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.login.session = SIGNED_IN
    window = show()
    qtbot.waitUntil(lambda: "Иванова" in window.status.session.text())
    assert window.login.account.isVisible()
    assert window.shown is PageKey.LOGIN


def test_signing_in_leads_to_the_table(show: Opener, qtbot: QtBot) -> None:
    window = show()
    window.login.session_changed.emit(SIGNED_IN)
    qtbot.waitUntil(lambda: window.shown is PageKey.CREDENTIALS)


def test_signing_out_shows_everywhere(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.login.session = SIGNED_IN
    window = show()
    qtbot.waitUntil(window.login.account.isVisible)
    window.login.account.sign_out_button.click()
    qtbot.waitUntil(lambda: window.status.session.text() == "Вход не выполнен")
    assert window.login.sign_in_button.isVisible()
    window.show_page(PageKey.CONSENT)
    assert window.page(ConsentPage).state.title.text() == "Войдите, чтобы увидеть согласие"


def test_an_expired_session_leads_back_to_a_login_that_can_be_done(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.session = SIGNED_IN
    window = show()
    qtbot.waitUntil(window.login.account.isVisible)
    fakes.login.session = NOBODY
    window.page(CredentialsPage).login_requested.emit()
    qtbot.waitUntil(window.login.sign_in_button.isVisible)
    assert window.shown is PageKey.LOGIN


def test_the_line_at_the_bottom_tells_the_token(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    window = show()
    part = window.status.token
    assert part.text() == "Ищем токен…"
    shown = (
        ((), "Токен не вставлен"),
        ((token(certificate()),), "Рутокен ЭЦП"),
        ((token(pin_state=PinState.LOCKED),), "Рутокен ЭЦП · PIN заблокирован"),
        ((token(), token(label="Другой")), "Токенов: 2"),
    )
    for tokens, words in shown:
        fakes.tokens.show(*tokens)
        qtbot.waitUntil(lambda words=words: part.text() == words)  # type: ignore[misc]  # bound now
        assert part.accessibleName() == words


@pytest.mark.parametrize(
    ("part", "page"),
    [("token", PageKey.LOGIN), ("session", PageKey.LOGIN), ("network", PageKey.CREDENTIALS)],
)
def test_each_part_of_the_line_opens_its_page(show: Opener, part: str, page: PageKey) -> None:
    window = show()
    window.show_page(PageKey.CONSENT)
    getattr(window.status, part).click()
    assert window.shown is page


def test_a_round_that_was_stopped_shows_on_the_page(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    window = show()
    qtbot.waitUntil(lambda: bool(fakes.outbox.rounds))
    fakes.outbox.rounds[0](SendReport((), stopped_by=PortalUnreachableError(host="h")))
    window.show_page(PageKey.DOCUMENTS)
    footer = window.page(DocumentsPage).footer
    qtbot.waitUntil(lambda: footer.text().startswith("Пока не отправляется"))


def test_only_a_portal_that_was_not_reached_looks_like_no_network() -> None:
    assert failure_icon(PortalUnreachableError(host="h")) == "wifi-off"
    assert failure_icon(PortalUnavailableError()) == "circle-alert"


def says(window: MainWindow, words: str) -> bool:
    return window.status.network.text() == words


def test_what_any_request_comes_to_shows_at_the_bottom(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    window = show()
    qtbot.waitUntil(lambda: window.status.network.text() == "Портал ещё не опрошен")
    for error, words in (
        (PortalUnreachableError(host="portal.example"), "Нет связи с порталом"),
        (PortalUnavailableError(), "Портал отвечает ошибкой"),
        (SessionExpiredError(), "Портал на связи"),
    ):
        with suppress(NmoError), fakes.contact.told():
            raise error
        qtbot.waitUntil(partial(says, window, words))


def test_f5_reads_the_shown_page_anew(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    window = show()
    fakes.tokens.now = replace(fakes.tokens.now, tokens=(token(certificate()),))
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.login.model.rowCount() == 1)


def test_ctrl_f_goes_to_the_search_of_the_table(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.login.session = SIGNED_IN
    fakes.credentials.fetched = CredentialList((), NOW, offline=False)
    window = show()
    window.show_page(PageKey.CREDENTIALS)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.shown is PageKey.CREDENTIALS


@pytest.mark.parametrize("is_training", [True, False])
def test_training_is_said_on_top_of_everything(show: Opener, is_training: bool) -> None:
    window = show(is_training=is_training)
    strip = window.findChild(QFrame, "training")
    assert isinstance(strip, QFrame)
    assert strip.isVisible() is is_training


def test_leaving_keeps_the_place_stops_the_watch_and_closes_the_services(
    show: Opener, fakes: Fakes
) -> None:
    window = show()
    end = window.leave()
    assert not fakes.closed
    end()
    assert fakes.tokens.stopped
    assert fakes.closed == ["services"]
    assert fakes.services().settings.get(WINDOW_GEOMETRY)


@pytest.mark.parametrize("status", ConsentStatus)
def test_every_page_fits_the_smallest_window_in_training(
    show: Opener, fakes: Fakes, qtbot: QtBot, status: ConsentStatus
) -> None:
    assert isinstance(fakes.consent.now, ConsentState)
    fakes.consent.now = replace(fakes.consent.now, status=status)
    window = show(is_training=True)
    window.show_page(PageKey.CONSENT)
    window.page(ConsentPage).take_session(SIGNED_IN)
    view = window.page(ConsentPage).view
    qtbot.waitUntil(view.isVisible)
    view.folder_button.show()
    view.show_running(running=True)
    qtbot.waitUntil(view.cancel_button.isVisible)
    window.resize(*MINIMUM)
    assert (window.width(), window.height()) == MINIMUM


def test_a_failure_leads_to_the_check_that_explains_it(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.preparing = PortalUnreachableError(host="portal.example")
    window = show()
    fakes.tokens.show(token(certificate()))
    qtbot.waitUntil(window.login.sign_in_button.isEnabled)
    window.login.sign_in_button.click()
    qtbot.waitUntil(window.login.message.why.isVisible)
    window.login.message.why.click()
    assert window.shown is PageKey.DIAGNOSTICS
    qtbot.waitUntil(lambda: window.page(DiagnosticsPage).list.chosen() == "SVC-06")
    assert fakes.diagnostics.runs == [(Profile.LOGIN, ())]


def test_a_failure_that_no_check_explains_offers_nothing(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.preparing = PortalUnreachableError(host="portal.example")
    fakes.diagnostics.explained = {}
    window = show()
    fakes.tokens.show(token(certificate()))
    qtbot.waitUntil(window.login.sign_in_button.isEnabled)
    window.login.sign_in_button.click()
    qtbot.waitUntil(window.login.message.isVisible)
    qtbot.waitUntil(lambda: window.explaining._checks == {"portal.unreachable": None})
    assert not window.login.message.why.isVisible()


def test_a_whole_page_that_failed_leads_there_too(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.login.session = SIGNED_IN
    fakes.credentials.fetched = PortalUnreachableError(host="portal.example")
    window = show()
    window.show_page(PageKey.CREDENTIALS)
    qtbot.waitUntil(window.page(CredentialsPage).state_view.why.isVisible)
    window.page(CredentialsPage).state_view.why.click()
    assert window.shown is PageKey.DIAGNOSTICS


def test_the_login_page_leads_to_the_diagnosis(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    window = show()
    window.login.help_button.click()
    qtbot.waitUntil(lambda: window.page(DiagnosticsPage).presenter.report is not None)
    assert window.shown is PageKey.DIAGNOSTICS
    with qtbot.waitSignal(window.page(DiagnosticsPage).login_requested):
        window.page(DiagnosticsPage).login_requested.emit()
    assert list(window.stack.made) == [PageKey.LOGIN, PageKey.DIAGNOSTICS]
    assert window.stack.currentWidget() is window.login


def test_what_was_found_stays_until_it_is_checked_again(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    window = show()
    window.show_diagnosis()
    qtbot.waitUntil(lambda: window.page(DiagnosticsPage).presenter.report is not None)
    window.show_page(PageKey.CONSENT)
    window.show_page(PageKey.DIAGNOSTICS)
    assert len(fakes.diagnostics.runs) == 1
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(fakes.diagnostics.runs) == 2)
    qtbot.waitUntil(lambda: not window.page(DiagnosticsPage).presenter.running)
