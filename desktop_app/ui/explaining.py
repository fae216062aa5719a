"""«Почему так?»: from a failure anywhere in the window to the check that explains it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.state_view import StateView

FailureView = MessageView | StateView


class Explaining(QObject):
    """Asks the diagnosis beside the UI thread whether a check explains what is shown."""

    wanted = Signal(str)
    """Identifier of the check that explains what the person asked about."""

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._checks: dict[str, str | None] = {}

    def watch_page(self, page: QWidget) -> None:
        """Watch every place of a page that shows failures."""
        for message in page.findChildren(MessageView):
            self.watch(message)
        for state in page.findChildren(StateView):
            self.watch(state)

    def watch(self, view: FailureView) -> None:
        """Offer the way to the diagnosis on each failure that this view shows."""
        view.failure_shown.connect(lambda code: self._offer(view, code))
        view.why_wanted.connect(lambda: self._open(view.code.text()))
        if not view.code.isHidden() and view.code.text():
            self._offer(view, view.code.text())

    def _offer(self, view: FailureView, code: str) -> None:
        services = self._services
        self._background.start(
            lambda _cancel, _progress: services.diagnostics.check_explaining(code),
            done=lambda check: self._take(view, code, check),
        )

    def _take(self, view: FailureView, code: str, check: str | None) -> None:
        self._checks[code] = check
        if check is not None:
            view.offer_why(code)

    def _open(self, code: str) -> None:
        self.wanted.emit(self._checks.get(code) or "")
