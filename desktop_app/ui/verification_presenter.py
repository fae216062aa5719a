"""What the page «Проверка подписи» does beside the UI thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.services.verification_form import VerificationForm
from desktop_app.ui.background import Background, Job

_IN_FOLDERS = frozenset({".sig", ".p7s", ".sgn", ".pdf"})


class VerificationPresenter(QObject):
    """Verifies files and keeps what came of it, to be saved."""

    verified = Signal(object)
    """The ``VerificationForm``."""
    failed = Signal(object)
    """An ``NmoError``: a report was not saved, or the program cannot verify at all."""
    saved = Signal(str)
    """The file of the report."""
    progressed = Signal(object)
    """``Progress``."""
    stopped = Signal()
    running_changed = Signal(bool)

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._job: Job | None = None
        self.form: VerificationForm | None = None

    @property
    def running(self) -> bool:
        """True while files are verified."""
        return self._job is not None

    def verify(self, places: Sequence[Path], *, offline: bool) -> None:
        """Verify files, and what is signed in folders; one run at a time."""
        if self._job is not None:
            return
        services = self._services

        def run(cancel: Cancellation, progress: ProgressListener) -> VerificationForm:
            return _verified(services, places, cancel, progress, offline=offline)

        self._job = self._background.start(
            run,
            done=self._take,
            failed=self.failed.emit,
            progress=self.progressed.emit,
            cancelled=self.stopped.emit,
        )
        self._job.finished.connect(self._ended)
        self.running_changed.emit(True)

    def cancel(self) -> None:
        """Stop the run; what was found is not shown."""
        if self._job is not None:
            self._job.cancel()

    def save(self, target: Path) -> None:
        """Write the report, HTML, PDF or JSON by the ending of the file's name."""
        form, catalogue = self.form, self._services.catalogue
        if form is None:
            return

        def write(_cancel: Cancellation, _progress: ProgressListener) -> None:
            from desktop_app.services.verification_report import save_report  # noqa: PLC0415

            save_report(target, catalogue, form)

        self._background.start(
            write, done=lambda _none: self.saved.emit(str(target)), failed=self.failed.emit
        )

    def _take(self, form: VerificationForm) -> None:
        self.form = form
        self.verified.emit(form)

    def _ended(self) -> None:
        self._job = None
        self.running_changed.emit(False)


def _verified(
    services: Services,
    places: Sequence[Path],
    cancel: Cancellation,
    progress: ProgressListener,
    *,
    offline: bool,
) -> VerificationForm:
    # What verifies takes longer to import than the window takes to show itself.
    from desktop_app.services.file_verification import FileReport  # noqa: PLC0415
    from desktop_app.services.signing_report import TrustOptions  # noqa: PLC0415
    from desktop_app.services.verification_words import (  # noqa: PLC0415
        FailedVerification,
        VerificationWords,
    )

    options = TrustOptions(offline=offline)
    files = [file for place in places for file in _files(place)]
    verifier = services.signature_forms.verifier
    results: list[FileReport | FailedVerification] = []
    for done, file in enumerate(files):
        cancel.checkpoint()
        progress(Progress(done, len(files), file.name))
        try:
            results.append(verifier.verify(file, None, options, cancel))
        except NmoError as error:
            results.append(FailedVerification(str(file), error))
    return VerificationWords(services.catalogue, services.language).form(results, offline=offline)


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    files = sorted(each for each in place.iterdir() if each.is_file())
    names = {each.name for each in files}
    for file in files:
        # A document is verified with the signature beside it, once.
        if file.suffix.lower() in _IN_FOLDERS and f"{file.name}.sig" not in names:
            yield file
