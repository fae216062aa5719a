"""Runs the diagnosis beside the UI thread and tells what it comes to, check by check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.diagnostics import CheckResult, DiagnosisReport, Profile
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a worker tells while it runs; ``run`` tells it from an earlier one."""

    run: int
    planned: tuple[str, ...] | None = None
    result: CheckResult | None = None


class DiagnosisPresenter(QObject):
    """One run at a time; each outcome arrives on the UI thread."""

    planned = Signal(object)
    """Identifiers of the checks of the run that begins, from cause to effect."""
    checked = Signal(object)
    """The ``CheckResult``s of a moment, as a list."""
    ended = Signal(object)
    """The ``DiagnosisReport``, with what was checked again."""
    stopped = Signal()
    """Cancelled by the person."""
    failed = Signal(object)
    """An ``NmoError``."""
    running_changed = Signal()

    def __init__(
        self, services: Services, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._heard = background.gathering(self._hear)
        self._run = 0
        self._job: Job | None = None
        self.profile = Profile.LOGIN
        self.report: DiagnosisReport | None = None

    @property
    def running(self) -> bool:
        """True while checks are carried out."""
        return self._job is not None

    def run(self, profile: Profile) -> None:
        """Carry out every check of a profile."""
        if self._job is not None:
            return
        self.profile = profile
        self._run += 1
        self.report = None
        services, run, tell = self._services, self._run, self._heard.put

        def diagnose(cancel: Cancellation, _progress: object) -> DiagnosisReport:
            service = services.diagnostics
            tell(_Heard(run, planned=service.planned(profile)))
            return service.run(profile, on_result=_teller(tell, run), cancel=cancel)

        self._start(diagnose)

    def check_again(self, identifiers: Sequence[str]) -> None:
        """Carry out single checks again, with what they depend on."""
        if self._job is not None:
            return
        self._run += 1
        services, run, profile = self._services, self._run, self.profile
        tell = self._heard.put

        def diagnose(cancel: Cancellation, _progress: object) -> DiagnosisReport:
            service = services.diagnostics
            report = service.run(
                profile, only=identifiers, on_result=_teller(tell, run), cancel=cancel
            )
            return service.last() or report

        self._start(diagnose)

    def take(self, result: CheckResult) -> None:
        """Take the result of a check that was carried out elsewhere: the trial signature."""
        self.checked.emit([result])
        self._background.start(
            lambda _cancel, _progress: self._services.diagnostics.last(), done=self._take_last
        )

    def cancel(self) -> None:
        """Stop the run; what was found stays."""
        if self._job is not None:
            self._job.cancel()

    def _start(self, diagnose: Callable[[Cancellation, object], DiagnosisReport]) -> None:
        self._job = self._background.start(
            diagnose, done=self._end, failed=self._fail, cancelled=self._stop
        )
        self.running_changed.emit()

    def _hear(self, heard: list[_Heard]) -> None:
        present = [each for each in heard if each.run == self._run]
        for each in present:
            if each.planned is not None:
                self.planned.emit(each.planned)
        results = [each.result for each in present if each.result is not None]
        if results:
            self.checked.emit(results)

    def _take_last(self, report: DiagnosisReport | None) -> None:
        if report is not None and self._job is None:
            self.report = report
            self.ended.emit(report)

    def _end(self, report: DiagnosisReport) -> None:
        self._leave()
        self.report = report
        self.ended.emit(report)

    def _fail(self, error: NmoError) -> None:
        self._leave()
        self.failed.emit(error)

    def _stop(self) -> None:
        self._leave()
        self.stopped.emit()

    def _leave(self) -> None:
        self._heard.flush()
        self._job = None
        self.running_changed.emit()


def _teller(tell: Callable[[_Heard], None], run: int) -> Callable[[CheckResult], None]:
    return lambda result: tell(_Heard(run, result=result))
