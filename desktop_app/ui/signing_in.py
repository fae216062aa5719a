"""Signing in and out: from a chosen certificate over the PIN dialog to a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_app.core.accounts import LoginStatement, SessionState
from desktop_app.core.tokens import Token, TokenCertificate
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.pin_dialog import open_pin_dialog
from desktop_app.ui.pin_presenter import PinRequest
from desktop_app.ui.readable_statement import readable_statement
from desktop_app.ui.theme import Theme

Chosen = tuple[Token, TokenCertificate]


class SigningIn(QObject):
    """Runs one login at a time and tells what it came to."""

    running_changed = Signal()
    succeeded = Signal(object)
    """``SessionState`` after signing in or out."""
    failed = Signal(object)
    """An ``NmoError``."""
    browser_opened = Signal(str)
    """The address at which the person goes on in the browser."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = parent
        self._job: Job | None = None
        self.open_address: Callable[[str], object] = _open_address
        """Opens an address in the system's browser."""

    @property
    def running(self) -> bool:
        """True while the portal is asked."""
        return self._job is not None

    def prepare(self, chosen: Chosen) -> None:
        """Fetch a statement for this certificate, then ask for the PIN."""
        if self._job is not None:
            return
        login = self._services.login
        self._job = self._background.start(
            lambda cancel, _progress: login.prepare(chosen[1].certificate.id, cancel),
            done=partial(self._ask_pin, chosen),
            failed=self._fail,
            cancelled=self._stop,
        )
        self.running_changed.emit()

    def through_browser(self) -> None:
        """Open the system's browser and wait for the person to come back."""
        if self._job is not None:
            return
        services, went = self._services, self._background.bridge(self._open_browser)
        words = self.tr("Готово: вернитесь в программу «Кабинет НМО», эту вкладку можно закрыть.")
        self._job = self._background.start(
            lambda cancel, _progress: services.browser_login.sign_in(went, words, cancel),
            done=self._succeed,
            failed=self._fail,
            cancelled=self._stop,
        )
        self.running_changed.emit()

    def cancel(self) -> None:
        """Stop asking the portal, or waiting for the browser."""
        if self._job is not None:
            self._job.cancel()

    def sign_out(self) -> None:
        """End the session here, and at the portal where that can be reached."""
        if self._job is not None:
            return
        login = self._services.login
        self._job = self._background.start(
            lambda _cancel, _progress: login.logout(),
            done=lambda _none: self._succeed(SessionState(None)),
            failed=self._fail,
        )
        self.running_changed.emit()

    def _ask_pin(self, chosen: Chosen, statement: LoginStatement) -> None:
        self._stop()
        login = self._services.login
        request = PinRequest(
            *chosen,
            self.tr("Вход на {origin}").format(origin=statement.origin),
            readable_statement(statement.content),
            lambda pin, confirmed, cancel: login.sign_in(
                statement, pin, last_try_confirmed=confirmed, cancel=cancel
            ),
        )
        dialog = open_pin_dialog(
            request, self._services, self._background, self._theme, self._window
        )
        dialog.succeeded.connect(self._succeed)
        dialog.failed.connect(self._fail)

    def _open_browser(self, address: str) -> None:
        if self._job is not None:
            self.open_address(address)
            self.browser_opened.emit(address)

    def _succeed(self, session: SessionState) -> None:
        self._stop()
        self.succeeded.emit(session)

    def _fail(self, error: object) -> None:
        self._stop()
        self.failed.emit(error)

    def _stop(self) -> None:
        self._job = None
        self.running_changed.emit()


def _open_address(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
