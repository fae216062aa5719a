"""The menu of saved filters beside the chips."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from desktop_app.services.program import Services
from desktop_app.services.saved_filters import SavedFilter, SavedFilters
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.credentials_columns import Column
from desktop_app.ui.credentials_filter_bar import CredentialFilterBar
from desktop_app.ui.credentials_header import TableHeader

_SORTS = {
    "date": Column.ISSUED,
    "status": Column.STATUS,
    "organisation": Column.ORGANISATION,
    "name": Column.NAME,
}


class CredentialFilters(QObject):
    """Saves what the bar asks for, and asks the bar for what was saved."""

    failed = Signal(object)
    """``NmoError``"""

    def __init__(self, services: Services, background: Background, page: QWidget) -> None:
        super().__init__(page)
        self._background = background
        self._filters = SavedFilters(services.settings)
        self._page = page

    def join(self, bar: CredentialFilterBar, header: TableHeader) -> None:
        """Give the bar its menu."""
        self._bar, self._header = bar, header
        menu = QMenu(bar.saved)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        bar.saved.setMenu(menu)

    def save(self, name: str) -> None:
        """Keep under a name what is shown now, with its order."""
        wanted, layout = self._bar.wanted(), self._header.layout()
        sort = next((key for key, column in _SORTS.items() if column == layout.sort_column), "")
        saved = SavedFilter(
            name,
            statuses=wanted.statuses or frozenset(),
            search=" ".join(wanted.text.split()),
            sort=sort,
            reverse=layout.descending,
        )
        self._try(lambda: self._filters.save(saved))

    def use(self, saved: SavedFilter) -> None:
        """Show what a filter asks for, in its order."""
        self._bar.show_saved(saved)
        if saved.sort in _SORTS:
            self._header.order_by(_SORTS[saved.sort], descending=saved.reverse)

    def ask_name(self) -> None:
        """Ask for a name, then save."""
        dialog = QInputDialog(self._page)
        dialog.setWindowTitle(self.tr("Сохранить фильтр"))
        dialog.setLabelText(self.tr("Как назвать этот отбор"))
        dialog.setOkButtonText(self.tr("Сохранить"))
        dialog.setCancelButtonText(self.tr("Отмена"))
        dialog.textValueSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        found = self._filters.all()
        for saved in found:
            menu.addAction(saved.name.replace("&", "&&"), self._user(saved))
        menu.addSeparator()
        menu.addAction(self.tr("Сохранить этот отбор…"), self.ask_name)
        if found:
            dropping = menu.addMenu(self.tr("Удалить фильтр"))
            for saved in found:
                dropping.addAction(saved.name.replace("&", "&&"), self._dropper(saved))

    def _user(self, saved: SavedFilter) -> Callable[[], None]:
        return lambda: self.use(saved)

    def _dropper(self, saved: SavedFilter) -> Callable[[], None]:
        return lambda: self._try(lambda: self._filters.drop(saved.name))

    def _try(self, change: Callable[[], None]) -> None:
        self._background.start(
            lambda _cancel, _progress: change(), failed=while_alive(self, self.failed.emit)
        )
