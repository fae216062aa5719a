"""The PIN dialog with small calls in place of a token."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import (
    PinIncorrectError,
    PinLastTryError,
    PinLockedError,
    PinRefusedBeforeError,
    TokenRemovedError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token
from desktop_app.ui.background import Background
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.pin_presenter import PinRequest
from desktop_app.ui.theme import Theme
from tests.ui.conftest import Typed
from tests.ui.window_samples import certificate, token

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
RIGHT = "Пин-12345"


@dataclass
class FakeToken:
    """Signs with the right PIN, refuses every other one, and remembers what it was sent."""

    refusals: list[NmoError] = field(default_factory=list)
    """Raised in this order, whatever the PIN is."""
    sent: list[tuple[str | None, bool]] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    gate: threading.Event | None = None
    """Signing waits until it is set or cancelled."""
    deaf: bool = False
    """Signs although it was cancelled: the token was faster."""

    def __call__(self, pin: Pin | None, confirmed: bool, cancel: Cancellation) -> str:
        self.sent.append((pin.reveal() if pin else None, confirmed))
        if pin is not None:
            self.pins.append(pin)
        while self.gate is not None and not self.gate.wait(0.005):
            if not self.deaf:
                cancel.checkpoint()
        if self.refusals:
            raise self.refusals.pop(0)
        return "signature"


@dataclass
class Shown:
    dialog: PinDialog
    signatures: list[object] = field(default_factory=list)
    errors: list[object] = field(default_factory=list)
    ends: list[None] = field(default_factory=list)


Opener = Callable[..., Shown]


@pytest.fixture
def show(qtbot: QtBot, background: Background, theme: Theme, catalogue: Catalogue) -> Opener:
    def open_dialog(run: FakeToken, on: Token | None = None, language: str = "ru") -> Shown:
        request = PinRequest(
            on or token(certificate()),
            certificate(),
            "Вход на portal.example",
            '{"aud": "https://portal.example"}',
            run,
        )
        dialog = PinDialog(request, background, theme, catalogue, language)
        qtbot.addWidget(dialog)
        shown = Shown(dialog)
        dialog.succeeded.connect(shown.signatures.append)
        dialog.failed.connect(shown.errors.append)
        dialog.ended.connect(lambda: shown.ends.append(None))
        dialog.open()
        qtbot.waitExposed(dialog)
        return shown

    return open_dialog


def enter(shown: Shown, typed: Typed, pin: str = RIGHT) -> None:
    typed(shown.dialog.field.edit, pin)
    QTest.keyClick(shown.dialog.field.edit, Qt.Key.Key_Return)


def test_it_says_whose_key_on_which_token_for_what(show: Opener) -> None:
    dialog = show(FakeToken()).dialog
    words = " ".join(each.text() for each in dialog._heading())
    for part in (
        "Вход на portal.example",
        "Иванова Мария Петровна",
        "12.03.2027",
        "Рутокен",
        "0f2a",
    ):
        assert part in words
    assert not dialog.statement.isVisible()
    dialog.statement_button.click()
    assert dialog.statement.isVisible()
    assert "https://portal.example" in dialog.statement.toPlainText()


def test_the_right_pin_signs_once_and_closes(show: Opener, typed: Typed, qtbot: QtBot) -> None:
    run = FakeToken()
    shown = show(run)
    assert not shown.dialog.sign_button.isEnabled()
    enter(shown, typed)
    qtbot.waitUntil(lambda: bool(shown.ends))
    assert run.sent == [(RIGHT, False)]
    assert shown.signatures == ["signature"]
    assert not shown.dialog.isVisible()


def test_the_pin_is_wiped_after_use(show: Opener, typed: Typed, qtbot: QtBot) -> None:
    run = FakeToken(refusals=[PinIncorrectError()])
    shown = show(run)
    enter(shown, typed)
    qtbot.waitUntil(lambda: bool(run.pins) and not run.pins[0])
    assert shown.dialog.field.edit.text() == ""
    assert not shown.dialog.field.edit.isUndoAvailable()


def test_a_wrong_pin_keeps_the_dialog_and_says_what_to_do(
    show: Opener, typed: Typed, qtbot: QtBot, catalogue: Catalogue
) -> None:
    error = PinIncorrectError(tries_left=2)
    run = FakeToken(refusals=[error])
    shown = show(run)
    enter(shown, typed, "wrong")
    dialog = shown.dialog
    qtbot.waitUntil(dialog.message.isVisible)
    said = catalogue.of_error(error, "ru")
    assert (dialog.message.title.text(), dialog.message.text.text()) == (said.title, said.text)
    assert dialog.message.remedy.text() == said.remedy
    assert dialog.tries.isVisible()
    assert "2" in dialog.tries.text()
    assert dialog.field.edit.text() == ""
    qtbot.waitUntil(dialog.field.edit.hasFocus)
    assert not dialog.sign_button.isEnabled()


def test_a_wrong_pin_is_never_sent_again_by_itself(
    show: Opener, typed: Typed, qtbot: QtBot
) -> None:
    run = FakeToken(refusals=[PinIncorrectError()])
    shown = show(run)
    enter(shown, typed, "wrong")
    qtbot.waitUntil(shown.dialog.message.isVisible)
    QTest.keyClick(shown.dialog.field.edit, Qt.Key.Key_Return)
    assert shown.dialog.sign_button.isVisible()
    assert [pin for pin, _ in run.sent] == ["wrong"]
    enter(shown, typed)
    qtbot.waitUntil(lambda: bool(shown.signatures))
    assert [pin for pin, _ in run.sent] == ["wrong", RIGHT]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (PinState.LOCKED, "pin.locked"),
        (PinState.NOT_SET, "pin.not-set"),
        (PinState.MUST_CHANGE, "pin.must-change"),
    ],
)
def test_a_token_whose_pin_is_unusable_shows_no_field(
    show: Opener, qtbot: QtBot, state: PinState, code: str
) -> None:
    dialog = show(FakeToken(), token(certificate(), pin_state=state)).dialog
    assert not dialog.field.isVisible()
    assert not dialog.sign_button.isVisible()
    assert dialog.message.code.text() == code
    assert dialog.cancel_button.text() == "Закрыть"
    qtbot.waitUntil(dialog.cancel_button.hasFocus)


def test_a_pin_locked_while_signing_takes_the_field_away(
    show: Opener, typed: Typed, qtbot: QtBot
) -> None:
    shown = show(FakeToken(refusals=[PinLockedError()]))
    enter(shown, typed)
    qtbot.waitUntil(shown.dialog.message.isVisible)
    assert not shown.dialog.field.isVisible()
    assert not shown.errors


def test_the_last_try_needs_the_check_box(show: Opener, typed: Typed, qtbot: QtBot) -> None:
    run = FakeToken()
    last = token(certificate(), pin_state=PinState.LAST_TRY, tries_left=1)
    shown = show(run, last)
    assert shown.dialog.last_try.isVisible()
    enter(shown, typed)
    assert not run.sent
    shown.dialog.last_try.setChecked(True)
    QTest.keyClick(shown.dialog.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shown.signatures))
    assert run.sent == [(RIGHT, True)]


def test_a_last_try_found_while_signing_asks_for_the_check_box(
    show: Opener, typed: Typed, qtbot: QtBot
) -> None:
    shown = show(FakeToken(refusals=[PinLastTryError()]))
    assert not shown.dialog.last_try.isVisible()
    enter(shown, typed)
    qtbot.waitUntil(shown.dialog.last_try.isVisible)
    assert not shown.dialog.last_try.isChecked()


def test_a_pin_refused_before_is_explained(show: Opener, typed: Typed, qtbot: QtBot) -> None:
    shown = show(FakeToken(refusals=[PinRefusedBeforeError()]))
    enter(shown, typed)
    qtbot.waitUntil(shown.dialog.message.isVisible)
    assert shown.dialog.message.code.text() == "pin.refused-before"
    assert shown.dialog.field.isVisible()


def test_a_pin_pad_gets_no_pin_from_the_program(show: Opener, qtbot: QtBot) -> None:
    run = FakeToken()
    shown = show(run, token(certificate(), pin_pad=True))
    assert not shown.dialog.field.isVisible()
    assert shown.dialog.pad.isVisible()
    shown.dialog.sign_button.click()
    qtbot.waitUntil(lambda: bool(shown.signatures))
    assert run.sent == [(None, False)]


def test_work_is_shown_and_closing_cancels_it(show: Opener, typed: Typed, qtbot: QtBot) -> None:
    shown = show(FakeToken(gate=threading.Event()))
    enter(shown, typed)
    assert shown.dialog.running.isVisible()
    assert not shown.dialog.field.isEnabled()
    assert not shown.dialog.sign_button.isEnabled()
    QTest.keyClick(shown.dialog, Qt.Key.Key_Escape)
    assert not shown.dialog.isVisible()
    assert not shown.ends
    qtbot.waitUntil(lambda: bool(shown.ends))
    assert not shown.signatures
    assert not shown.errors


def test_a_signature_that_was_faster_than_cancelling_is_told(
    show: Opener, typed: Typed, qtbot: QtBot
) -> None:
    gate = threading.Event()
    shown = show(FakeToken(gate=gate, deaf=True))
    enter(shown, typed)
    shown.dialog.cancel_button.click()
    gate.set()
    qtbot.waitUntil(lambda: bool(shown.ends))
    assert shown.signatures == ["signature"]


def test_an_error_that_is_not_about_the_pin_closes_the_dialog(
    show: Opener, typed: Typed, qtbot: QtBot
) -> None:
    error = TokenRemovedError(token="Рутокен")
    shown = show(FakeToken(refusals=[error]))
    enter(shown, typed)
    qtbot.waitUntil(lambda: bool(shown.ends))
    assert shown.errors == [error]
    assert not shown.dialog.isVisible()


def test_closing_without_signing_ends_it_with_an_empty_field(show: Opener, typed: Typed) -> None:
    run = FakeToken()
    shown = show(run)
    typed(shown.dialog.field.edit, RIGHT)
    shown.dialog.close()
    assert shown.dialog.field.edit.text() == ""
    assert len(shown.ends) == 1
    assert not run.sent


def test_show_makes_the_pin_readable_until_it_is_sent(
    show: Opener, typed: Typed, qtbot: QtBot
) -> None:
    shown = show(FakeToken(refusals=[PinIncorrectError()]))
    edit, box = shown.dialog.field.edit, shown.dialog.field.shown
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    box.click()
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    enter(shown, typed)
    qtbot.waitUntil(shown.dialog.message.isVisible)
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_and_a_russian_layout_are_hinted_at(show: Opener, typed: Typed) -> None:
    shown = show(FakeToken())
    edit, hint = shown.dialog.field.edit, shown.dialog.field.hint
    typed(edit, "a")
    assert hint.text() == ""
    typed(edit, "Ф")
    assert "Раскладка" in hint.text()
    assert "Caps Lock" not in hint.text()
    QTest.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert "Caps Lock" in hint.text()
    typed(edit, "b")
    assert hint.text() == ""
