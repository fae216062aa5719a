"""Search field and filter chips above the table of credentials."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.services.saved_filters import SavedFilter
from desktop_app.ui.credentials_order import CredentialFilter, count_statuses
from desktop_app.ui.credentials_rows import IN_FORCE, RENEWAL
from desktop_app.ui.theme import Theme

_LONGEST_CHIP = 90
"""Pixels of a saved filter's name."""
_AROUND_PLACEHOLDER = 32
_SPACING = 8
_PATIENT_FROM = 100_000
_PATIENCE_MILLISECONDS = 80
_CHIPS: tuple[frozenset[CredentialStatus] | None, ...] = (None, IN_FORCE, RENEWAL)

_CHIP_SHEET = Template("""
QPushButton { border-radius: 17px; padding: 0 14px; }
QPushButton:checked { background: $selection; border: 1px solid $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 13px; }
""")


class SearchField(QLineEdit):
    """A line to search in; Esc empties it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field by Esc, and leave Esc to others when it is empty."""
        if event.matches(QKeySequence.StandardKey.Cancel) and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class CredentialFilterBar(QWidget):
    """Tells which credentials the person wants to see."""

    filter_changed = Signal(object)
    """The wanted ``CredentialFilter``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = SearchField(self)
        self.field.setPlaceholderText(self.tr("Поиск по всем столбцам"))
        self.field.setAccessibleName(self.tr("Поиск по всем столбцам"))
        self.field.setToolTip(self.tr("Ctrl+F — перейти к поиску, Esc — очистить"))
        self.field.setClearButtonEnabled(True)
        words = self.field.fontMetrics().horizontalAdvance(self.field.placeholderText())
        self.field.setMinimumWidth(words + _AROUND_PLACEHOLDER)
        self.field.setMaximumWidth(400)
        self.chips = tuple(self._chip() for _ in _CHIPS)
        self.saved_chip = self._chip()
        self.saved_chip.hide()
        self._saved_filter = SavedFilter("")
        self.saved = QPushButton(self)
        self.saved.setToolTip(self.tr("Сохранённые фильтры"))
        self.saved.setAccessibleName(self.tr("Сохранённые фильтры"))
        self._group = QButtonGroup(self)
        for chip in (*self.chips, self.saved_chip):
            self._group.addButton(chip)
        self.chips[0].setChecked(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(_SPACING)
        for chip in (*self.chips, self.saved_chip, self.saved):
            self._row.addWidget(chip)
        self._row.addStretch(1)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_SPACING)
        self._layout.addWidget(self.field, 1)
        self._layout.addLayout(self._row, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        self.field.textChanged.connect(lambda _text: self._soon.start())
        self._group.buttonToggled.connect(self._chosen)
        theme.changed.connect(self._paint)
        self._paint()
        self.count(())

    def count(self, credentials: list[Credential] | tuple[Credential, ...]) -> None:
        """Show on each chip how many credentials are behind it."""
        self._soon.setInterval(_PATIENCE_MILLISECONDS if len(credentials) > _PATIENT_FROM else 0)
        counts = [
            len(credentials),
            *(count_statuses(credentials, each) for each in (IN_FORCE, RENEWAL)),
        ]
        texts = (self.tr("Все"), self.tr("Действительные"), self.tr("Требуют продления"))
        for chip, text, number in zip(self.chips, texts, counts, strict=True):
            chip.setText(f"{text} {number}")
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return what the chips need when the field stands above them."""
        hint = super().minimumSizeHint()
        least = max(self.field.minimumWidth(), self._row.minimumSize().width())
        return QSize(least, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the field above the chips where both do not fit side by side."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.field.minimumWidth() + _SPACING + self._row.minimumSize().width()
        narrow = self.width() < beside
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def show_saved(self, saved: SavedFilter) -> None:
        """Ask for what a saved filter asks for; its chip stays beside the others."""
        self._saved_filter = saved
        words = QFontMetrics(self.font()).elidedText(
            saved.name, Qt.TextElideMode.ElideRight, _LONGEST_CHIP
        )
        self.saved_chip.setText(words.replace("&", "&&"))
        self.saved_chip.setToolTip(saved.name)
        self.saved_chip.show()
        self._arrange()
        self.field.setText(" ".join(filter(None, (saved.search, saved.organisation))))
        self.saved_chip.setChecked(True)
        self._tell()

    def wanted(self) -> CredentialFilter:
        """Return what is asked for now."""
        if self.saved_chip.isChecked():
            return CredentialFilter(self._saved_filter.statuses or None, self.field.text())
        chosen = next(place for place, chip in enumerate(self.chips) if chip.isChecked())
        return CredentialFilter(_CHIPS[chosen], self.field.text())

    def description(self) -> str:
        """Return what is asked for in words; empty when it is everything."""
        named = {
            self.chips[1]: self.tr("действительные"),
            self.chips[2]: self.tr("требуют продления"),
            self.saved_chip: self._saved_filter.name,
        }
        status = next((words for chip, words in named.items() if chip.isChecked()), "")
        text = " ".join(self.field.text().split())
        search = self.tr("поиск: «{text}»").format(text=text) if text else ""
        return "; ".join(filter(None, (status, search)))

    def reset(self) -> None:
        """Ask for everything."""
        self.chips[0].setChecked(True)
        self.field.clear()
        self._tell()

    def _chip(self) -> QPushButton:
        chip = QPushButton(self)
        chip.setCheckable(True)
        return chip

    def _paint(self) -> None:
        colours = {name: self._theme.color(name).name() for name in ("accent", "selection", "text")}
        self.saved.setIcon(self._theme.icon("list-filter"))
        for chip in (*self.chips, self.saved_chip):
            chip.setStyleSheet(_CHIP_SHEET.substitute(colours))

    def _chosen(self, _chip: QPushButton, chosen: bool) -> None:
        if chosen:
            self._tell()

    def _tell(self) -> None:
        self._soon.stop()
        self.filter_changed.emit(self.wanted())
