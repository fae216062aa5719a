"""The shown page and those that were opened before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget

from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.page import Page
from desktop_app.ui.page_table import PageKey, PageRow
from desktop_app.ui.theme import Theme

Kind = TypeVar("Kind", bound=Page)


class PageStack(QStackedWidget):
    """Makes each page when it is first asked for: a window with many pages opens at once."""

    def __init__(
        self,
        rows: Sequence[PageRow],
        services: Services,
        background: Background,
        theme: Theme,
        connect: Callable[[Page], object],
    ) -> None:
        super().__init__()
        self.rows = {row.key: row for row in rows}
        self.made: dict[PageKey, Page] = {}
        """The pages that were opened, by key."""
        self._parts = (services, background, theme)
        self._connect_page = connect

    def page(self, kind: Callable[[Services, Background, Theme], Kind]) -> Kind:
        """Return the page of this class; it is made when it was never opened."""
        key = next(row.key for row in self.rows.values() if row.make is kind)
        return self.at(key)  # type: ignore[return-value]  # its row says what makes it

    def at(self, key: PageKey) -> Page:
        """Return a page by its key; it is made when it was never opened."""
        page = self.made.get(key)
        if page is None:
            page = self.made[key] = self.rows[key].make(*self._parts)
            self.addWidget(page)
            self._connect_page(page)
        return page

    def show_page(self, key: PageKey) -> Page:
        """Show a page and return it."""
        page = self.at(key)
        self.setCurrentWidget(page)
        return page

    @property
    def shown(self) -> PageKey:
        """The key of the page that is shown."""
        shown = self.currentWidget()
        return next(key for key, page in self.made.items() if page is shown)
