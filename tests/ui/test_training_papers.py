"""In training the window has at hand what a real person would get on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.tokens import PinState
from desktop_app.services.diagnostics.fixing import Change, FixPlan
from desktop_app.ui.background import Background
from desktop_app.ui.fix_dialog import FixDialog
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_change_presenter import PinTask
from desktop_app.ui.theme import Theme
from desktop_app.ui.training_hint import TrainingHint
from tests.ui.window_samples import token
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PLAN = FixPlan(
    "trust.install-own",
    "NET-10",
    (Change("file", "/home/trust/tls/ab.cer", "", "Корень"),),
    data={"authority": "Корень"},
    confirm_fingerprint="ab" * 32,
)


def test_the_paper_of_a_training_root_lies_beside_its_comparison(
    tmp_path: Path, background: Background, theme: Theme, qtbot: QtBot
) -> None:
    dialog = FixDialog(PLAN, Fakes(tmp_path).services(is_training=True), background, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.fingerprint.paper.isVisible)
    printed = dialog.fingerprint.paper.text().partition("\n")[2]
    assert not dialog.apply_button.isEnabled()
    dialog.compared.setText(printed)
    assert dialog.apply_button.isEnabled()


@pytest.mark.parametrize(
    ("task", "pin"), [(PinTask.CHANGE, "12345678"), (PinTask.UNBLOCK, "87654321")]
)
def test_the_pins_of_training_tokens_stand_in_the_dialog(
    tmp_path: Path,
    background: Background,
    theme: Theme,
    qtbot: QtBot,
    task: PinTask,
    pin: str,
) -> None:
    services = Fakes(tmp_path).services(is_training=True)
    shown = replace(token(), pin_state=PinState.LOCKED if task is PinTask.UNBLOCK else PinState.OK)
    dialog = PinChangeDialog(task, (shown,), 0, services, services.pins, background, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    (hint,) = dialog.findChildren(TrainingHint)
    qtbot.waitUntil(lambda: pin in hint.text())
    assert hint.isVisible()
