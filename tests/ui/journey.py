"""A person at the keyboard of the real window: no mouse, no look behind the scenes but to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.application import Frame
from desktop_app.ui.consent_dialogs import DocumentDialog, WithdrawDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pin_dialog import PinDialog

PATIENCE_MILLISECONDS = 30_000
_MOST_TABS = 60
Dialog = TypeVar("Dialog", bound=QDialog)


@dataclass
class Journey:
    """One run through the program."""

    frame: Frame
    qtbot: QtBot
    typed: Callable[[QWidget, str], None]
    pin: str

    @property
    def window(self) -> MainWindow:
        """The pages; waits for them."""
        self.wait(lambda: isinstance(self.frame.centralWidget(), MainWindow))
        window = self.frame.centralWidget()
        assert isinstance(window, MainWindow)
        return window

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the program run until ``condition`` holds."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MILLISECONDS)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self._focused(), key)

    def tab_to(self, widget: QWidget) -> None:
        """Press Tab until the widget has the focus."""
        for _ in range(_MOST_TABS):
            if widget.hasFocus():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {widget}")

    def go(self, page: PageKey) -> None:
        """Open a page by its key; one without a key by its button in the rail."""
        self.be_active()
        rail = self.window.rail
        if page in rail.shortcuts:
            QTest.keySequence(self.frame, QKeySequence(rail.shortcuts[page]))
        else:
            QTest.keyClick(rail.buttons[page], Qt.Key.Key_Space)
        self.wait(lambda: self.window.shown is page)

    def diagnose(self) -> None:
        """Check everything and look at a few of the checks."""
        page = self.window.page(DiagnosticsPage)
        self.tab_to(page.state.button)
        self.press(Qt.Key.Key_Space)
        self.wait(lambda: page.presenter.report is not None)
        self.be_active()
        self.tab_to(page.list)
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_End):
            self.press(key)

    def be_active(self) -> None:
        """Give the window the keyboard, as window managers do when a dialog has closed."""
        self.wait(lambda: QApplication.activeModalWidget() is None)
        self.frame.activateWindow()
        self.wait(self.frame.isActiveWindow)

    def choose_certificate(self, name: str) -> None:
        """Choose the first certificate of a person that fits."""
        login = self.window.login
        # Each driver brings its tokens when it is ready.
        self.wait(lambda: login.list.isVisible() and self._is_listed(name))
        self.be_active()
        self.tab_to(login.list)
        for _ in range(login.model.rowCount()):
            _, each = login.model.row(login.list.currentIndex().row())
            if name in each.certificate.subject and each.fitness.can_sign_in:
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"no certificate of {name} fits")

    def _is_listed(self, name: str) -> bool:
        model = self.window.login.model
        rows = (model.row(number)[1] for number in range(model.rowCount()))
        return any(name in each.certificate.subject for each in rows)

    def sign_in(self, *, wrong_pin: str = "") -> None:
        """Sign in with the chosen certificate, after a wrong PIN where one is given."""
        self.press(Qt.Key.Key_Return)
        dialog = self.dialog(PinDialog)
        if wrong_pin:
            self.enter_pin(dialog, wrong_pin)
            self.wait(dialog.message.isVisible)
            assert dialog.message.code.text() == "pin.incorrect"
        self.enter_pin(dialog, self.pin)
        self.wait(lambda: self.window.shown == PageKey.CREDENTIALS)

    def enter_pin(self, dialog: PinDialog, pin: str) -> None:
        """Type a PIN and press Return."""
        self.wait(dialog.field.edit.hasFocus)
        self.typed(dialog.field.edit, pin)
        self.press(Qt.Key.Key_Return)

    def sign_consent(self) -> None:
        """Give the consent: read the document, then the PIN."""
        self.tab_to(self.window.page(ConsentPage).view.grant_button)
        self.press(Qt.Key.Key_Space)
        document = self.dialog(DocumentDialog)
        self.tab_to(document.accept_button)
        self.press(Qt.Key.Key_Space)
        self.enter_pin(self.dialog(PinDialog), self.pin)
        self.wait(self.window.page(ConsentPage).view.withdraw_button.isVisible)
        self.be_active()

    def withdraw_consent(self) -> None:
        """Withdraw the consent."""
        self.tab_to(self.window.page(ConsentPage).view.withdraw_button)
        self.press(Qt.Key.Key_Space)
        self.tab_to(self.dialog(WithdrawDialog).withdraw_button)
        self.press(Qt.Key.Key_Space)
        self.wait(self.window.page(ConsentPage).view.grant_button.isVisible)

    def sign_out(self) -> None:
        """Sign out on the page «Вход»."""
        self.go(PageKey.LOGIN)
        self.tab_to(self.window.login.account.sign_out_button)
        self.press(Qt.Key.Key_Space)
        self.wait(self.window.login.sign_in_button.isVisible)

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """Return the shown dialog of a kind; waits until it has the keyboard."""
        self.wait(lambda: isinstance(QApplication.activeWindow(), kind))
        dialog = QApplication.activeWindow()
        assert isinstance(dialog, kind)
        return dialog

    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget() or QApplication.activeWindow()
        assert isinstance(focused, QWidget)
        return focused
