"""The menu «Выгрузить» of the credentials: files and print of exactly what the table shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.cancellation import Progress
from desktop_app.core.data_table import DataTable
from desktop_app.services.exports.credential_sheet import Shown, credential_sheet
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_filter_bar import CredentialFilterBar
from desktop_app.ui.credentials_footer import CredentialFooter
from desktop_app.ui.credentials_headline import CredentialHeadline
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.table_exporting import Make, TableExporting


class CredentialExporting(QObject):
    """Joins the export to the parts of the page."""

    changed = Signal()
    """An export began or ended."""
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self,
        services: Services,
        background: Background,
        page: QWidget,
        as_of: Callable[[], datetime | None],
    ) -> None:
        super().__init__(page)
        self._services = services
        self._as_of = as_of
        self.exporting = TableExporting(services, background, page)

    @property
    def running(self) -> bool:
        """True while a file is written or pages are printed."""
        return self.exporting.running

    def join(
        self,
        headline: CredentialHeadline,
        footer: CredentialFooter,
        model: CredentialTableModel,
        filter_bar: CredentialFilterBar,
    ) -> None:
        """Give the headline its menu and tell the footer what becomes of an export."""
        self._footer, self._model, self._filter_bar = footer, model, filter_bar
        exporting = self.exporting
        headline.export.setMenu(exporting.menu(self._name, self._view, headline.export))
        footer.cancelled.connect(exporting.cancel)
        exporting.started.connect(lambda: self._show_progress(Progress(0, 0)))
        exporting.progressed.connect(self._show_progress)
        exporting.saved.connect(self._saved)
        exporting.printed.connect(lambda: self._ended(self.tr("Передано принтеру.")))
        exporting.cancelled.connect(lambda: self._ended(self.tr("Выгрузка отменена.")))
        exporting.failed.connect(self._failed)

    def _name(self) -> str:
        return self.tr("Сертификаты НМО {day}").format(
            day=f"{datetime.now().astimezone():%d.%m.%Y}"
        )

    def _view(self) -> Make:
        """Take rows and filter as they are now; composing the table is left to the worker."""
        services, rows = self._services, self._model.in_view()
        total, as_of = len(self._model.credentials), self._as_of()
        filters = self._filter_bar.description()

        def make() -> DataTable:
            account = services.login.state().account
            shown = Shown(total, as_of, account.full_name if account else "", filters)
            return credential_sheet(rows, shown, services.catalogue, services.language)

        return make

    def _show_progress(self, progress: Progress) -> None:
        words = self.tr("Выгружаем: {done} из {total}")
        text = words.format(done=progress.done, total=progress.total)
        self._footer.show_work(progress, text if progress.total else self.tr("Выгружаем…"))
        if not progress.done:
            self.changed.emit()

    def _saved(self, path: Path) -> None:
        self._ended(self.tr("Сохранено: {path}").format(path=path))

    def _ended(self, text: str) -> None:
        self.changed.emit()
        self._footer.tell(text)

    def _failed(self, error: object) -> None:
        self.changed.emit()
        self.failed.emit(error)
