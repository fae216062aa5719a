"""Signing chosen documents: certificate, one PIN, then progress until each has its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.accounts import SessionState
from desktop_app.core.cancellation import Cancellation, Pause, Progress
from desktop_app.core.errors import NmoError
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.core.tokens import Token, TokenOverview
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import TokenGone
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import TIME_STAMP_SERVICE
from desktop_app.ui.background import Background, Gathering
from desktop_app.ui.batch_job import BatchJob, FilesJob, OutboxJob, PreparedBatch
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.documents_attendance import Attendance
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog, Chosen
from desktop_app.ui.pin_dialog import PinDialog, open_pin_dialog
from desktop_app.ui.pin_presenter import PinRequest
from desktop_app.ui.signature_options import SignatureOptions
from desktop_app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known before the person chooses."""

    overview: TokenOverview
    session: SessionState
    stamp_service: str
    """Address of the time-stamp service in force; empty when there is none."""


class DocumentSigning(QObject):
    """One batch at a time; the outbox tells the page what became of it."""

    failed = Signal(object)
    """An ``NmoError``: the tokens cannot be read."""
    nothing_fits = Signal()
    """No certificate here may sign."""
    ended = Signal()

    def __init__(
        self, services: Services, background: Background, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window

    def start(self, items: Sequence[OutboxItem]) -> None:
        """Look at the tokens, let the person choose, and sign documents of the outbox."""
        wanted = tuple(items)
        names = tuple(each.file_name for each in wanted)
        # Beside the signatures of others ours has their form.
        free = [each for each in wanted if not each.cosigners]
        files = [Path(each.file_name) for each in free]
        before = {each.shape for each in free}

        def ask(found: _Found) -> tuple[CertificateDialog, Callable[[], BatchJob]]:
            options = SignatureOptions(files, "", to_outbox=True) if files else None
            if options is not None and len(before) == 1:
                options.choose(*before)
            dialog = self._dialog(names, found, options)

            def job() -> BatchJob:
                shape = options.wish().shape if options else SignatureShape.DETACHED
                return OutboxJob(self._services, wanted, shape)

            return dialog, job

        self._look(ask)

    def start_beside(self, files: Sequence[Path]) -> None:
        """Look at the tokens, let the person choose form and certificate, and sign files."""
        wanted = tuple(files)
        names = tuple(each.name for each in wanted)

        def ask(found: _Found) -> tuple[CertificateDialog, Callable[[], BatchJob]]:
            options = SignatureOptions(wanted, found.stamp_service)
            dialog = self._dialog(names, found, options, beside=True)
            return dialog, lambda: FilesJob(self._services, wanted, options.wish(), self)

        self._look(ask)

    def _dialog(
        self,
        names: Sequence[str],
        found: _Found,
        options: SignatureOptions | None,
        *,
        beside: bool = False,
    ) -> CertificateDialog:
        preferred = found.session.certificate_id
        return CertificateDialog(
            names,
            found.overview,
            self._services,
            self._theme,
            self._window,
            preferred,
            options,
            stamped=bool(found.stamp_service),
            beside=beside,
        )

    def _look(
        self, ask: Callable[[_Found], tuple[CertificateDialog, Callable[[], BatchJob]]]
    ) -> None:
        def choose(found: _Found) -> None:
            certificates = [each for token in found.overview.tokens for each in token.certificates]
            if not any(each.fitness.can_sign for each in certificates):
                self.nothing_fits.emit()
                return
            dialog, job = ask(found)
            dialog.accepted.connect(lambda: self._begin(job(), dialog.chosen()))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        services = self._services
        self._background.start(
            lambda _cancel, _progress: _found(services), done=choose, failed=self.failed.emit
        )

    def _begin(self, job: BatchJob, chosen: Chosen | None) -> None:
        if chosen is not None:
            run = BatchRun(self._services, self._background, self._theme, self._window, job, chosen)
            run.ended.connect(self.ended)
            run.ask_pin()


def _found(services: Services) -> _Found:
    state = services.training.state() if services.is_training else None
    service = state.time_stamp_url if state else services.settings.get(TIME_STAMP_SERVICE)
    return _Found(services.tokens.overview(), services.login.state(), service)


class BatchRun(QObject):
    """The dialog of a batch and the PIN dialog before it; goes away with the former."""

    ended = Signal()

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        window: QWidget,
        job: BatchJob,
        chosen: Chosen,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._job = job
        self._chosen = chosen
        self._pause = Pause()
        self._told = False
        self._pin: PinDialog | None = None
        self._again: Token | None = None
        self._attendance = Attendance(
            background.bridge(while_alive(self, self._token_gone)),
            background.bridge(while_alive(self, self._token_back)),
        )
        self._opened = background.bridge(while_alive(self, lambda _none: self._logged_in()))
        self._gathering: Gathering[Progress] = background.gathering(
            while_alive(self, lambda _many: self.dialog.show_batch())
        )
        self._prepared: PreparedBatch | None = None
        self.dialog = BatchDialog(job.names, services, theme, window)
        self.dialog.pause_wanted.connect(self._hold)
        self.dialog.cancel_wanted.connect(self._cancel)
        self.dialog.again_wanted.connect(self.ask_pin)
        self.dialog.go_on_wanted.connect(self._ask_pin_again)
        self.dialog.finished.connect(self._leave)
        self.dialog.open()

    def ask_pin(self) -> None:
        """Ask for the PIN and sign what has no signature yet."""
        self.dialog.show_waiting()
        self._told = False
        self._pin = self._open(
            self.tr("Подписать документы: %n", "", len(self._job.names)), self._sign
        )
        self._pin.succeeded.connect(lambda _none: self._signed())
        self._pin.failed.connect(self._failed)
        self._pin.ended.connect(self._pin_ended)

    def _open(
        self, heading: str, run: Callable[[Pin | None, bool, Cancellation], object]
    ) -> PinDialog:
        request = PinRequest(*self._chosen, heading, self._job.statement, run)
        return open_pin_dialog(request, self._services, self._background, self._theme, self.dialog)

    def _sign(self, pin: Pin | None, confirmed: bool, cancel: Cancellation) -> None:
        """Sign; on the thread of the PIN dialog, which hides once the token is open."""
        if self._prepared is None:
            self._prepared = self._job.prepare(self._read_begins)
            self.dialog.batch = self._prepared.batch
        self._attendance.cancel = cancel
        control = Control(self._gathering.put, self._pause, cancel)
        given, certificate = PinGiven(pin, confirmed), self._chosen[1].certificate.id
        try:
            self._prepared.sign(certificate, given, control, self._attendance)
        finally:
            self._attendance.opened()

    def _read_begins(self) -> None:
        self._attendance.opened()
        if not self._told:
            self._told = True
            self._opened(None)

    def _logged_in(self) -> None:
        if self._pin is not None and self._pin.isVisible():
            self._pin.hide()
            self.dialog.show_running()

    def _hold(self, held: bool) -> None:
        if held:
            self._pause.pause()
        else:
            self._pause.resume()

    def _cancel(self) -> None:
        """Cancel; a batch that is held looks for that and is not let go on before."""
        if self._pin is not None:
            self._pin.reject()

    def _token_gone(self, gone: TokenGone) -> None:
        self.dialog.show_gone(gone)

    def _token_back(self, token: Token) -> None:
        self._again = token
        self.dialog.show_back()

    def _ask_pin_again(self) -> None:
        if self._again is None:
            return
        self._chosen = (self._again, self._chosen[1])
        pin = self._open(self.tr("Продолжить подписание"), self._attendance.give)
        pin.succeeded.connect(lambda _none: self.dialog.show_running())

    def _signed(self) -> None:
        self._gathering.flush()
        prepared = self._prepared
        self._show_result(prepared.batch.stopped_by if prepared else None)

    def _failed(self, error: NmoError) -> None:
        self._gathering.flush()
        self._show_result(error)

    def _pin_ended(self) -> None:
        self._pin = None
        self._gathering.flush()
        if not self.dialog.has_result:
            if self._prepared is None or not self._prepared.batch.settled:
                self.dialog.reject()
            else:
                self._show_result(None)

    def _show_result(self, error: NmoError | None) -> None:
        self.dialog.show_result(error)
        remark = self._job.remark() if error is None else None
        if remark is not None:
            self.dialog.show_remark(remark)

    def _leave(self) -> None:
        self.ended.emit()
        self.dialog.deleteLater()
        self.deleteLater()
