"""The frame: it paints first, makes the services beside it, and exchanges what it shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors.state import FolderNotWritableError, TrainingFailedError
from desktop_app.services.program import Services
from desktop_app.ui.application import MINIMUM, Frame, Translations
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme
from tests.ui.window_services import SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Opener = Callable[[Callable[[], Services]], Frame]


@pytest.fixture
def show(qapp: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[Opener]:
    words = Translations(qapp)
    frames = []

    def open_frame(rebuild: Callable[[], Services]) -> Frame:
        words.use("ru")
        frame = Frame(rebuild, theme, words)
        qtbot.addWidget(frame)
        frame.show()
        qtbot.waitExposed(frame)
        frames.append(frame)
        return frame

    yield open_frame
    for frame in frames:
        frame.close()
    words.remove()
    theme.use("light")


def pages(frame: Frame, qtbot: QtBot) -> MainWindow:
    def shown() -> QWidget | None:
        return frame.centralWidget()

    qtbot.waitUntil(lambda: isinstance(shown(), MainWindow))
    window = shown()
    assert isinstance(window, MainWindow)
    return window


def state(frame: Frame) -> StateView:
    view = frame.centralWidget()
    assert isinstance(view, StateView)
    return view


def test_it_paints_before_the_services_are_made(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    gate = threading.Event()
    made_on = []

    def rebuild() -> Services:
        gate.wait(10)
        made_on.append(threading.current_thread())
        return fakes.services()

    frame = show(rebuild)
    frame.build()
    assert state(frame).text.text() == "Программа открывается…"
    assert (frame.minimumWidth(), frame.minimumHeight()) == MINIMUM
    gate.set()
    qtbot.waitUntil(pages(frame, qtbot).isVisible)
    assert made_on != [threading.main_thread()]


class ShownWindows(QObject):
    """Notes every widget that shows itself as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        shows = event.type() is QEvent.Type.Show
        if shows and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("is_training", [True, False])
def test_no_part_of_a_page_flashes_up_as_a_window(
    show: Opener, fakes: Fakes, qtbot: QtBot, qapp: QApplication, is_training: bool
) -> None:
    finding = FolderNotWritableError(path="/state")
    frame = show(lambda: fakes.services(is_training=is_training, findings=(finding,)))
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    fakes.login.session = SIGNED_IN
    frame.build()
    window = pages(frame, qtbot)
    qtbot.waitUntil(window.login.account.isVisible)
    for number in (PageKey.CREDENTIALS, PageKey.CONSENT, PageKey.LOGIN):
        window.show_page(number)
    qtbot.waitUntil(lambda: not window.page(ConsentPage).view.cancel_button.isVisible())
    qapp.removeEventFilter(shown)
    assert not shown.names


def test_services_that_cannot_be_made_have_a_state_with_a_way_on(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    errors = [FolderNotWritableError(path="/state")]

    def rebuild() -> Services:
        if errors:
            raise errors.pop()
        return fakes.services()

    frame = show(rebuild)
    frame.build()
    qtbot.waitUntil(lambda: state(frame).button.text() == "Повторить")
    assert state(frame).code.text() == "state.not-writable"
    state(frame).button.click()
    assert pages(frame, qtbot)


def test_training_is_started_then_everything_is_made_anew(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    made: list[Services] = []

    def rebuild() -> Services:
        made.append(fakes.services(is_training=bool(made)))
        return made[-1]

    frame = show(rebuild)
    frame.build()
    window = pages(frame, qtbot)
    window.login.training_button.click()
    assert state(frame).title.text() == "Учебный режим"
    window = pages(frame, qtbot)
    assert fakes.training.asked == ["start"]
    assert not window.login.training_button.isVisible()
    qtbot.waitUntil(lambda: fakes.closed == ["services"])
    window.page(ConsentPage).settings.training.click()
    window = pages(frame, qtbot)
    assert fakes.training.asked == ["start", "stop"]


def test_starting_training_tells_how_far_it_is(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.training.gate.clear()
    frame = show(fakes.services)
    frame.build()
    pages(frame, qtbot).login.training_button.click()
    qtbot.waitUntil(lambda: "Готово 1 из 3." in state(frame).text.text())
    fakes.training.gate.set()
    assert pages(frame, qtbot)


def test_training_that_cannot_start_is_told(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.training.failing = TrainingFailedError(detail="no softhsm")
    frame = show(fakes.services)
    frame.build()
    pages(frame, qtbot).login.training_button.click()
    qtbot.waitUntil(lambda: state(frame).button.text() == "Повторить")
    assert state(frame).code.text() == "training.failed"


def test_another_language_leads_back_to_the_settings(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    made: list[Services] = []

    def rebuild() -> Services:
        made.append(fakes.services(language="en" if made else "ru"))
        return made[-1]

    frame = show(rebuild)
    frame.build()
    first = pages(frame, qtbot)
    first.settings_changed.emit()
    assert isinstance(frame.centralWidget(), StateView)
    second = pages(frame, qtbot)
    assert second is not first
    assert second.shown == PageKey.CONSENT
    assert second.page(ConsentPage).tabs.currentWidget() is second.page(ConsentPage).settings


def test_closing_ends_the_services(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    frame = show(fakes.services)
    frame.build()
    pages(frame, qtbot)
    frame.close()
    assert fakes.closed == ["services"]
    assert fakes.tokens.stopped
