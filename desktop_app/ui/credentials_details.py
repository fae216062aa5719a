"""Details of the chosen credential: every field, the last check, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.ui.credentials_cells import STATUS_TONES, VERDICT_TONES, current_time
from desktop_app.ui.credentials_columns import CredentialWords, day_text
from desktop_app.ui.theme import Theme


class DetailField(QWidget):
    """A caption with the value below it."""

    def __init__(self, caption: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.caption = QLabel(caption, self)
        self.caption.setProperty("tone", "muted")
        self.value = QLabel(self)
        self.value.setWordWrap(True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.caption)
        layout.addWidget(self.value)
        layout.addStretch(1)

    def show_text(self, text: str, tone: str = "") -> None:
        """Show a value, where it is a state in the colour of its tone; an empty one as a dash."""
        self.value.setText(text or "—")
        # A name alone would take the place of the value that a screen reader reads.
        self.value.setAccessibleName(f"{self.caption.text()}: {self.value.text()}")
        if self.value.property("tone") != tone:
            self.value.setProperty("tone", tone)
            self.value.style().polish(self.value)


class CredentialDetails(QFrame):
    """The pane below the table; its height does not depend on what it shows."""

    check_requested = Signal(str)
    """Id of the shown credential."""
    document_requested = Signal(str)
    """Id of the shown credential."""
    replace_requested = Signal(str)
    """Id of the shown credential."""
    history_requested = Signal(str)
    """Id of the shown credential."""

    def __init__(
        self,
        words: CredentialWords,
        theme: Theme,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = current_time,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._now = now
        self._shown: Credential | None = None
        self.setProperty("panel", "raised")
        self.setAccessibleName(self.tr("Подробности"))
        self._make_fields()
        self._make_actions()
        self._lay_out()
        self.show_credential(None)

    def show_credential(
        self, credential: Credential | None, *, can_check: bool = False, checking: bool = False
    ) -> None:
        """Show a credential, or the hint to choose one."""
        self._shown = credential
        self._pages.setCurrentIndex(0 if credential is None else 1)
        if credential is None:
            return
        words = self._words
        self.name.setText(credential.name)
        self.number.show_text(credential.number)
        self.issued.show_text(day_text(credential.issued_on))
        self.term.show_text(f"{day_text(credential.valid_from)} – {words.until(credential)}")
        self.status.show_text(words.status_with_review(credential), STATUS_TONES[credential.status])
        accreditation = (
            words.accredited if credential.organisation_accredited else words.not_accredited
        )
        self.organisation.show_text(f"{credential.organisation} ({accreditation})")
        verdict = credential.check.verdict if credential.check else None
        tone = VERDICT_TONES[verdict] if verdict else "muted"
        self.checked.show_text(self._last_check(credential), tone)
        self.check.setText(words.checking if checking else words.check)
        self.check.setEnabled(can_check and not checking)
        self.document.setEnabled(credential.has_document)
        replaceable = credential.status is not CredentialStatus.REVOKED and not credential.holder
        self.replace.setEnabled(can_check and credential.has_document and replaceable)
        self.history.setEnabled(can_check and credential.has_document)

    def _make_fields(self) -> None:
        self.name = QLabel(self)
        self.name.setStyleSheet("font-size: 15px; font-weight: 600;")
        self.name.setWordWrap(True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.number = DetailField(self.tr("Номер"), self)
        self.issued = DetailField(self.tr("Дата выдачи"), self)
        self.term = DetailField(self.tr("Срок действия"), self)
        self.status = DetailField(self.tr("Статус"), self)
        self.organisation = DetailField(self.tr("Организация"), self)
        self.checked = DetailField(self.tr("Последняя проверка"), self)

    def _make_actions(self) -> None:
        self.check = QPushButton(self._words.check, self)
        self.document = QPushButton(self.tr("Открыть PDF"), self)
        self.more = QPushButton(self.tr("Ещё"), self)
        menu = QMenu(self.more)
        self.replace = menu.addAction(self.tr("Заменить документ…"))
        self.history = menu.addAction(self.tr("История документа…"))
        menu.addSeparator()
        self.copy = menu.addAction(self.tr("Копировать номер"))
        self.more.setMenu(menu)
        self.check.clicked.connect(lambda: self._emit(self.check_requested))
        self.document.clicked.connect(lambda: self._emit(self.document_requested))
        self.replace.triggered.connect(lambda: self._emit(self.replace_requested))
        self.history.triggered.connect(lambda: self._emit(self.history_requested))
        self.copy.triggered.connect(self._copy_number)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(24)
        fields.setVerticalSpacing(8)
        for column, field in enumerate((self.number, self.issued, self.term, self.status)):
            fields.addWidget(field, 0, column)
            fields.setColumnStretch(column, 1)
        fields.addWidget(self.organisation, 1, 0, 1, 2)
        fields.addWidget(self.checked, 1, 2, 1, 2)
        actions = QVBoxLayout()
        actions.setSpacing(8)
        for button in (self.check, self.document, self.more):
            actions.addWidget(button)
        actions.addStretch(1)
        shown = QWidget(self)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.name)
        words.addLayout(fields)
        words.addStretch(1)
        layout = QHBoxLayout(shown)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(24)
        layout.addLayout(words, 1)
        layout.addLayout(actions)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._hint())
        self._pages.addWidget(_scrolled(shown))

    def show_cycle(self, lines: tuple[str, ...]) -> None:
        """Show the five-year cycle while no row is chosen."""
        choose = self.tr("Выберите строку, чтобы увидеть подробности.")
        self.hint.setText("\n".join((*lines, choose)))

    def _hint(self) -> QLabel:
        self.hint = QLabel(self)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "muted")
        self.show_cycle(())
        return self.hint

    def _last_check(self, credential: Credential) -> str:
        verdict = self._words.verdict(credential.check, self._now())
        reason = credential.check.reason if credential.check else ""
        return f"{verdict}. {reason}" if reason else verdict

    def _emit(self, signal: SignalInstance) -> None:
        if self._shown is not None:
            signal.emit(self._shown.id)

    def _copy_number(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText(self._shown.number)


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
