"""The consent as the portal has it: status, actions, the whole text, the history."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.consents import ConsentEvent, ConsentState, ConsentStatus, ConsentText
from desktop_app.ui.theme import Theme

_ICON_PIXELS = 24
_LEAST, _HISTORY_HEIGHT = 64, 132
"""Text and history go down to 64 pixels below an error message in the smallest window."""
_DIGEST_SHOWN = 12
_TONES = {
    ConsentStatus.NONE: ("circle-dashed", "muted"),
    ConsentStatus.GRANTED: ("circle-check", "ok"),
    ConsentStatus.WITHDRAWN: ("undo-2", "warn"),
}


class ConsentView(QWidget):
    """Nothing is a condition of anything: granting, keeping and withdrawing stand side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state: ConsentState | None = None
        self.after_withdrawal = ""
        self._icon = QLabel()
        self.status = QLabel()
        self.status.setProperty("scale", "lead")
        self.grant_button = QPushButton(self.tr("Разрешить передачу сведений в ЕГИСЗ"))
        self.grant_button.setProperty("primary", "true")
        self.code_button = QPushButton(self.tr("Подтвердить кодом из СМС"))
        self.code_button.setToolTip(self.tr("Простая электронная подпись: слабее подписи токеном"))
        self.withdraw_button = QPushButton(self.tr("Отозвать согласие"))
        self.folder_button = QPushButton(self.tr("Показать подписанные файлы"))
        self.pdf_button = QPushButton(self.tr("Сохранить PDF…"))
        self.print_button = QPushButton(self.tr("Печать…"))
        for button in (self.pdf_button, self.print_button):
            button.setToolTip(self.tr("Текст согласия, сведения о подписи и история"))
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.history = self._history()
        self._fields = QFormLayout()
        self._build()
        theme.changed.connect(self._paint)

    def show_consent(self, state: ConsentState, *, kept: bool) -> None:
        """Show a state; ``kept`` tells whether signed files lie on this computer."""
        self._state = state
        self.after_withdrawal = state.text.after_withdrawal
        words = {
            ConsentStatus.NONE: self.tr("Согласие не дано"),
            ConsentStatus.GRANTED: self.tr("Согласие действует"),
            ConsentStatus.WITHDRAWN: self.tr("Согласие отозвано"),
        }
        self.status.setText(words[state.status])
        granted = state.status is ConsentStatus.GRANTED
        self.grant_button.setVisible(not granted)
        self.code_button.setVisible(not granted)
        self.withdraw_button.setVisible(granted)
        self.folder_button.setVisible(kept)
        self._show_text(state.text)
        self._show_history(state.history)
        self._paint()

    def show_running(self, *, running: bool) -> None:
        """While the portal is asked nothing else can be begun, but it can be cancelled."""
        self.cancel_button.setVisible(running)
        for button in (self.grant_button, self.code_button, self.withdraw_button):
            button.setEnabled(not running)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (self._icon, self.status):
            row.addWidget(widget)
        row.addStretch()
        for button in (
            self.cancel_button,
            self.withdraw_button,
            self.grant_button,
        ):
            row.addWidget(button)
        # What waits for its state must not widen the window.
        for button in (
            self.cancel_button,
            self.folder_button,
            self.withdraw_button,
            self.code_button,
            self.grant_button,
        ):
            button.hide()
        caption = QLabel(self.tr("История"))
        caption.setBuddy(self.history)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addLayout(row)
        # Beside the other one it would widen the window.
        column.addWidget(self.code_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._text(), 1)
        kept = QHBoxLayout()
        kept.addWidget(caption)
        kept.addStretch()
        for button in (self.folder_button, self.pdf_button, self.print_button):
            kept.addWidget(button)
        column.addLayout(kept)
        column.addWidget(self.history)

    def _text(self) -> QScrollArea:
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._fields.setVerticalSpacing(8)
        panel = QFrame()
        panel.setProperty("panel", "raised")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addLayout(self._fields)
        inner.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(panel)
        scroll.setWidgetResizable(True)
        # Its whole length must not press the history together while there is room.
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        scroll.setMinimumHeight(_LEAST)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setAccessibleName(self.tr("Текст согласия"))
        return scroll

    def _history(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setHorizontalHeaderLabels(
            [
                self.tr("Когда"),
                self.tr("Что"),
                self.tr("Версия текста"),
                self.tr("Документ (SHA-256)"),
            ]
        )
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.setMinimumHeight(_LEAST)
        table.setMaximumHeight(_HISTORY_HEIGHT)
        table.setAccessibleName(self.tr("История согласия"))
        return table

    def _show_text(self, text: ConsentText) -> None:
        while self._fields.rowCount():
            self._fields.removeRow(0)
        rows = (
            (self.tr("Документ"), f"{text.title} ({text.version})"),
            (self.tr("Кому"), text.operator),
            (self.tr("Кто обрабатывает по поручению"), text.processor),
            (self.tr("Зачем"), text.purpose),
            (self.tr("Что передаётся"), "\n".join(f"— {item}" for item in text.data_items)),
            (self.tr("Что с этим делают"), text.actions),
            (self.tr("Основание"), text.legal_ground),
            (self.tr("Срок"), text.term),
            (self.tr("Как отозвать"), text.withdrawal),
            (self.tr("Если отказаться"), text.refusal),
            (self.tr("Что останется после отзыва"), text.after_withdrawal),
        )
        for caption, words in rows:
            if words:
                self._fields.addRow(_caption(caption), _words(words))

    def _show_history(self, events: tuple[ConsentEvent, ...]) -> None:
        kinds = {
            ConsentStatus.GRANTED: self.tr("Согласие дано"),
            ConsentStatus.WITHDRAWN: self.tr("Согласие отозвано"),
            ConsentStatus.NONE: "",
        }
        by_code = self.tr("Согласие дано (код из СМС)")
        self.history.setRowCount(len(events))
        for row, event in enumerate(events):
            digest = event.document_sha256
            cells = (
                event.happened_at.astimezone().strftime("%d.%m.%Y %H:%M"),
                by_code if _is_by_code(event) else kinds[event.kind],
                event.version,
                f"{digest[:_DIGEST_SHOWN]}…" if digest else "—",
            )
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(digest if column == len(cells) - 1 else words)
                self.history.setItem(row, column, item)

    def _paint(self) -> None:
        if self._state is not None:
            icon, tone = _TONES[self._state.status]
            pixmap = self._theme.icon(icon, tone, _ICON_PIXELS).pixmap(
                QSize(_ICON_PIXELS, _ICON_PIXELS)
            )
            self._icon.setPixmap(pixmap)


def _is_by_code(event: ConsentEvent) -> bool:
    return event.kind is ConsentStatus.GRANTED and not event.certificate_id


def _caption(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("tone", "muted")
    return label


def _words(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
