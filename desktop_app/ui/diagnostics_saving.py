"""Handing a diagnosis on: the report as a file, the support bundle after a look into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.diagnostics import DiagnosisReport
from desktop_app.services.diagnostics.bundle import SupportBundle
from desktop_app.services.program import Services
from desktop_app.services.storage.private_file import write_over
from desktop_app.ui.background import Background
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.save_dialog import ask_where_to_save

Write = Callable[[Path], None]


class Saving(QObject):
    """Asks where to, then writes beside the UI thread."""

    saved = Signal(str)
    """The file that was written."""
    failed = Signal(object)
    """An ``NmoError``."""

    def __init__(self, services: Services, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._window = window

    def save_report(self, report: DiagnosisReport) -> None:
        """Ask for a file and write the redacted report, HTML or JSON by its ending."""
        services = self._services

        def write(path: Path) -> None:
            if path.suffix.lower() == ".json":
                form = services.diagnostics.report_json(report)
                text = json.dumps(form, ensure_ascii=False, indent=2) + "\n"
            else:
                text = services.diagnostics.report_html(report)
            write_over(path, text.encode("utf-8"))

        kinds = [self.tr("Страница HTML (*.html)"), self.tr("Данные JSON (*.json)")]
        self._ask(self.tr("Сохранить отчёт"), f"{_name(report)}.html", kinds, write)

    def show_bundle(self, report: DiagnosisReport) -> None:
        """Compose the bundle and show what would leave this computer."""
        services = self._services
        self._background.start(
            lambda _cancel, _progress: services.diagnostics.bundle(report),
            done=lambda bundle: self._preview(bundle, f"{_name(report)}.zip"),
            failed=self.failed.emit,
        )

    def _preview(self, bundle: SupportBundle, name: str) -> None:
        services = self._services
        dialog = BundlePreview(bundle, services.catalogue, services.language, self._window)

        def write(path: Path) -> None:
            services.diagnostics.save_bundle(bundle, path)

        kinds = [self.tr("Архив ZIP (*.zip)")]
        dialog.accepted.connect(
            lambda: self._ask(self.tr("Сохранить пакет для поддержки"), name, kinds, write)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask(self, title: str, name: str, kinds: list[str], write: Write) -> None:
        ask_where_to_save(self._window, title, name, kinds, lambda file: self._write(file, write))

    def _write(self, path: Path, write: Write) -> None:
        self._background.start(
            lambda _cancel, _progress: write(path),
            done=lambda _none: self.saved.emit(str(path)),
            failed=self.failed.emit,
        )


def _name(report: DiagnosisReport) -> str:
    return f"nmo-{report.profile.value}-{report.started_at.astimezone():%Y-%m-%d-%H%M}"
