"""The PIN dialog: whose key, on which token, for what; then the signature itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.pin_field import PinField
from desktop_app.ui.pin_presenter import (
    Entry,
    PinRequest,
    ends_dialog,
    first_question,
    may_sign,
    next_question,
)
from desktop_app.ui.theme import Theme

_WIDTH = 560
_STATEMENT_HEIGHT = 150


class PinDialog(QDialog):
    """Asks for a PIN, signs in the background, and asks again only when the person does.

    ``succeeded`` carries what ``PinRequest.run`` returned, also where the person closed the
    dialog too late to stop it; ``failed`` an ``NmoError`` that is not about the PIN. Both come
    after the dialog has closed. ``ended`` is emitted last: then nothing more arrives.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(
        self,
        request: PinRequest,
        background: Background,
        theme: Theme,
        catalogue: Catalogue,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._request = request
        self._background = background
        self._catalogue = catalogue
        self._language = language
        self._job: Job | None = None
        self._closed = False
        self._question = first_question(request.token)
        self.setWindowTitle(self.tr("Подпись токеном"))
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self._build(theme)
        self._ask()
        self.field.edit.setFocus()

    def done(self, result: int) -> None:
        """Close: the field is wiped, a signature under way is cancelled."""
        self.field.wipe()
        super().done(result)
        if self._job is None:
            self.ended.emit()
        else:
            self._closed = True
            self._job.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is cancelling."""
        self.reject()
        event.accept()

    def _build(self, theme: Theme) -> None:
        self.message = MessageView(theme)
        self.field = PinField()
        self.field.edit.textChanged.connect(self._permit)
        self.pad = QLabel(self.tr("Введите PIN на клавиатуре считывателя после «Подписать»."))
        self.tries = QLabel()
        self.last_try = QCheckBox(self.tr("Понимаю: если PIN снова неверен, токен заблокируется"))
        self.last_try.toggled.connect(self._permit)
        self.running = QProgressBar()
        self.running.setRange(0, 0)
        self.running.setTextVisible(False)
        self.running.setAccessibleName(self.tr("Токен подписывает"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for widget in (*self._heading(), self._statement(), self.message, self.pad, self.field):
            column.addWidget(widget)
        self.running.setSizePolicy(_kept_when_hidden(self.running))
        for line in (self.tries, self.last_try, self.running):
            column.addWidget(line)
        column.addLayout(self._buttons())

    def _heading(self) -> tuple[QLabel, ...]:
        certificate, token = self._request.certificate.certificate, self._request.token
        heading = QLabel(self._request.heading)
        heading.setObjectName("heading")
        owner = QLabel(
            self.tr("Подписывает: {owner}, сертификат до {until}").format(
                owner=certificate.subject,
                until=certificate.not_after.astimezone().strftime("%d.%m.%Y"),
            )
        )
        where = QLabel(
            self.tr("Токен: {label} ({serial})").format(label=token.label, serial=token.serial)
        )
        where.setProperty("tone", "muted")
        for label in (heading, owner, where):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        return heading, owner, where

    def _statement(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self.statement_button = QPushButton(self.tr("Показать, что подписывается"))
        self.statement_button.setCheckable(True)
        self.statement_button.setProperty("flat", "true")
        self.statement = QPlainTextEdit(self._request.statement)
        self.statement.setReadOnly(True)
        self.statement.setTabChangesFocus(True)
        self.statement.setFixedHeight(_STATEMENT_HEIGHT)
        self.statement.setAccessibleName(self.tr("Что подписывается"))
        self.statement.hide()
        self.statement_button.toggled.connect(self.statement.setVisible)
        self.statement_button.toggled.connect(self._fit)
        column.addWidget(self.statement_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.statement)
        return box

    def _buttons(self) -> QHBoxLayout:
        self.sign_button = QPushButton(self.tr("Подписать"))
        self.sign_button.setProperty("primary", "true")
        self.sign_button.setDefault(True)
        self.sign_button.clicked.connect(self._sign)
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.cancel_button.setAutoDefault(False)
        self.statement_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.sign_button)
        return row

    def _ask(self) -> None:
        """Show the question as it stands."""
        question = self._question
        self.field.setVisible(question.entry is Entry.FIELD)
        self.pad.setVisible(question.entry is Entry.PIN_PAD)
        self.sign_button.setVisible(question.entry is not Entry.NONE)
        self.last_try.setVisible(question.last_try)
        self.last_try.setChecked(False)
        self.tries.setVisible(question.tries_left is not None and question.entry is not Entry.NONE)
        if question.tries_left is not None:
            self.tries.setText(self.tr("Осталось попыток: %n", "", question.tries_left))
        if question.obstacle:
            token = self._request.token
            data = {"token": token.label, "tries_left": token.tries_left}
            self.message.show_message(
                self._catalogue.message(question.obstacle, data, self._language)
            )
            self.cancel_button.setText(self.tr("Закрыть"))
        self._busy(running=False)
        self._focus()
        self._fit()

    def _focus(self) -> None:
        first = {
            Entry.FIELD: self.field,
            Entry.PIN_PAD: self.sign_button,
            Entry.NONE: self.cancel_button,
        }
        target = self.last_try if self._question.last_try else first[self._question.entry]
        target.setFocus()

    def _fit(self) -> None:
        """Take the height that the words need, once the layout knows it."""
        QTimer.singleShot(0, self._take_height)

    def _take_height(self) -> None:
        # adjustSize() stops at two thirds of the screen and would cut the words off.
        layout = self.layout()
        if layout is not None:
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _permit(self) -> None:
        length = len(self.field.edit.text())
        confirmed = self.last_try.isChecked()
        allowed = may_sign(self._question, length, last_try_confirmed=confirmed)
        self.sign_button.setEnabled(allowed and self._job is None)

    def _sign(self) -> None:
        pin = self.field.take() if self._question.entry is Entry.FIELD else None
        confirmed = self.last_try.isChecked()
        run = self._request.run
        self._job = self._background.start(
            lambda cancel, _progress: run(pin, confirmed, cancel),
            done=self._signed,
            failed=self._refused,
            cancelled=self._stopped,
        )
        if pin is not None:
            self._job.finished.connect(lambda: pin.wipe())  # noqa: PLW0108 - a Pin has no weak references
        self.message.clear()
        self._busy(running=True)

    def _signed(self, result: object) -> None:
        self._leave(QDialog.DialogCode.Accepted)
        self.succeeded.emit(result)
        self.ended.emit()

    def _stopped(self) -> None:
        self._leave(QDialog.DialogCode.Rejected)
        self.ended.emit()

    def _refused(self, error: NmoError) -> None:
        if self._closed:
            self._stopped()
        elif ends_dialog(error):
            self._leave(QDialog.DialogCode.Rejected)
            self.failed.emit(error)
            self.ended.emit()
        else:
            self._job = None
            self._question = next_question(self._question, error)
            self.message.show_message(self._catalogue.of_error(error, self._language))
            self._ask()

    def _leave(self, result: QDialog.DialogCode) -> None:
        self._job = None
        if not self._closed:
            super().done(result)

    def _busy(self, *, running: bool) -> None:
        self.running.setVisible(running)
        self.field.setEnabled(not running)
        self._permit()


def _kept_when_hidden(widget: QWidget) -> QSizePolicy:
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    return policy


def open_pin_dialog(
    request: PinRequest, services: Services, background: Background, theme: Theme, parent: QWidget
) -> PinDialog:
    """Show the dialog over ``parent``; it goes away by itself when it has ended."""
    dialog = PinDialog(request, background, theme, services.catalogue, services.language, parent)
    dialog.ended.connect(dialog.deleteLater)
    dialog.open()
    return dialog
