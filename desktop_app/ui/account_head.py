"""The level of the account: what it is, why it is not enough, what to do and who acts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.confirmations import Confirmation, ConfirmationStep, LevelCause
from desktop_app.ui.theme import Theme

_ICON_PIXELS = 24
_TONES = {
    LevelCause.NONE: ("circle-check", "ok"),
    LevelCause.REVIEW: ("hourglass", "info"),
}
_TROUBLE = ("triangle-alert", "warn")
_STEPS = (
    ConfirmationStep.FORM,
    ConfirmationStep.EMAIL,
    ConfirmationStep.PHONE,
    ConfirmationStep.DOCUMENTS,
    ConfirmationStep.REVIEW,
    ConfirmationStep.DONE,
)


class AccountHead(QFrame):
    """The sentence that answers «Недостаточный уровень учётной записи»."""

    def __init__(
        self, catalogue: Catalogue, language: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._language = language
        self._theme = theme
        self._look = _TROUBLE
        self.setProperty("panel", "raised")
        self._icon = QLabel()
        self.title, self.cause, self.remedy = (_words() for _ in range(3))
        self.title.setProperty("scale", "lead")
        self.steps = _words()
        self.steps.setProperty("tone", "muted")
        column = QVBoxLayout()
        column.setSpacing(4)
        for label in (self.title, self.cause, self.remedy, self.steps):
            column.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        theme.changed.connect(self._paint)
        self._paint()

    def show_confirmation(self, state: Confirmation) -> None:
        """Show the level with the cause that applies."""
        level = self._word("level", state.level)
        self.title.setText(self.tr("Учётная запись: {level}").format(level=level))
        self.cause.setText("\n".join(self._causes(state)))
        self.remedy.setText(f"{self._word('level-remedy', state.cause)}.")
        self.remedy.setVisible(state.cause is not LevelCause.NONE)
        number = _STEPS.index(state.step) + 1
        words = self.tr("Шаг {number} из {total}: {step}").format(
            number=number, total=len(_STEPS), step=self._word("confirmation-step", state.step)
        )
        self.steps.setText(words)
        self.steps.setVisible(state.step is not ConfirmationStep.DONE)
        self._look = _TONES.get(state.cause, _TROUBLE)
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(f"{self.cause.text()} {self.remedy.text()}")
        self._paint()

    def _causes(self, state: Confirmation) -> list[str]:
        lines = [f"{self._word('level-cause', state.cause)}."]
        lines += [f"— {self._word('confirmation-finding', each)}" for each in state.findings]
        if state.comment:
            lines.append(self.tr("Оператор пишет: {comment}").format(comment=state.comment))
        return lines

    def _word(self, group: str, value: str) -> str:
        return self._catalogue.word(group, value, self._language)

    def _paint(self) -> None:
        icon = self._theme.icon(*self._look, _ICON_PIXELS)
        self._icon.setPixmap(icon.pixmap(_ICON_PIXELS, _ICON_PIXELS))


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
