"""What can be done beside checking: a trial signature, PINs, report, support bundle."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget


class DiagnosisFooter(QWidget):
    """Report and bundle wait for a diagnosis; the rest is there at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trial = QPushButton(self.tr("Готов ли компьютер к подписи?"))
        self.pins = QPushButton(self.tr("PIN токена"))
        menu = QMenu(self.pins)
        self.change_pin = QAction(self.tr("Сменить PIN…"), menu)
        self.unblock_pin = QAction(self.tr("Разблокировать PIN…"), menu)
        menu.addActions([self.change_pin, self.unblock_pin])
        self.pins.setMenu(menu)
        self.report = QPushButton(self.tr("Отчёт…"))
        self.bundle = QPushButton(self.tr("Пакет для поддержки…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.trial, self.pins):
            row.addWidget(button)
        row.addStretch()
        for button in (self.report, self.bundle):
            row.addWidget(button)
        self.allow(running=False, known=False)

    def allow(self, *, running: bool, known: bool) -> None:
        """Hand on only what is complete; start nothing while checks run."""
        for button in (self.report, self.bundle):
            button.setEnabled(known and not running)
        for button in (self.trial, self.pins):
            button.setEnabled(not running)
