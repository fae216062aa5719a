"""Whose journal, of which time, by whom and to what: the bar above the lines."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop_app.ui.journal_presenter import JournalSource, Wanted

_PATIENCE_MILLISECONDS = 350
_DAYS = (0, 1, 7, 30, 365)


class JournalBar(QWidget):
    """Tells what the person asks for, a moment after the last key."""

    changed = Signal(object)
    """``Wanted``"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PATIENCE_MILLISECONDS)
        self._soon.timeout.connect(self._tell)
        self.source = self._choice(self.tr("Чей журнал"))
        self.source.addItem(self.tr("Журнал портала"), JournalSource.PORTAL)
        self.source.addItem(self.tr("Журнал этого компьютера"), JournalSource.COMPUTER)
        self.period = self._choice(self.tr("За какое время"))
        texts = (
            self.tr("За всё время"),
            self.tr("За сутки"),
            self.tr("За 7 дней"),
            self.tr("За 30 дней"),
            self.tr("За год"),
        )
        for text, days in zip(texts, _DAYS, strict=True):
            self.period.addItem(text, days)
        self.person = self._field(self.tr("Кто: фамилия или имя"))
        self.person.setPlaceholderText(self.tr("Кто: фамилия"))
        self.subject = self._field(self.tr("С чем: часть номера"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.source)
        row.addWidget(self.period)
        row.addWidget(self.person, 1)
        row.addWidget(self.subject, 1)
        for box in (self.source, self.period):
            box.currentIndexChanged.connect(lambda _place: self._tell())

    def wanted(self) -> Wanted:
        """Return what is asked for now."""
        of_portal = self.source.currentData() == JournalSource.PORTAL
        return Wanted(
            source=JournalSource(self.source.currentData()),
            days=int(self.period.currentData()),
            person=" ".join(self.person.text().split()) if of_portal else "",
            subject=self.subject.text().strip(),
        )

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        return box

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setClearButtonEnabled(True)
        field.textChanged.connect(lambda _text: self._soon.start())
        return field

    def _tell(self) -> None:
        self._soon.stop()
        wanted = self.wanted()
        self.person.setEnabled(wanted.source is JournalSource.PORTAL)
        self.changed.emit(wanted)
