"""A fix: the exact changes first, then consent, the result, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Message
from desktop_app.core.diagnostics import CheckResult
from desktop_app.core.errors import NmoError
from desktop_app.services.diagnostics.fixing import AppliedFix, FixPlan
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.diagnostics_words import DiagnosisWords, changes_text
from desktop_app.ui.fingerprint_comparison import FingerprintComparison, grouped
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.theme import Theme

_WIDTH = 640
_CHANGES_HEIGHT = 160


class FixDialog(QDialog):
    """Nothing is changed before «Изменить»; what was changed can be taken back here."""

    changed = Signal(str)
    """Identifier of the check to carry out again: something was changed or taken back."""

    def __init__(
        self,
        plan: FixPlan,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plan = plan
        self._services = services
        self._background = background
        self._words = DiagnosisWords(services.catalogue, services.language)
        self._message = self._words.fix(plan)
        self._applied: AppliedFix | None = None
        self._job: Job | None = None
        self.setWindowTitle(self.tr("Исправление"))
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self._build(plan, theme)
        self._permit()
        self._fit()

    def reject(self) -> None:
        """Close, unless a change is under way: half a change is none of the choices."""
        if self._job is None:
            super().reject()

    def _build(self, plan: FixPlan, theme: Theme) -> None:
        heading = _label(self._message.title)
        heading.setObjectName("heading")
        self.error = MessageView(theme)
        self.outcome = MessageView(theme, "info")
        self.changes = QPlainTextEdit(changes_text(plan, self._words))
        self.changes.setReadOnly(True)
        self.changes.setTabChangesFocus(True)
        self.changes.setFixedHeight(_CHANGES_HEIGHT)
        self.changes.setAccessibleName(self.tr("Что изменится"))
        self.changes.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.running = QProgressBar()
        self.running.setRange(0, 0)
        self.running.setTextVisible(False)
        self.running.setAccessibleName(self.tr("Изменяем"))
        self.running.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(12)
        caption = _label(self.tr("Что именно изменится:"))
        caption.setBuddy(self.changes)
        parts = (heading, _label(grouped(self._message.text)), caption, self.changes)
        for widget in (*parts, *self._conditions(), self.error, self.outcome, self.running):
            self.column.addWidget(widget)
        self.column.addLayout(self._buttons())

    def _conditions(self) -> tuple[QWidget, ...]:
        self.admin = _label(self.tr("Система спросит пароль администратора."))
        self.admin.setVisible(self._plan.needs_admin)
        self.for_good = _label(self.tr("Отменить это изменение программа не сможет."))
        self.for_good.setVisible(not self._plan.can_undo)
        self.for_good.setProperty("tone", "warn")
        self.fingerprint = FingerprintComparison(
            self._plan.confirm_fingerprint,
            str(self._plan.data.get("authority", "")),
            self._services,
            self._background,
        )
        self.compared, self.match = self.fingerprint.edit, self.fingerprint.match
        self.fingerprint.changed.connect(self._permit)
        self.fingerprint.changed.connect(self._fit)
        self.fingerprint.setVisible(bool(self._plan.confirm_fingerprint))
        return self.fingerprint, self.admin, self.for_good

    def _buttons(self) -> QHBoxLayout:
        self.cancel_button = QPushButton(self.tr("Не менять"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.undo_button = QPushButton(self.tr("Отменить изменение"))
        self.undo_button.setAutoDefault(False)
        self.undo_button.clicked.connect(self._undo)
        self.undo_button.hide()
        self.apply_button = QPushButton(self.tr("Изменить"))
        self.apply_button.setProperty("primary", "true")
        self.apply_button.clicked.connect(self._apply)
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.undo_button, self.cancel_button, self.apply_button):
            row.addWidget(button)
        self.cancel_button.setFocus()
        return row

    def _permit(self) -> None:
        compared = not self._plan.confirm_fingerprint or self.fingerprint.agrees
        self.apply_button.setEnabled(self._job is None and compared)

    def _apply(self) -> None:
        plan, services = self._plan, self._services
        self._start(
            self._background.start(
                lambda _cancel, _progress: services.diagnostics.apply_fix(plan),
                done=self._show_applied,
                failed=self._show_error,
            )
        )

    def _undo(self) -> None:
        applied, services = self._applied, self._services
        if applied is not None:
            identifier = applied.id
            self._start(
                self._background.start(
                    lambda _cancel, _progress: services.diagnostics.undo_fix(identifier),
                    done=self._show_undone,
                    failed=self._show_error,
                )
            )

    def _show_applied(self, applied: AppliedFix) -> None:
        self._applied = applied if applied.undo is not None else None
        self._end(self.tr("Сделано, проверяем снова"), self._message.remedy)

    def _show_undone(self, _none: object) -> None:
        self._applied = None
        self._end(self.tr("Изменение отменено"), self.tr("Всё стало как было."))

    def show_checked_again(self, result: CheckResult) -> None:
        """Say what the check came to after the change."""
        if result.id == self._plan.check and not self.outcome.isHidden():
            words = self.tr("Проверено снова: {state}")
            self.outcome.title.setText(words.format(state=self._words.state(result.status)))

    def _end(self, title: str, text: str) -> None:
        self._stop()
        self.error.clear()
        self.outcome.show_message(Message("", title, text, ""))
        self.apply_button.hide()
        self.undo_button.setVisible(self._applied is not None)
        self.cancel_button.setText(self.tr("Закрыть"))
        for part in (self.fingerprint, self.admin):
            part.hide()
        self.cancel_button.setFocus()
        self._fit()
        self.changed.emit(self._plan.check)

    def _show_error(self, error: NmoError) -> None:
        self._stop()
        self.error.show_message(self._services.catalogue.of_error(error, self._services.language))
        self._fit()

    def _start(self, job: Job) -> None:
        self._job = job
        self.error.clear()
        self._busy(running=True)

    def _stop(self) -> None:
        self._job = None
        self._busy(running=False)

    def _busy(self, *, running: bool) -> None:
        self.running.setVisible(running)
        self.cancel_button.setEnabled(not running)
        self.undo_button.setEnabled(not running)
        self._permit()
        self._fit()

    def _fit(self) -> None:
        """Take the height that the words need, once the layout knows it."""
        QTimer.singleShot(0, self, self._take_height)

    def _take_height(self) -> None:
        self.resize(_WIDTH, self.column.totalHeightForWidth(_WIDTH))


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
