"""In training: who the invented people are and what their PIN is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.services.program import Services


class TrainingHint(QLabel):
    """One line in training mode, nothing otherwise."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "muted")
        state = services.training.state() if services.is_training else None
        self.setVisible(state is not None)
        if state is not None:
            pins = sorted({person.pin for person in state.people})
            self.setText(
                self.tr("Учебные токены принадлежат вымышленным людям. PIN: {pins}").format(
                    pins=", ".join(pins)
                )
            )
