"""What the dialogs for a new PIN consist of: which token, three fields, what they risk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.tokens import Token
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.pin_change_presenter import Flaw, PinTask
from desktop_app.ui.pin_field import PinField
from desktop_app.ui.theme import Theme


class PinChangeForm(QWidget):
    """The widgets of the dialog; it decides nothing."""

    typed = Signal()
    """One of the fields has changed."""

    def __init__(
        self, task: PinTask, tokens: Sequence[Token], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._task = task
        changing = task is PinTask.CHANGE
        self.heading = _label(self.tr("Смена PIN") if changing else self.tr("Разблокировка PIN"))
        self.heading.setObjectName("heading")
        self.tokens = QComboBox()
        self.tokens.setAccessibleName(self.tr("Токен"))
        for token in tokens:
            self.tokens.addItem(f"{token.label} ({token.serial})")
        self.message = MessageView(theme)
        given = self.tr("&Нынешний PIN") if changing else self.tr("PIN &администратора или PUK")
        self.fields = (
            PinField(given),
            PinField(self.tr("Новы&й PIN")),
            PinField(self.tr("Новый PIN &ещё раз")),
        )
        for field in self.fields:
            field.edit.textChanged.connect(self.typed)
        self._notes()
        self._lay_out(parent)

    def wipe(self) -> None:
        """Empty the fields and take back the confirmation."""
        for field in self.fields:
            field.wipe()
        self.word.setChecked(False)

    def show_state(self, tries: int | None, *, blocked: bool, needs_word: bool) -> None:
        """Show what is asked for, or only why nothing can be."""
        self.lead.setText(self._lead())
        for field in self.fields:
            field.setVisible(not blocked)
        for label in (self.flaw, self.advice, self.go_button):
            label.setVisible(not blocked)
        self.show_tries(None if blocked else tries)
        self.ask_word(needed=needs_word and not blocked)
        self.cancel_button.setText(self.tr("Закрыть") if blocked else self.tr("Отменить"))
        # Whoever walks through the tokens by arrows goes on doing so.
        if self.window().focusWidget() is not self.tokens:
            (self.cancel_button if blocked else self.fields[0]).setFocus()
        self.show_running(running=False)

    def show_pad(self) -> None:
        """Ask for nothing here: the PINs are typed on the reader."""
        self.lead.setText(
            self.tr("Введите нынешний и новый PIN на клавиатуре считывателя после «Сменить PIN».")
        )
        for field in self.fields:
            field.hide()
        self.go_button.setFocus()

    def show_tries(self, tries: int | None) -> None:
        """Say how many attempts are left, where that is known."""
        self.tries.setVisible(tries is not None)
        if tries is not None:
            self.tries.setText(self.tr("Осталось попыток: %n", "", tries))

    def ask_word(self, *, needed: bool) -> None:
        """Ask for an explicit word, with its consequence."""
        self.word.setVisible(needed)
        self.risk.setVisible(needed)

    def show_flaw(self, flaw: Flaw) -> None:
        """Say what is wrong with what is typed."""
        words = {
            Flaw.SAME: self.tr("Новый PIN такой же, как первый: придумайте другой."),
            Flaw.DIFFERENT: self.tr("Второй раз новый PIN введён иначе."),
        }
        self.flaw.setText(words.get(flaw, ""))

    def show_advice(self, lines: Sequence[str]) -> None:
        """Say why the new PIN may not be one."""
        self.advice.setText("\n".join(lines))

    def show_running(self, *, running: bool) -> None:
        """Show that the token works; nothing can be typed meanwhile."""
        self.running.setVisible(running)
        self.tokens.setEnabled(not running)
        for field in self.fields:
            field.setEnabled(not running)

    def _notes(self) -> None:
        changing = self._task is PinTask.CHANGE
        self.lead, self.flaw, self.advice, self.tries, self.risk = (_label("") for _ in range(5))
        self.flaw.setProperty("tone", "warn")
        self.advice.setProperty("tone", "warn")
        self.risk.setProperty("tone", "warn")
        self.risk.setText(
            self.tr("Осталась последняя попытка: неверный нынешний PIN заблокирует токен.")
            if changing
            else self.tr(
                "Неверный PIN администратора тоже тратит попытки. Когда они кончатся, токен "
                "останется только стереть вместе с ключами."
            )
        )
        self.word = QCheckBox(self.tr("Понимаю и продолжаю"))
        self.running = QProgressBar()
        self.running.setRange(0, 0)
        self.running.setTextVisible(False)
        self.running.setAccessibleName(self.tr("Токен меняет PIN"))
        self.go_button = QPushButton(
            self.tr("Сменить PIN") if changing else self.tr("Разблокировать")
        )
        self.go_button.setProperty("primary", "true")
        self.go_button.setDefault(True)
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.cancel_button.setAutoDefault(False)

    def _lay_out(self, dialog: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        old, new, again = self.fields
        parts: tuple[QWidget, ...] = (self.heading, self.tokens, self.lead, self.message)
        fields: tuple[QWidget, ...] = (old, self.tries, new, self.advice, again, self.flaw)
        for widget in (*parts, *fields, self.risk, self.word, self.running):
            column.addWidget(widget)
        self.hints = QVBoxLayout()
        column.addLayout(self.hints)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.go_button)
        column.addLayout(row)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)

    def _lead(self) -> str:
        if self._task is PinTask.UNBLOCK:
            return self.tr(
                "PIN администратора (PUK) выдают вместе с токеном. Его знает тот, кто выдал токен."
            )
        return self.tr(
            "Подходит ли новый PIN, видно, пока вы его вводите: попытки на это не тратятся."
        )


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
