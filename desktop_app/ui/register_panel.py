"""What the parts of the page «Регистрация и ФРМР» have in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.register_work import RegisterWork
from desktop_app.ui.theme import Theme

_ICON_PIXELS = 20


class RegisterPanel(QWidget):
    """A message, a headline with buttons, and below it what the panel shows."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._icon_shown = ("circle-dashed", "muted")
        self.work = RegisterWork(background, self)
        self.work.failed.connect(self.show_failure)
        self.work.running_changed.connect(self._show_running)
        self.message = MessageView(theme)
        self.icon = QLabel()
        self.headline = words_label("lead")
        self.next_step = words_label(tone="muted")
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.cancel_button.clicked.connect(self.work.cancel)
        self.cancel_button.hide()
        self._buttons: tuple[QPushButton, ...] = ()
        theme.changed.connect(self._paint)

    def refresh(self) -> None:
        """Ask the portal how things stand."""

    def forget(self) -> None:
        """Show nothing of the person who was signed in."""
        self.work.drop()
        self.message.clear()

    def show_failure(self, error: NmoError) -> None:
        """Show an error above everything else."""
        self.message.show_message(self._services.catalogue.of_error(error, self._services.language))

    def word(self, group: str, value: str) -> str:
        """Return the name of a state."""
        return self._services.catalogue.word(group, value, self._services.language)

    def show_headline(self, icon: str, tone: str, headline: str, next_step: str) -> None:
        """Show how things stand: icon, words, and what to do next."""
        self._icon_shown = (icon, tone)
        self.headline.setText(headline)
        self.next_step.setText(next_step)
        self.next_step.setVisible(bool(next_step))
        self._paint()

    def lay_out_head(self, column: QVBoxLayout, buttons: Sequence[QPushButton]) -> None:
        """Put message, headline and buttons at the top of ``column``."""
        self._buttons = tuple(buttons)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self.headline)
        texts.addWidget(self.next_step)
        texts.addStretch()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for button in (self.cancel_button, *buttons):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(row)

    def _show_running(self, running: bool) -> None:
        self.cancel_button.setVisible(running)
        for button in self._buttons:
            button.setEnabled(not running)

    def _paint(self) -> None:
        icon, tone = self._icon_shown
        self.icon.setPixmap(self._theme.icon(icon, tone, _ICON_PIXELS).pixmap(_ICON_PIXELS))


def words_label(scale: str = "", tone: str = "") -> QLabel:
    """Return a label for plain words of several lines."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    for name, value in (("scale", scale), ("tone", tone)):
        if value:
            label.setProperty(name, value)
    return label


def scrolled(widget: QWidget, name: str) -> QScrollArea:
    """Return a scroll area around ``widget`` with a name for screen readers."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area
