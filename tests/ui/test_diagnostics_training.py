"""The page «Диагностика» on the real training: portal gone, trial signature, bundle, new PIN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.composition import build_services
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.ui.application import Translations
from desktop_app.ui.background import Background
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.diagnostics_trial import TrialDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.real_training import RealTraining, real_training

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PATIENCE_MILLISECONDS = 60_000
NEW_PIN = "84617295"
Dialog = TypeVar("Dialog", bound=QDialog)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTraining]:
    with real_training(tmp_path_factory.mktemp("training")) as training:
        yield training


@pytest.fixture
def window(
    training: RealTraining, qapp: QApplication, theme: Theme, qtbot: QtBot
) -> Iterator[MainWindow]:
    words = Translations(qapp)
    words.use("ru")
    background = Background()
    window = MainWindow(build_services(training.home), background, theme)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.show_page(PageKey.DIAGNOSTICS)
    yield window
    window.leave()()
    background.close()
    words.remove()


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=PATIENCE_MILLISECONDS)


def opened(page: DiagnosticsPage, kind: type[Dialog], qtbot: QtBot) -> Dialog:
    def visible() -> list[Dialog]:
        return [each for each in page.findChildren(kind) if each.isVisible()]

    wait(qtbot, lambda: bool(visible()))
    return visible()[0]


def checked(page: DiagnosticsPage, qtbot: QtBot) -> DiagnosticsPage:
    page.run()
    wait(qtbot, lambda: not page.presenter.running)
    assert page.presenter.report is not None
    return page


def test_nothing_stands_in_the_way_and_no_pin_try_is_spent(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = checked(window.page(DiagnosticsPage), qtbot)
    report = page.presenter.report
    assert report is not None
    failed = [each for each in report.results if each.status is CheckStatus.FAIL]
    assert not failed
    assert report.pin_tries_spent == 0
    assert page.head.sentence.text().startswith("Входу ничего не мешает.")
    assert page.model.done == page.model.total == len(report.results)
    wait(qtbot, lambda: window.status.network.text() == "Портал на связи")


def test_a_portal_that_is_gone_is_named_and_found_again(
    window: MainWindow, training: RealTraining, qtbot: QtBot
) -> None:
    training.control.scenario("portal-down")
    page = checked(window.page(DiagnosticsPage), qtbot)
    assert page.head.sentence.text().startswith("Войти не получится, потому что ")
    wait(qtbot, lambda: window.status.network.text() == "Нет связи с порталом")
    training.control.scenario("normal")
    page.head.remedy.click()
    wait(qtbot, lambda: page.presenter.running)
    wait(qtbot, lambda: not page.presenter.running)
    assert page.head.sentence.text().startswith("Входу ничего не мешает.")
    wait(qtbot, lambda: window.status.network.text() == "Портал на связи")


def test_a_trial_signature_is_made_with_one_pin(
    window: MainWindow, training: RealTraining, qtbot: QtBot
) -> None:
    page = window.page(DiagnosticsPage)
    page.footer.trial.click()
    choice = opened(page, TrialDialog, qtbot)
    for row in range(choice.model.rowCount()):
        choice.list.setCurrentIndex(choice.model.index(row))
        if choice.chosen() is not None:
            break
    choice.go_button.click()
    dialog = opened(page, PinDialog, qtbot)
    dialog.field.edit.setText(training.pin)
    dialog.sign_button.click()
    wait(qtbot, lambda: page.list.chosen() == "CRT-30")
    result = page.model.result("CRT-30")
    assert result is not None
    assert result.status is CheckStatus.OK


def test_the_bundle_shows_what_leaves(
    window: MainWindow, training: RealTraining, qtbot: QtBot
) -> None:
    page = checked(window.page(DiagnosticsPage), qtbot)
    page.footer.bundle.click()
    dialog = opened(page, BundlePreview, qtbot)
    names = [dialog.files.item(row).text() for row in range(dialog.files.count())]
    assert any("report.html" in name for name in names)
    state = training.control.state()
    assert state is not None
    surnames = {person.name.split()[0] for person in state.people}
    for row in range(dialog.files.count()):
        dialog.files.setCurrentRow(row)
        assert not [name for name in surnames if name in dialog.content.toPlainText()]


def test_a_pin_is_changed_for_good(
    window: MainWindow, training: RealTraining, qtbot: QtBot
) -> None:
    page = window.page(DiagnosticsPage)
    page.footer.change_pin.trigger()
    dialog = opened(page, PinChangeDialog, qtbot)
    label = dialog.token.label
    for field, text in zip(dialog.form.fields, (training.pin, NEW_PIN, NEW_PIN), strict=True):
        field.edit.setText(text)
    wait(qtbot, dialog.form.go_button.isEnabled)
    dialog.form.go_button.click()
    wait(qtbot, lambda: page.notice.isVisible() or dialog.form.message.isVisible())
    assert page.notice.title.text() == "PIN сменён"
    page.footer.change_pin.trigger()
    again = opened(page, PinChangeDialog, qtbot)
    assert again.token.label == label
    for field, text in zip(again.form.fields, (training.pin, "73950184", "73950184"), strict=True):
        field.edit.setText(text)
    wait(qtbot, again.form.go_button.isEnabled)
    again.form.go_button.click()
    wait(qtbot, again.form.message.isVisible)
    assert again.form.message.code.text() == "pin.incorrect"
