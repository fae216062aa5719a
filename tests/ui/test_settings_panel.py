"""Settings are kept at once; what cannot be kept is said in place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop_app.services.decisions import DECISIONS_BESIDE_CLOCK
from desktop_app.services.storage.settings import (
    KEEP_WITHOUT_KEYRING,
    LANGUAGE,
    PORTAL_URL,
    THEME,
    TIME_STAMP_SERVICE,
    Setting,
    SettingsStore,
)
from desktop_app.ui.settings_panel import SettingsPanel
from desktop_app.ui.theme import Theme
from tests.ui.conftest import Typed
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Kept = Callable[[Setting], object]  # type: ignore[type-arg]  # any setting


@pytest.fixture
def panel(fakes: Fakes, theme: Theme, qtbot: QtBot) -> SettingsPanel:
    panel = SettingsPanel(fakes.services(), theme)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def kept(fakes: Fakes) -> Kept:
    """Read a setting as the next start of the program will."""
    return lambda setting: SettingsStore(fakes.folder / "settings.json").get(setting)


def test_the_switch_for_decisions_is_kept_and_shows_what_another_place_kept(
    panel: SettingsPanel, kept: Kept, fakes: Fakes
) -> None:
    assert panel.decisions.isChecked()
    QTest.keyClick(panel.decisions, Qt.Key.Key_Space)
    assert kept(DECISIONS_BESIDE_CLOCK) is False
    panel._services.settings.set(DECISIONS_BESIDE_CLOCK, True)
    panel.hide()
    panel.show()
    assert panel.decisions.isChecked()


def choose(box: QComboBox, value: str) -> None:
    while box.currentData() != value:
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_it_shows_what_is_set(panel: SettingsPanel) -> None:
    assert panel.language.currentText() == "Русский"
    assert panel.theme_choice.currentText() == "Как в системе"
    assert panel.portal.text() == ""
    assert not panel.keep.isChecked()


def test_another_language_is_kept_and_makes_the_window_anew(
    panel: SettingsPanel, kept: Kept, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.changed):
        choose(panel.language, "en")
    assert kept(LANGUAGE) == "en"


def test_colours_change_at_once(panel: SettingsPanel, kept: Kept, theme: Theme) -> None:
    choose(panel.theme_choice, "dark")
    assert theme.dark
    assert kept(THEME) == "dark"
    theme.use("light")


def test_the_portal_is_kept_when_the_field_is_left(
    panel: SettingsPanel, kept: Kept, typed: Typed, qtbot: QtBot
) -> None:
    typed(panel.portal, "https://portal.example/")
    with qtbot.waitSignal(panel.changed):
        QTest.keyClick(panel.portal, Qt.Key.Key_Return)
    assert kept(PORTAL_URL) == "https://portal.example"


def test_the_time_stamp_service_is_kept_and_may_speak_plain_http(
    panel: SettingsPanel, kept: Kept, typed: Typed, qtbot: QtBot
) -> None:
    typed(panel.stamps, "http://stamps.example/tsp")
    with qtbot.waitSignal(panel.changed):
        QTest.keyClick(panel.stamps, Qt.Key.Key_Return)
    assert kept(TIME_STAMP_SERVICE) == "http://stamps.example/tsp"


def test_an_address_without_https_is_refused_in_place(
    panel: SettingsPanel, kept: Kept, typed: Typed, qtbot: QtBot
) -> None:
    typed(panel.portal, "http://portal.example")
    with qtbot.assertNotEmitted(panel.changed):
        QTest.keyClick(panel.portal, Qt.Key.Key_Return)
    assert panel.message.code.text() == "settings.invalid"
    assert panel.message.isVisible()
    assert kept(PORTAL_URL) == ""


def test_what_the_person_allows_to_keep_is_kept(panel: SettingsPanel, kept: Kept) -> None:
    QTest.keyClick(panel.keep, Qt.Key.Key_Space)
    assert kept(KEEP_WITHOUT_KEYRING) is True


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    folder = tmp_path / "state"
    panel = SettingsPanel(Fakes(folder).services(), theme)
    qtbot.addWidget(panel)
    panel.show()
    folder.write_text("a file where the folder should be")
    panel.keep.setChecked(True)
    assert panel.message.isVisible()
    assert panel.message.code.text() == "state.not-writable"


@pytest.mark.parametrize(("is_training", "wanted"), [(False, True), (True, False)])
def test_training_is_switched(
    fakes: Fakes, theme: Theme, qtbot: QtBot, is_training: bool, wanted: bool
) -> None:
    panel = SettingsPanel(fakes.services(is_training=is_training), theme)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.training_wanted) as told:
        panel.training.click()
    assert told.args == [wanted]
