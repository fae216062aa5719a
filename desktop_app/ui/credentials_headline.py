"""Title, main actions and the one line that says what the table shows and how fresh it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.credentials_cells import current_time
from desktop_app.ui.credentials_columns import moment_text
from desktop_app.ui.credentials_state import Notice, PageState, Situation
from desktop_app.ui.theme import Theme

LINE_HEIGHT = 40
_ICON = 20
_SPACING = 8
_NOTICE_ICONS = {Notice.OFFLINE: "wifi-off", Notice.SIGNED_OUT: "log-in"}


class CredentialHeadline(QWidget):
    """What stands above search and table in every state of the page."""

    notice_answered = Signal(object)
    """The ``Notice`` whose button was pressed."""

    def __init__(
        self,
        title: str,
        theme: Theme,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = current_time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._notice = Notice.NONE
        self.title = QLabel(title, self)
        self.title.setObjectName("title")
        self.check_all = QPushButton(self.tr("Проверить все"), self)
        self.check_all.setProperty("primary", "true")
        self.check_all.setToolTip(self.tr("Проверить все показанные записи"))
        self.check_chosen = QPushButton(self)
        self.refresh = QPushButton(self)
        self.refresh.setToolTip(self.tr("Обновить (F5)"))
        self.refresh.setAccessibleName(self.tr("Обновить"))
        self.people = QPushButton(self.tr("Сотрудники"), self)
        self.people.setCheckable(True)
        self.people.setToolTip(self.tr("Свидетельства сотрудников вашей организации"))
        self.people.hide()
        self.export = QPushButton(self)
        self.export.setToolTip(self.tr("Сохранить или напечатать показанное"))
        self.export.setAccessibleName(self.tr("Сохранить или напечатать показанное"))
        self.more = QPushButton(self)
        self.more.setToolTip(self.tr("Столбцы, порядок, напоминания"))
        self.more.setAccessibleName(self.tr("Столбцы, порядок, напоминания"))
        self.icon = QLabel(self)
        self.facts = QLabel(self)
        self.answer = QPushButton(self)
        self.answer.clicked.connect(lambda: self.notice_answered.emit(self._notice))
        self._buttons = (self.check_chosen, self.check_all, self.refresh, self.more)
        self._top, self._line = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        self.show_chosen(0)
        theme.changed.connect(self._paint_icons)
        self._paint_icons()

    def show_state(self, state: PageState, cause: str = "") -> None:
        """Say what the table shows; ``cause`` explains a notice to whoever points at it."""
        self.facts.setToolTip(cause)
        self.facts.setAccessibleDescription(cause)
        self._notice = state.notice
        shown = state.situation is Situation.TABLE
        self.facts.setText(self._facts(state) if shown else "")
        self.answer.setVisible(shown and state.notice is not Notice.NONE)
        self.answer.setText(
            self.tr("Войти") if state.notice is Notice.SIGNED_OUT else self.tr("Повторить")
        )
        self._paint_icons()
        self.icon.setVisible(self.answer.isVisibleTo(self))
        self.more.setEnabled(shown)
        self.export.setVisible(shown)
        self.people.setVisible(state.staff and state.signed_in)
        self.refresh.setEnabled(not state.refreshing)

    def show_chosen(self, count: int) -> None:
        """Say on the button how many rows would be checked."""
        self.check_chosen.setText(self.tr("Проверить выбранные ({count})").format(count=count))

    def minimumSizeHint(self) -> QSize:
        """Return what the head needs when the export stands in its second line."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._top_width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the export beside the other buttons as long as there is room."""
        super().resizeEvent(event)
        room = self.width() - self._top_width()
        wide = room >= self.export.sizeHint().width() + _SPACING
        wanted, other = (self._top, self._line) if wide else (self._line, self._top)
        if wanted.indexOf(self.export) < 0:
            other.removeWidget(self.export)
            wanted.addWidget(self.export)

    def _top_width(self) -> int:
        """Return how wide title and buttons are, without the export."""
        parts = (self.title, *self._buttons)
        return sum(each.sizeHint().width() for each in parts) + _SPACING * len(parts)

    def _paint_icons(self) -> None:
        self.refresh.setIcon(self._theme.icon("rotate-cw"))
        self.more.setIcon(self._theme.icon("columns-3"))
        self.export.setIcon(self._theme.icon("download"))
        name = _NOTICE_ICONS.get(self._notice, "circle-alert")
        self.icon.setPixmap(self._theme.icon(name, "warn").pixmap(_ICON, _ICON))

    def _facts(self, state: PageState) -> str:
        parts = [self._freshness(state)]
        if state.promised:
            words = self.tr("показаны первые {shown} из {total}")
            parts.append(words.format(shown=state.total, total=state.promised))
        else:
            parts.append(self.tr("%n записей", "", state.total))
        if state.renewal and state.notice is Notice.NONE and not state.promised:
            parts.append(self.tr("%n требуют продления", "", state.renewal))
        if state.refreshing:
            parts.append(self.tr("обновляем…"))
        return " · ".join(parts)

    def _freshness(self, state: PageState) -> str:
        moment = moment_text(state.as_of, self._now()) if state.as_of else "—"
        if state.notice is Notice.OFFLINE:
            return self.tr("Портал недоступен, показано сохранённое на {time}").format(time=moment)
        if state.notice is Notice.REFUSED:
            return self.tr("Обновить не удалось, показано сохранённое на {time}").format(
                time=moment
            )
        if state.notice is Notice.SIGNED_OUT:
            return self.tr("Вы не вошли, показано сохранённое на {time}").format(time=moment)
        return self.tr("Данные на {time}").format(time=moment)

    def _lay_out(self) -> None:
        top, line = self._top, self._line
        top.setSpacing(_SPACING)
        top.addWidget(self.title)
        top.addStretch(1)
        for button in self._buttons:
            top.addWidget(button)
        line.setSpacing(_SPACING)
        line.addWidget(self.icon)
        line.addWidget(self.facts)
        line.addWidget(self.answer)
        line.addStretch(1)
        line.addWidget(self.people)
        line.addWidget(self.export)
        line.setAlignment(self.facts, Qt.AlignmentFlag.AlignVCenter)
        frame = QWidget(self)
        frame.setFixedHeight(LINE_HEIGHT)
        line.setContentsMargins(0, 0, 0, 0)
        frame.setLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(frame)
