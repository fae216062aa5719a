"""The whole journey by keyboard: the real window, a real portal, real tokens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.conftest import Typed
from tests.ui.journey import Journey
from tests.ui.real_training import RealTraining, real_training

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTraining]:
    with real_training(tmp_path_factory.mktemp("home")) as training:
        yield training


@pytest.fixture
def journey(
    training: RealTraining, qapp: QApplication, theme: Theme, qtbot: QtBot, typed: Typed
) -> Iterator[Journey]:
    with training.frame(qapp, theme, qtbot) as frame:
        yield Journey(frame, qtbot, typed, training.pin)


def test_a_person_signs_in_sees_the_table_consents_withdraws_and_leaves(journey: Journey) -> None:
    window = journey.window
    journey.choose_certificate("Иванова")
    journey.sign_in(wrong_pin="00000000")
    journey.wait(lambda: window.page(CredentialsPage).model.rowCount() > 10)
    assert "Иванова" in window.status.session.text()
    journey.go(PageKey.CONSENT)
    journey.wait(window.page(ConsentPage).view.isVisible)
    events = window.page(ConsentPage).view.history.rowCount()
    journey.sign_consent()
    assert window.page(ConsentPage).view.status.text() == "Согласие действует"
    assert window.page(ConsentPage).view.folder_button.isVisible()
    journey.withdraw_consent()
    assert window.page(ConsentPage).view.status.text() == "Согласие отозвано"
    assert window.page(ConsentPage).view.history.rowCount() == events + 2
    journey.sign_out()
    assert window.status.session.text() == "Вход не выполнен"
    assert window.shown == PageKey.LOGIN


def test_a_certificate_that_the_portal_does_not_trust_is_told_on_the_page(
    journey: Journey,
) -> None:
    login = journey.window.login
    journey.choose_certificate("Морозов")
    journey.press(Qt.Key.Key_Return)
    journey.enter_pin(journey.dialog(PinDialog), journey.pin)
    journey.wait(login.message.isVisible)
    assert login.message.code.text() == "login.refused"
    assert login.sign_in_button.isEnabled()
