"""Title of the page, what to check for, and the buttons beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.core.diagnostics import Profile
from desktop_app.ui.diagnostics_words import DiagnosisWords
from desktop_app.ui.theme import Theme

_PROFILES = (Profile.LOGIN, Profile.SIGN, Profile.CONSENT, Profile.NETWORK, Profile.FULL)


class DiagnosisBar(QWidget):
    """What stands on top of the page in each of its states."""

    run_wanted = Signal()
    """The person wants to check, or chose another purpose."""

    def __init__(
        self, title: str, words: DiagnosisWords, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        heading = QLabel(title)
        heading.setObjectName("title")
        self.purpose = QComboBox()
        self.purpose.setAccessibleName(self.tr("Для чего проверить"))
        self.purpose.setToolTip(self.tr("Для чего проверить"))
        for profile in _PROFILES:
            name = words.profile(profile)
            self.purpose.addItem(f"{name[:1].upper()}{name[1:]}", profile.value)
        self.purpose.activated.connect(lambda _row: self.run_wanted.emit())
        self.run = QPushButton(self.tr("Проверить"))
        self.run.setToolTip(self.tr("Проверить (F5)"))
        self.run.clicked.connect(self.run_wanted)
        self.fixes = QPushButton(self.tr("Исправления…"))
        self.fixes.setToolTip(self.tr("Что программа исправила, и как это отменить"))
        theme.changed.connect(self._paint)
        self._paint()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(heading)
        row.addStretch()
        for widget in (self.purpose, self.run, self.fixes):
            row.addWidget(widget)

    def profile(self) -> Profile:
        """Return what to check for."""
        return Profile(str(self.purpose.currentData()))

    def choose(self, profile: Profile) -> None:
        """Show another purpose."""
        self.purpose.setCurrentIndex(self.purpose.findData(profile.value))

    def allow(self, *, running: bool) -> None:
        """Nothing is started while checks run."""
        for widget in (self.purpose, self.run, self.fixes):
            widget.setEnabled(not running)

    def _paint(self) -> None:
        self.fixes.setIcon(self._theme.icon("history"))
