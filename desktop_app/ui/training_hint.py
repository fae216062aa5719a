"""In training: who the invented people are and what their PIN is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.services.program import Services
from desktop_app.services.training import TrainingState
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive


class TrainingHint(QLabel):
    """One line in training mode, nothing otherwise."""

    shown = Signal()
    """The words are there: they may need more room."""

    def __init__(
        self,
        services: Services,
        background: Background,
        parent: QWidget | None = None,
        *,
        administrator: bool = False,
    ) -> None:
        """Tell the PIN of the people's tokens, or that of the administrator."""
        super().__init__(parent)
        self._administrator = administrator
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "muted")
        if not services.is_training:
            self.hide()
            return
        training = services.training
        background.start(
            lambda _cancel, _progress: training.state(), done=while_alive(self, self._show)
        )

    def _show(self, state: TrainingState | None) -> None:
        if self._administrator:
            pin = state.administrator_pin if state is not None else ""
            words = self.tr("Учебный режим. PIN администратора у всех токенов: {pin}")
            self.setText(words.format(pin=pin))
        else:
            pins = sorted({person.pin for person in state.people}) if state is not None else []
            words = self.tr("Учебные токены принадлежат вымышленным людям. PIN: {pins}")
            self.setText(words.format(pins=", ".join(pins)))
        self.shown.emit()
