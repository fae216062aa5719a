"""Are decisions told in the window until somebody looks at them?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.core.decisions import Decision, DecisionKind
from desktop_app.services.decisions import DECISIONS_BESIDE_CLOCK
from desktop_app.ui.background import Background
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.reminders_dialog import RemindersDialog
from desktop_app.ui.theme import Theme
from tests.ui.window_services import NOBODY, SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
DECISION = Decision(DecisionKind.TICKET, "17", "solved", datetime(2026, 11, 28, 9, tzinfo=UTC))


def test_a_decision_shows_in_the_window_until_it_is_looked_at(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot
) -> None:
    fakes.login.session = SIGNED_IN
    services = fakes.services()
    window = MainWindow(services, background, theme)
    qtbot.addWidget(window)
    window.show()
    button = window.status.decisions
    qtbot.waitUntil(button.isVisible)
    assert button.text() == "Решения портала"
    fakes.decisions.fresh = (DECISION,)
    window.decisions.look()
    qtbot.waitUntil(lambda: button.text() == "Новые решения портала: 1")
    button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog)))
    (dialog,) = window.findChildren(QDialog)
    assert any("Заявка № 17: решена" in label.text() for label in dialog.findChildren(QLabel))
    assert button.text() == "Решения портала"
    (beside_clock,) = dialog.findChildren(QCheckBox)
    beside_clock.click()
    qtbot.waitUntil(lambda: not services.settings.get(DECISIONS_BESIDE_CLOCK))
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    offered = [action.text() for action in window.beside_clock.menu.actions()]
    assert offered == ["Открыть окно", "Решения портала", "Напоминания о сроках…"]
    window.beside_clock.menu.actions()[2].trigger()
    assert window.shown is PageKey.CREDENTIALS
    qtbot.waitUntil(lambda: bool(window.findChildren(RemindersDialog)))
    window.findChildren(RemindersDialog)[0].reject()
    window.connections.take_session(NOBODY)
    assert not button.isVisible()
    window.login.close_page()
