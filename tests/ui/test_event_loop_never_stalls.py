"""Does the window stay alive while portal and driver take seconds?"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.theme import Theme
from tests.drivers.hostile import build_hostile
from tests.ui.conftest import Typed
from tests.ui.event_loop import LONGEST_SECONDS, EventLoopWatch
from tests.ui.journey import Journey
from tests.ui.real_training import RealTraining, real_training

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SLOW_DRIVER = "C_Login delay 700\nC_Sign delay 700\nC_GetSlotList delay 300\n"


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTraining]:
    """Return a training whose driver takes its time."""
    folder = tmp_path_factory.mktemp("slow")
    control = folder / "hostile.control"
    control.write_text(SLOW_DRIVER)
    with real_training(folder / "home") as training, pytest.MonkeyPatch.context() as patch:
        state = training.control.state()
        assert state is not None
        driver, *_others = state.drivers
        patch.setenv("HOSTILE_MODULE", driver.path)
        patch.setenv("HOSTILE_CONTROL", str(control))
        for name, value in driver.environment.items():
            patch.setenv(name, value)
        training.drivers = (build_hostile(folder),)
        yield training


def test_a_stall_would_be_seen(qtbot: QtBot) -> None:
    watch = EventLoopWatch()
    with watch.running():
        qtbot.wait(50)
        end = time.thread_time() + 1.5 * LONGEST_SECONDS
        while time.thread_time() < end:
            pass
        qtbot.wait(50)
        time.sleep(5)
        qtbot.wait(50)
    assert len(watch.gaps) == 2
    worked, slept = watch.gaps
    assert worked.worked > LONGEST_SECONDS
    assert slept.waited > 4
    assert "time.sleep(5)" in slept.where


def test_the_whole_journey_never_holds_the_window_up(
    training: RealTraining, qapp: QApplication, theme: Theme, qtbot: QtBot, typed: Typed
) -> None:
    watch = EventLoopWatch()
    with training.frame(qapp, theme, qtbot) as frame:
        journey = Journey(frame, qtbot, typed, training.pin)
        with watch.running():
            window = journey.window
            journey.choose_certificate("Иванова")
            training.control.scenario("portal-slow")
            journey.sign_in(wrong_pin="00000000")
            journey.wait(lambda: window.page(CredentialsPage).model.rowCount() > 10)
            journey.go(PageKey.CONSENT)
            journey.wait(window.page(ConsentPage).view.isVisible)
            journey.sign_consent()
            journey.withdraw_consent()
            training.control.scenario("normal")
            journey.go(PageKey.DIAGNOSTICS)
            journey.diagnose()
            journey.sign_out()
            for page in PageKey:
                journey.go(page)
                qtbot.wait(1)
    training.control.scenario("normal")
    assert not watch.gaps, "\n".join(
        f"{gap.worked * 1000:.0f} ms of work, {gap.waited * 1000:.0f} ms of waiting\n{gap.where}"
        for gap in watch.gaps
    )
