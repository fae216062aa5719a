"""Everything that the page of the diagnosis opens: fixes, report, bundle, trial signature."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.diagnostics import DiagnosisReport, Finding
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.diagnostics_fixes import FixesDialog
from desktop_app.ui.diagnostics_mending import Mending
from desktop_app.ui.diagnostics_remedies import Remedy, remedy_of
from desktop_app.ui.diagnostics_saving import Saving
from desktop_app.ui.diagnostics_trial import Trial
from desktop_app.ui.diagnostics_words import DiagnosisWords
from desktop_app.ui.pin_change_presenter import PinTask
from desktop_app.ui.pin_change_start import PinChanging
from desktop_app.ui.theme import Theme


class DiagnosisActions(QObject):
    """Opens dialogs over the page and tells the page what came of them."""

    changed = Signal(str)
    """Identifier of the check to carry out again."""
    checked = Signal(object)
    """The ``CheckResult`` of the trial signature."""
    login_wanted = Signal()
    nothing_fits = Signal()
    """No certificate may sign."""
    saved = Signal(str)
    """The file that was written."""
    pin_changed = Signal()
    """A token has a new PIN."""
    failed = Signal(object)
    """An ``NmoError``."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window
        self._words = DiagnosisWords(services.catalogue, services.language)
        self.mending = Mending(services, background, theme, window)
        self.saving = Saving(services, background, window)
        self.trial = Trial(services, background, theme, window)
        self.pins = PinChanging(services, background, theme, window)
        self.pins.succeeded.connect(self.pin_changed)
        self.mending.changed.connect(self.changed)
        self.saving.saved.connect(self.saved)
        self.trial.signed.connect(self.checked)
        self.trial.nothing_fits.connect(self.nothing_fits)
        for part in (self.mending, self.saving, self.trial, self.pins):
            part.failed.connect(self.failed)

    def words(self, finding: Finding) -> str:
        """Return the words of a finding's button, empty where the program can do nothing."""
        match remedy_of(finding):
            case Remedy.FIX:
                return self._words.fix_title(finding.fix or "")
            case Remedy.SIGN_IN:
                return self.tr("Войти")
            case Remedy.CHANGE_PIN:
                return self.tr("Сменить PIN…")
            case Remedy.UNBLOCK_PIN:
                return self.tr("Разблокировать PIN…")
            case Remedy.FROM_FILE:
                return self.tr("Взять сертификат из файла…")
        return ""

    def act(self, check: str, finding: Finding) -> bool:
        """Do what the program can about a finding; False where that is nothing."""
        match remedy_of(finding):
            case Remedy.FIX:
                self.mending.plan(check, finding)
            case Remedy.SIGN_IN:
                self.login_wanted.emit()
            case Remedy.CHANGE_PIN:
                self.pins.start(PinTask.CHANGE, _serial_of(finding))
            case Remedy.UNBLOCK_PIN:
                self.pins.start(PinTask.UNBLOCK, _serial_of(finding))
            case Remedy.FROM_FILE:
                self.mending.ask_file(check, finding)
            case _:
                return False
        return True

    def save_report(self, report: DiagnosisReport | None) -> None:
        """Ask where to, and write the report."""
        if report is not None:
            self.saving.save_report(report)

    def show_bundle(self, report: DiagnosisReport | None) -> None:
        """Show what a support bundle holds before it is saved."""
        if report is not None:
            self.saving.show_bundle(report)

    def show_fixes(self) -> None:
        """Show what was mended here and can be taken back."""
        dialog = FixesDialog(self._services, self._background, self._theme, self._window)
        dialog.changed.connect(self.changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _serial_of(finding: Finding) -> str:
    return str(finding.evidence.get("token_serial", ""))
