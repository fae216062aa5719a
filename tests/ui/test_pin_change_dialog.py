"""Changing and unblocking a PIN: judged while it is typed, one attempt per press, no retry."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.core.tokens import PinState, Token
from desktop_app.ui.background import Background
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_change_presenter import PinTask
from desktop_app.ui.theme import Theme
from tests.ui.pin_services import WAY, FakePins
from tests.ui.window_samples import certificate, token
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
OLD, NEW = "12345678", "84617295"
Opener = Callable[..., PinChangeDialog]


@pytest.fixture
def pins() -> FakePins:
    return FakePins()


@pytest.fixture
def show(
    fakes: Fakes, pins: FakePins, background: Background, theme: Theme, qtbot: QtBot
) -> Opener:
    def open_dialog(
        task: PinTask = PinTask.CHANGE, *tokens: Token, chosen: int = 0
    ) -> PinChangeDialog:
        dialog = PinChangeDialog(
            task,
            tokens or (token(certificate()),),
            chosen,
            fakes.services(),
            pins,
            background,
            theme,
        )
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return open_dialog


def fill(dialog: PinChangeDialog, *texts: str) -> None:
    for field, text in zip(dialog.form.fields, texts, strict=True):
        field.edit.setText(text)


def fill_well(dialog: PinChangeDialog, qtbot: QtBot) -> None:
    fill(dialog, OLD, NEW, NEW)
    qtbot.waitUntil(lambda: dialog.form.go_button.isEnabled() or dialog.form.word.isVisible())
    qtbot.waitUntil(lambda: dialog._judged == NEW)


def test_a_pin_is_changed_with_one_attempt_and_wiped(
    show: Opener, pins: FakePins, qtbot: QtBot
) -> None:
    dialog = show()
    fill_well(dialog, qtbot)
    with qtbot.waitSignal(dialog.succeeded) as signal:
        dialog.form.go_button.click()
    assert signal.args == ["0f2a"]
    assert pins.sent == [("change", "0f2a", OLD, NEW, "False")]
    qtbot.waitUntil(lambda: not any(pins.kept))
    assert not dialog.isVisible()
    assert [field.edit.text() for field in dialog.form.fields] == ["", "", ""]


def test_a_weak_new_pin_is_said_while_it_is_typed_and_never_sent(
    show: Opener, pins: FakePins, qtbot: QtBot
) -> None:
    dialog = show()
    fill(dialog, OLD, "1111", "1111")
    qtbot.waitUntil(lambda: bool(dialog.form.advice.text()))
    assert not dialog.form.go_button.isEnabled()
    assert pins.sent == []


@pytest.mark.parametrize(
    ("texts", "words"),
    [((OLD, OLD, OLD), "такой же"), ((OLD, NEW, "5555"), "иначе"), ((OLD, NEW, NEW[:3]), "")],
)
def test_what_does_not_agree_is_said_at_once(
    show: Opener, texts: tuple[str, ...], words: str
) -> None:
    dialog = show()
    fill(dialog, *texts)
    assert words in dialog.form.flaw.text()
    assert bool(dialog.form.flaw.text()) == bool(words)
    assert not dialog.form.go_button.isEnabled()


def test_a_wrong_old_pin_is_said_and_not_sent_again(
    show: Opener, pins: FakePins, qtbot: QtBot
) -> None:
    pins.failing = PinIncorrectError(tries_left=1, last_try=True)
    dialog = show()
    fill_well(dialog, qtbot)
    dialog.form.go_button.click()
    qtbot.waitUntil(dialog.form.message.isVisible)
    assert dialog.form.message.code.text() == "pin.incorrect"
    assert dialog.form.word.isVisible()
    assert "последняя" in dialog.form.risk.text()
    assert len(pins.sent) == 1
    fill_well(dialog, qtbot)
    assert not dialog.form.go_button.isEnabled()
    dialog.form.word.setChecked(True)
    dialog.form.go_button.click()
    qtbot.waitUntil(lambda: len(pins.sent) == 2)
    assert pins.sent[-1][-1] == "True"


def test_the_last_try_wants_an_explicit_word(show: Opener, pins: FakePins, qtbot: QtBot) -> None:
    dialog = show(PinTask.CHANGE, token(pin_state=PinState.LAST_TRY, tries_left=1))
    fill_well(dialog, qtbot)
    assert not dialog.form.go_button.isEnabled()
    dialog.form.word.setChecked(True)
    assert dialog.form.go_button.isEnabled()
    assert pins.sent == []


@pytest.mark.parametrize(
    ("state", "code"), [(PinState.LOCKED, "pin.locked"), (PinState.NOT_SET, "pin.not-set")]
)
def test_a_pin_that_cannot_be_changed_is_not_asked_for(
    show: Opener, state: PinState, code: str
) -> None:
    dialog = show(PinTask.CHANGE, token(pin_state=state))
    assert dialog.form.message.code.text() == code
    assert not any(field.isVisible() for field in dialog.form.fields)
    assert not dialog.form.go_button.isVisible()


def test_unblocking_says_its_risk_and_wants_a_word(
    show: Opener, pins: FakePins, qtbot: QtBot
) -> None:
    dialog = show(PinTask.UNBLOCK, token(pin_state=PinState.LOCKED))
    qtbot.waitUntil(lambda: dialog.form.tries.text() == "Осталось попыток: 4")
    assert "стереть" in dialog.form.risk.text()
    fill_well(dialog, qtbot)
    assert not dialog.form.go_button.isEnabled()
    dialog.form.word.setChecked(True)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.form.go_button.click()
    assert pins.sent == [("unblock", "0f2a", OLD, NEW, "True")]


def test_a_token_that_only_its_vendor_unblocks_says_so(
    show: Opener, pins: FakePins, qtbot: QtBot
) -> None:
    pins.way = replace(WAY, supported=False)
    dialog = show(PinTask.UNBLOCK, token(pin_state=PinState.LOCKED))
    qtbot.waitUntil(dialog.form.message.isVisible)
    assert not any(field.isVisible() for field in dialog.form.fields)


def test_another_token_empties_what_was_typed(show: Opener) -> None:
    second = replace(token(label="Второй"), serial="beef")
    dialog = show(PinTask.CHANGE, token(), second)
    fill(dialog, OLD, NEW, NEW)
    dialog.form.tokens.setCurrentIndex(1)
    dialog.form.tokens.activated.emit(1)
    assert [field.edit.text() for field in dialog.form.fields] == ["", "", ""]
    assert dialog.token.serial == "beef"


def test_the_tokens_are_walked_by_arrows(show: Opener) -> None:
    dialog = show(PinTask.CHANGE, token(), replace(token(label="Второй"), serial="beef"))
    tokens = dialog.form.tokens
    tokens.setFocus()
    for row in (1, 0):
        QTest.keyClick(tokens, Qt.Key.Key_Down if row else Qt.Key.Key_Up)
        assert tokens.currentIndex() == row
        assert dialog.focusWidget() is tokens


def test_closing_while_the_token_works_leaves_nothing_behind(
    show: Opener, pins: FakePins, qtbot: QtBot
) -> None:
    pins.gate = threading.Event()
    dialog = show()
    fill_well(dialog, qtbot)
    dialog.form.go_button.click()
    qtbot.waitUntil(lambda: bool(pins.sent))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    with qtbot.waitSignal(dialog.succeeded):
        pins.gate.set()


def test_pins_are_shown_as_dots(show: Opener) -> None:
    dialog = show()
    for field in dialog.form.fields:
        assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    names = {field.edit.accessibleName() for field in dialog.form.fields}
    assert names == {"Нынешний PIN", "Новый PIN", "Новый PIN ещё раз"}


def test_on_a_pin_pad_nothing_is_typed_here(show: Opener, pins: FakePins, qtbot: QtBot) -> None:
    dialog = show(PinTask.CHANGE, token(pin_pad=True))
    assert not any(field.isVisible() for field in dialog.form.fields)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.form.go_button.click()
    assert pins.sent == [("change", "0f2a", "False")]
