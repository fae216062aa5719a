"""From «Сменить PIN…» over the tokens that are there to the dialog."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors.tokens import TokenMissingError
from desktop_app.core.tokens import TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_change_presenter import PinTask, chosen_first
from desktop_app.ui.theme import Theme


class PinChanging(QObject):
    """Opens one dialog at a time over its window."""

    succeeded = Signal(str)
    """Serial number of the token whose PIN is a new one."""
    failed = Signal(object)
    """An ``NmoError``: no dialog could be shown."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window
        self._job: Job | None = None

    def start(self, task: PinTask, serial: str = "") -> None:
        """Look at the tokens, then ask; ``serial`` is the token that a finding names."""
        if self._job is not None:
            return
        services = self._services
        self._job = self._background.start(
            lambda _cancel, _progress: services.tokens.overview(),
            done=lambda overview: self._ask(task, serial, overview),
            failed=self.failed.emit,
        )
        self._job.finished.connect(self._stop)

    def _stop(self) -> None:
        self._job = None

    def _ask(self, task: PinTask, serial: str, overview: TokenOverview) -> None:
        tokens = overview.tokens
        if not tokens:
            self.failed.emit(TokenMissingError())
            return
        chosen, services = chosen_first(task, tokens, serial), self._services
        dialog = PinChangeDialog(
            task,
            tokens,
            chosen,
            services,
            services.pins,
            self._background,
            self._theme,
            self._window,
        )
        dialog.succeeded.connect(self.succeeded)
        dialog.ended.connect(dialog.deleteLater)
        dialog.open()
