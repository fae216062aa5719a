"""Fixes in the window: planning one, showing it, and the list of those carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.services.diagnostics.fixing import FixPlan
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.fix_dialog import FixDialog
from desktop_app.ui.theme import Theme

_INSTALL = "trust.install-own"


class Mending(QObject):
    """Plans beside the UI thread, as a plan may fetch something; then asks."""

    changed = Signal(str)
    """Identifier of the check to carry out again."""
    failed = Signal(object)
    """An ``NmoError``: there is nothing that can be changed."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window
        self._job: Job | None = None
        self._dialog: FixDialog | None = None

    def take(self, results: Sequence[CheckResult]) -> None:
        """Tell the open dialog what checks came to after the change."""
        for result in results:
            if self._dialog is not None:
                self._dialog.show_checked_again(result)

    def plan(self, check: str, finding: Finding) -> None:
        """Work out what the fix of a finding would change, then show it."""
        if self._job is not None:
            return
        services = self._services
        self._job = self._background.start(
            lambda _cancel, _progress: services.diagnostics.plan_fix(check, finding),
            done=self._ask,
            failed=self.failed.emit,
        )
        self._job.finished.connect(self._stop)

    def ask_file(self, check: str, finding: Finding) -> None:
        """Let the person name the file of the missing certificate, then plan to add it."""
        dialog = QFileDialog(self._window, self.tr("Файл сертификата"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Сертификаты (*.cer *.crt *.pem *.der *.p7b)"), self.tr("Все файлы (*)")]
        )

        def chosen(file: str) -> None:
            evidence = {**finding.evidence, "file": file}
            self.plan(check, replace(finding, fix=_INSTALL, evidence=evidence))

        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask(self, plan: FixPlan) -> None:
        dialog = FixDialog(plan, self._services, self._background, self._theme, self._window)
        dialog.changed.connect(self.changed)
        dialog.finished.connect(self._forget)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _forget(self, _result: int) -> None:
        self._dialog = None

    def _stop(self) -> None:
        self._job = None
