"""What the page of credentials does beside showing and checking: files, filters, reminders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.cancellation import Cancellation
from desktop_app.services.cycle import cycle_lines, cycle_ways
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.credentials_details import CredentialDetails
from desktop_app.ui.credentials_exporting import CredentialExporting
from desktop_app.ui.credentials_filter_bar import CredentialFilterBar
from desktop_app.ui.credentials_filters import CredentialFilters
from desktop_app.ui.credentials_footer import CredentialFooter
from desktop_app.ui.credentials_header import TableHeader, menu_of
from desktop_app.ui.credentials_headline import CredentialHeadline
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_presenter import CredentialsPresenter
from desktop_app.ui.credentials_reminding import CredentialReminding
from desktop_app.ui.credentials_replacing import CredentialReplacing
from desktop_app.ui.credentials_rows import CredentialRows
from desktop_app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts of the page that the extras use."""

    page: QWidget
    headline: CredentialHeadline
    filter_bar: CredentialFilterBar
    header: TableHeader
    model: CredentialTableModel
    footer: CredentialFooter
    presenter: CredentialsPresenter
    details: CredentialDetails


class CredentialExtras(QObject):
    """Makes each extra and joins it to the page."""

    changed = Signal()
    """An export began or ended."""
    open_wanted = Signal(object)
    """``Path`` of a PDF to show."""
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        parts: PageParts,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(parts.page)
        page, presenter = parts.page, parts.presenter
        self._parts = parts
        self._services = services
        self._background = background
        self.exporting = CredentialExporting(
            services, background, page, lambda: presenter.state.as_of
        )
        self.filters = CredentialFilters(services, background, page)
        self.reminding = CredentialReminding(services, background, page, now)
        self.replacing = CredentialReplacing(services, background, theme, page)
        self._join()

    @property
    def running(self) -> bool:
        """True while an export is under way."""
        return self.exporting.running

    def _join(self) -> None:
        parts = self._parts
        self.exporting.join(parts.headline, parts.footer, parts.model, parts.filter_bar)
        self.exporting.changed.connect(self.changed)
        self.filters.join(parts.filter_bar, parts.header)
        self._join_replacing()
        parts.headline.people.toggled.connect(parts.header.show_people)
        parts.headline.people.toggled.connect(parts.presenter.show_people)
        for each in (self.exporting, self.filters, self.reminding, self.replacing):
            each.failed.connect(self.failed)
        parts.presenter.rows_changed.connect(self._take_rows)
        parts.presenter.portal_answered.connect(self._ask_cycle)
        self.reminding.reminded.connect(parts.footer.tell)
        menu = menu_of(parts.header, parts.headline.more)
        menu.aboutToShow.connect(
            lambda: menu.addAction(self.tr("Напоминания о сроках…"), self.reminding.show_dialog)
        )
        parts.headline.more.setMenu(menu)

    def _join_replacing(self) -> None:
        parts, replacing = self._parts, self.replacing
        parts.details.replace_requested.connect(replacing.ask_file)
        parts.details.history_requested.connect(self._show_history)
        replacing.told.connect(parts.footer.tell)
        replacing.replaced.connect(parts.presenter.refresh)
        replacing.open_wanted.connect(self.open_wanted)

    def _show_history(self, credential_id: str) -> None:
        rows = (row for row in self._parts.model.credentials if row.id == credential_id)
        name = next((row.name for row in rows), "")
        self.replacing.show_history(credential_id, name)

    def _take_rows(self, rows: CredentialRows) -> None:
        # HR is not reminded of the terms of others: these people are.
        self.reminding.take_rows([row for row in rows.credentials if not row.holder])

    def _ask_cycle(self, _reached: bool) -> None:
        """Ask for the cycle; a portal that counts none leaves the place empty."""
        services, details = self._services, self._parts.details

        def lines(cancel: Cancellation, _progress: object) -> tuple[str, ...]:
            cycle = services.credentials.cycle(cancel)
            ways = cycle_ways(services.settings)
            return cycle_lines(cycle, ways, services.catalogue, services.language)

        self._background.start(
            lines,
            done=while_alive(self, details.show_cycle),
            failed=while_alive(self, lambda _error: details.show_cycle(())),
        )
