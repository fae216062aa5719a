"""In training: who the invented people are and what their PIN is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.services.program import Services
from desktop_app.services.training import TrainingState
from desktop_app.ui.background import Background


class TrainingHint(QLabel):
    """One line in training mode, nothing otherwise."""

    def __init__(
        self, services: Services, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "muted")
        if not services.is_training:
            self.hide()
            return
        training = services.training
        background.start(lambda _cancel, _progress: training.state(), done=self._show)

    def _show(self, state: TrainingState | None) -> None:
        pins = sorted({person.pin for person in state.people}) if state is not None else []
        self.setText(
            self.tr("Учебные токены принадлежат вымышленным людям. PIN: {pins}").format(
                pins=", ".join(pins)
            )
        )
