"""The dialogs «Смена PIN» and «Разблокировка PIN»: one attempt at a time, never by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.catalogue import Message
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import PinIncorrectError, PinLastTryError
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Token, UnblockWay
from desktop_app.core.verdicts import Reason
from desktop_app.services.pin_service import PinService
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.pin_change_form import PinChangeForm
from desktop_app.ui.pin_change_presenter import (
    Flaw,
    PinFields,
    PinTask,
    needs_word,
    obstacle,
)
from desktop_app.ui.pin_change_wiping import wiped_after
from desktop_app.ui.theme import Theme
from desktop_app.ui.training_hint import TrainingHint

_WIDTH = 560
_PATIENCE_MILLISECONDS = 200


class PinChangeDialog(QDialog):
    """What is typed is judged before the token is touched; each press sends one attempt."""

    succeeded = Signal(str)
    """Serial number of the token whose PIN is a new one, also where that came too late to stop."""
    ended = Signal()
    """Emitted last: then nothing more arrives."""

    def __init__(
        self,
        task: PinTask,
        tokens: Sequence[Token],
        chosen: int,
        services: Services,
        pins: PinService,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._tokens = tuple(tokens)
        self._services = services
        self._pins = pins
        self._background = background
        self._job: Job | None = None
        self._closed = False
        self._way: UnblockWay | None = None
        self._blocked = ""
        self._pad = False
        self._last_try = False
        self._reasons: tuple[Reason, ...] = ()
        self._judged = ""
        self.form = PinChangeForm(task, self._tokens, theme, self)
        self._hint()
        self.setWindowTitle(self.form.heading.text())
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._judge)
        self._connect()
        self.form.tokens.setCurrentIndex(chosen)
        self._show_token()

    def done(self, result: int) -> None:
        """Close: the fields are wiped, what is under way is cancelled."""
        self.form.wipe()
        self._patience.stop()
        self._closed = True
        super().done(result)
        if self._job is None:
            self.ended.emit()
        else:
            self._job.cancel()

    @property
    def token(self) -> Token:
        """The token whose PIN is meant."""
        return self._tokens[max(self.form.tokens.currentIndex(), 0)]

    def _hint(self) -> None:
        """In training say what no real token's owner would read here: its PIN."""
        if self._services.is_training:
            unblocking = self._task is PinTask.UNBLOCK
            hint = TrainingHint(self._services, self._background, administrator=unblocking)
            hint.shown.connect(self._fit)
            self.form.hints.addWidget(hint)

    def _connect(self) -> None:
        form = self.form
        form.tokens.activated.connect(lambda _row: self._show_token())
        form.typed.connect(self._typed)
        form.word.toggled.connect(self._permit)
        form.go_button.clicked.connect(self._go)
        form.cancel_button.clicked.connect(self.reject)

    def _show_token(self) -> None:
        """Show what is possible on the chosen token."""
        self.form.wipe()
        self.form.message.clear()
        self._way = None
        self._blocked = obstacle(self._task, self.token)
        self._pad = self._task is PinTask.CHANGE and self.token.pin_pad
        self._last_try = needs_word(self._task, self.token)
        self._show_state()
        if self._task is PinTask.UNBLOCK:
            serial, pins = self.token.serial, self._pins
            self._background.start(
                lambda _cancel, _progress: pins.unblock_way(serial),
                done=while_alive(self, lambda way: self._take_way(serial, way)),
                failed=while_alive(self, self._show_error),
            )

    def _take_way(self, serial: str, way: UnblockWay) -> None:
        if not self._closed and serial == self.token.serial:
            self._way = way
            self._show_state()
            if not way.supported:
                self._show_unsupported()

    def _show_state(self) -> None:
        self.form.show_state(self._tries(), blocked=bool(self._blocked), needs_word=self._last_try)
        if self._pad and not self._blocked:
            self.form.show_pad()
        if self._blocked:
            data = {"token": self.token.label, "tries_left": self.token.tries_left}
            self.form.message.show_message(
                self._services.catalogue.message(self._blocked, data, self._services.language)
            )
        self._permit()
        self._fit()

    def _tries(self) -> int | None:
        """Return how often what is asked for first may still be wrong, where that is known."""
        if self._task is PinTask.CHANGE:
            return self.token.tries_left
        return self._way.admin_tries_left if self._way is not None else None

    def _show_unsupported(self) -> None:
        self.form.show_state(None, blocked=True, needs_word=False)
        title = self.tr("Этот токен разблокирует только программа его производителя")
        remedy = self.tr("Обратитесь к тому, кто выдал токен.")
        self.form.message.show_message(Message("", title, "", remedy))
        self._permit()
        self._fit()

    def _typed(self) -> None:
        self._reasons = ()
        self._patience.start()
        self._permit()

    def _fields(self) -> PinFields:
        return PinFields(*(field.edit.text() for field in self.form.fields))

    def _judge(self) -> None:
        """Ask whether the new PIN may be one; the token is not asked."""
        fields = self._fields()
        if not fields.new or self._closed:
            self._show_judgement(fields.new, ())
            return
        serial, pins, pin = self.token.serial, self._pins, Pin(fields.new)
        job = self._background.start(
            lambda _cancel, _progress: pins.judge_new(serial, pin),
            done=while_alive(self, lambda reasons: self._show_judgement(fields.new, reasons)),
            failed=while_alive(self, self._show_error),
        )
        wiped_after(job, pin)

    def _show_judgement(self, text: str, reasons: tuple[Reason, ...]) -> None:
        if self._closed or text != self._fields().new:
            return
        services = self._services
        self._judged, self._reasons = text, reasons
        words = [services.catalogue.of_reason(each, services.language) for each in reasons]
        self.form.show_advice([f"{each.title}. {each.remedy}".strip() for each in words])
        self._permit()
        self._fit()

    def _permit(self) -> None:
        fields = self._fields()
        self.form.show_flaw(fields.flaw)
        way = self._way
        known = self._task is PinTask.CHANGE or (way is not None and way.supported)
        confirmed = self.form.word.isChecked() or not self._last_try
        judged = self._judged == fields.new and not self._reasons
        typed = self._pad or (fields.flaw is Flaw.NONE and judged)
        ready = typed and known and confirmed
        self.form.go_button.setEnabled(ready and not self._blocked and self._job is None)

    def _go(self) -> None:
        fields = self._fields()
        given, new, serial = Pin(fields.given), Pin(fields.new), self.token.serial
        confirmed, pins, pad = self.form.word.isChecked(), self._pins, self._pad
        self.form.wipe()
        self.form.message.clear()

        def change(cancel: Cancellation, _progress: object) -> None:
            typed = (None, None) if pad else (given, new)
            pins.change(serial, *typed, last_try_confirmed=confirmed, cancel=cancel)

        def unblock(cancel: Cancellation, _progress: object) -> None:
            pins.unblock(serial, given, new, risk_accepted=confirmed, cancel=cancel)

        self._job = self._background.start(
            change if self._task is PinTask.CHANGE else unblock,
            done=lambda _none: self._end(serial),
            failed=self._refused,
            cancelled=self._stopped,
        )
        wiped_after(self._job, given, new)
        self.form.show_running(running=True)
        self._permit()

    def _end(self, serial: str) -> None:
        self.succeeded.emit(serial)
        self._leave()

    def _stopped(self) -> None:
        self._leave()

    def _leave(self) -> None:
        self._job = None
        if self._closed:
            self.ended.emit()
        else:
            self.accept()

    def _refused(self, error: NmoError) -> None:
        if self._closed:
            self._leave()
            return
        self._job = None
        self.form.show_running(running=False)
        if isinstance(error, PinLastTryError):
            self._last_try = True
        if isinstance(error, PinIncorrectError):
            self._last_try = self._last_try or error.last_try
            self.form.show_tries(error.tries_left)
        self.form.ask_word(needed=self._last_try)
        self._show_error(error)
        self._permit()
        self.form.fields[0].setFocus()

    def _show_error(self, error: NmoError) -> None:
        if not self._closed:
            services = self._services
            self.form.message.show_message(services.catalogue.of_error(error, services.language))
            self._fit()

    def _fit(self) -> None:
        QTimer.singleShot(0, self, self._take_height)

    def _take_height(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))
