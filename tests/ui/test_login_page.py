"""The page «Вход» in each of its states, with services that answer from memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors.browser_login import EsiaRefusedError
from desktop_app.core.errors.portal import LoginRefusedError, PortalUnreachableError
from desktop_app.core.errors.state import SettingsSetAsideError
from desktop_app.core.errors.tokens import DriverCrashedError
from desktop_app.core.tokens import DriverReport, DriverState, PinState, TokenOverview
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import CardRole
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.pages.login import LoginPage
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.conftest import Typed
from tests.ui.window_samples import FIT, certificate, token, unfit
from tests.ui.window_services import ACCOUNT, NOBODY, SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Opener = Callable[..., LoginPage]
FITNESS_CODES = [
    "certificate.expired",
    "certificate.not-yet-valid",
    "certificate.key-expired",
    "certificate.not-for-signing",
    "certificate.not-for-login",
    "certificate.no-snils",
    "certificate.revoked",
    "certificate.algorithm-unsupported",
    "key.missing",
]


@pytest.fixture
def show(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> Opener:
    def open_page(**options: object) -> LoginPage:
        page = LoginPage(fakes.services(**options), background, theme)  # type: ignore[arg-type]  # its own
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        qtbot.waitExposed(page)
        return page

    return open_page


@pytest.fixture
def page(show: Opener, fakes: Fakes, qtbot: QtBot) -> LoginPage:
    """Return the page with one certificate that fits."""
    page = show()
    fakes.tokens.show(token(certificate()))
    qtbot.waitUntil(page.sign_in_button.isEnabled)
    return page


def dialog_of(page: LoginPage, qtbot: QtBot) -> PinDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(PinDialog)))
    return next(each for each in page.findChildren(PinDialog) if each.isVisible())


def test_before_the_first_look_it_says_that_it_looks(show: Opener) -> None:
    page = show()
    assert page.state.title.text() == "Ищем токены"
    assert not page.sign_in_button.isEnabled()


def test_without_a_token_it_says_what_to_do(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    page = show()
    fakes.tokens.show()
    qtbot.waitUntil(lambda: page.state.title.text() == "Вставьте токен")
    assert page.training_button.isVisible()
    with qtbot.waitSignal(page.training_requested):
        page.training_button.click()


def test_an_empty_token_is_told_from_no_token(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    page = show()
    fakes.tokens.show(token())
    qtbot.waitUntil(lambda: page.state.title.text() == "На токене нет сертификатов")


def test_a_driver_that_failed_is_told_beside_tokens_of_another(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    page = show()
    report = DriverReport("d.so", "Драйвер", DriverState.CRASHED, DriverCrashedError(path="d.so"))
    fakes.tokens.show(overview=TokenOverview((report,), (token(certificate()),)))
    qtbot.waitUntil(page.drivers.isVisible)
    assert page.drivers.code.text() == "driver.crashed"
    assert page.sign_in_button.isEnabled()
    fakes.tokens.show(token(certificate()))
    qtbot.waitUntil(lambda: not page.drivers.isVisible())


def test_every_driver_that_failed_is_named(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    page = show()
    reports = tuple(
        DriverReport(path, name, DriverState.CRASHED, DriverCrashedError(path=path))
        for path, name in (("a.so", "Первый"), ("b.so", "Второй"), ("c.so", "Третий"))
    )
    fakes.tokens.show(overview=TokenOverview(reports, ()))
    qtbot.waitUntil(page.drivers.isVisible)
    shown = page.drivers.text.text() + page.drivers.remedy.text()
    for part in ("a.so", "Второй", "Третий"):
        assert part in shown


@pytest.mark.parametrize("code", FITNESS_CODES)
def test_a_certificate_that_does_not_fit_is_shown_with_reason_and_remedy(
    show: Opener, fakes: Fakes, qtbot: QtBot, catalogue: Catalogue, code: str
) -> None:
    page = show()
    fakes.tokens.show(token(certificate(fitness=unfit(code))))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    said = catalogue.message(code, {}, "ru")
    assert page.model.index(0).data(CardRole.STATE) == said.title
    assert said.remedy in page.reasons.text.text()
    assert said.remedy in page.reasons.accessibleDescription()
    assert not page.sign_in_button.isEnabled()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert not fakes.login.prepared


def test_every_reason_is_told_and_what_fits_comes_first(
    show: Opener, fakes: Fakes, qtbot: QtBot, catalogue: Catalogue
) -> None:
    page = show()
    codes = ("certificate.expired", "certificate.no-snils")
    fakes.tokens.show(
        token(
            certificate(1, owner="Абрамов", fitness=unfit(*codes)), certificate(2, owner="Яковлев")
        )
    )
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.model.index(0).data() == "Яковлев"
    assert page.summary.text() == "Подходят для входа: 1 из 2"
    page.list.setCurrentIndex(page.model.index(1))
    for code in codes:
        assert catalogue.message(code, {}, "ru").title in page.reasons.text.text()


def test_a_certificate_for_documents_alone_cannot_sign_in(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    page = show()
    fakes.tokens.show(token(certificate(fitness=replace(FIT, can_sign_in=False))))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.index(0).data(CardRole.STATE) == "только для документов"
    assert not page.sign_in_button.isEnabled()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (PinState.LOW, "мало"),
        (PinState.LAST_TRY, "последняя"),
        (PinState.LOCKED, "заблокирован"),
        (PinState.NOT_SET, "не задан"),
        (PinState.MUST_CHANGE, "сменить"),
    ],
)
def test_the_state_of_the_pin_is_told_before_anyone_asks_for_it(
    show: Opener, fakes: Fakes, qtbot: QtBot, state: PinState, word: str
) -> None:
    page = show()
    fakes.tokens.show(token(certificate(), pin_state=state))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert word in page.summary.text()
    assert word in page.reasons.text.text()


def test_the_choice_outlives_another_token_and_no_token_takes_it_away(
    page: LoginPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.tokens.show(
        token(certificate(), certificate(2, owner="Абрамов")),
    )
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.list.currentIndex().data() == "Иванова Мария Петровна"
    fakes.tokens.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert not page.sign_in_button.isEnabled()
    assert page.reasons.text.text() == ""


def test_signing_in_by_keyboard(page: LoginPage, fakes: Fakes, typed: Typed, qtbot: QtBot) -> None:
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    dialog = dialog_of(page, qtbot)
    typed(dialog.field.edit, "12345678")
    with qtbot.waitSignal(page.session_changed) as told:
        QTest.keyClick(dialog.field.edit, Qt.Key.Key_Return)
    assert told.args[0].account == ACCOUNT
    assert fakes.login.prepared == [f"{1:064x}"]


def test_a_portal_that_cannot_be_reached_is_told_before_the_pin(
    page: LoginPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.preparing = PortalUnreachableError(host="portal.example")
    page.sign_in_button.click()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == "portal.unreachable"
    assert page.sign_in_button.isEnabled()
    fakes.login.preparing = None
    page.sign_in_button.click()
    assert not page.message.isVisible()
    dialog_of(page, qtbot).reject()


def test_a_login_that_the_portal_refuses_is_told_on_the_page(
    page: LoginPage, fakes: Fakes, typed: Typed, qtbot: QtBot
) -> None:
    fakes.login.signing = LoginRefusedError()
    page.sign_in_button.click()
    dialog = dialog_of(page, qtbot)
    typed(dialog.field.edit, "1")
    dialog.sign_button.click()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == LoginRefusedError.code


def test_asking_the_portal_can_be_cancelled(page: LoginPage, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.login.gate = threading.Event()
    assert not page.cancel_button.isVisible()
    page.sign_in_button.click()
    assert page.cancel_button.isVisible()
    assert not page.sign_in_button.isEnabled()
    page.cancel_button.click()
    qtbot.waitUntil(page.sign_in_button.isEnabled)
    assert not page.message.isVisible()


def test_who_is_signed_in_is_shown_and_can_sign_out(
    page: LoginPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.login.session = SIGNED_IN
    page.show_session(SIGNED_IN)
    assert "Иванова" in page.account.name.text()
    assert "***-***-445 95" in page.account.details.text()
    assert page.account.keeping.isVisible()
    assert not page.sign_in_button.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert not fakes.login.prepared
    with qtbot.waitSignal(page.table_requested):
        page.table_button.click()
    with qtbot.waitSignal(page.session_changed) as told:
        page.account.sign_out_button.click()
    assert told.args[0] == NOBODY


def test_a_session_in_a_keyring_is_not_warned_about(page: LoginPage) -> None:
    page.show_session(replace(SIGNED_IN, kept_in_keyring=True))
    assert not page.account.keeping.isVisible()


def test_training_tells_its_pin_and_offers_no_training(show: Opener, qtbot: QtBot) -> None:
    page = show(is_training=True)
    qtbot.waitUntil(lambda: "12345678" in page.training_hint.text())
    assert not page.training_button.isVisible()


def test_what_was_set_aside_at_the_start_is_told(show: Opener, catalogue: Catalogue) -> None:
    error = SettingsSetAsideError(path="settings.json", kept_as="settings.json.broken-1")
    page = show(findings=(error,))
    shown = [each for each in page.findChildren(MessageView) if each.isVisible()]
    assert [each.title.text() for each in shown] == [catalogue.of_error(error, "ru").title]


def test_closing_stops_the_watch(page: LoginPage, fakes: Fakes) -> None:
    page.close_page()
    assert fakes.tokens.stopped


def test_the_person_finishes_in_the_browser_and_is_signed_in_here(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    page = show()
    opened: list[str] = []
    page.signing_in.open_address = opened.append
    page.browser_button.click()
    qtbot.waitUntil(page.waiting.isVisible)
    assert opened == ["https://portal.example/oauth/authorize?state=1"]
    assert page.cancel_button.isVisible()
    assert not page.browser_button.isEnabled()
    page.waiting.copy_button.click()
    assert QGuiApplication.clipboard().text() == opened[0]
    with qtbot.waitSignal(page.session_changed):
        fakes.browser.gate.set()
    assert not page.waiting.isVisible()


def test_waiting_for_the_browser_can_be_cancelled(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    page = show()
    page.signing_in.open_address = lambda _address: None
    page.browser_button.click()
    qtbot.waitUntil(page.waiting.isVisible)
    page.cancel_button.click()
    qtbot.waitUntil(lambda: not page.waiting.isVisible())
    assert page.browser_button.isEnabled()
    assert not page.message.isVisible()


def test_a_refusal_of_esia_is_shown_with_what_to_do(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    page = show()
    page.signing_in.open_address = lambda _address: None
    fakes.browser.failing = EsiaRefusedError(cause="clock", esia_code="ESIA-007015")
    fakes.browser.gate.set()
    page.browser_button.click()
    qtbot.waitUntil(page.message.isVisible)
    assert "ESIA-007015" in page.message.text.text()
    assert "часовой пояс" in page.message.remedy.text()
