"""Header of the table: columns moved, hidden, resized, and a menu that does it by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from desktop_app.ui.credentials_columns import SORT_VALUES, Column, CredentialWords
from desktop_app.ui.credentials_layout import DEFAULT_WIDTHS, MINIMUM_WIDTH, TableLayout

_SETTLE_MILLISECONDS = 400


class TableHeader(QObject):
    """Applies a layout to the header of a table and tells when the person changed it."""

    changed = Signal(object)
    """The ``TableLayout``, a moment after the last change by the person."""

    def __init__(self, table: QTableView, words: CredentialWords) -> None:
        super().__init__(table)
        self._table = table
        self._words = words
        self._set_up(self._header)
        self._layout = TableLayout()
        self._people = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MILLISECONDS)
        self._settled.timeout.connect(lambda: self.changed.emit(self.layout()))

    @property
    def _header(self) -> QHeaderView:
        """The table's header, asked for anew: PySide may drop a kept wrapper of Qt's own part."""
        return self._table.horizontalHeader()

    def apply(self, layout: TableLayout) -> None:
        """Show columns and rows as ``layout`` says."""
        self._layout = layout
        self._header.ensurePolished()
        for place, column in enumerate(layout.order):
            self._header.moveSection(self._header.visualIndex(column), place)
        for column in Column:
            self._header.resizeSection(column, self._width(layout, column))
            self._header.setSectionHidden(column, column in layout.hidden)
        self.order_by(layout.sort_column, descending=layout.descending)
        self._settled.stop()

    def layout(self) -> TableLayout:
        """Return the layout as it is now; a hidden column keeps its last width."""
        header = self._header
        hidden = frozenset(column for column in Column if header.isSectionHidden(column))
        widths = {column: header.sectionSize(column) for column in Column if column not in hidden}
        self._layout = TableLayout(
            order=tuple(Column(header.logicalIndex(place)) for place in range(len(Column))),
            hidden=hidden,
            widths={**self._layout.widths, **widths},
            sort_column=self._layout.sort_column,
            descending=self._layout.descending,
        )
        return self._layout

    def order_by(self, column: Column, *, descending: bool) -> None:
        """Order the rows and show the arrow; a column without order changes nothing."""
        if column not in SORT_VALUES:
            return
        now = self.layout()
        self._layout = TableLayout(now.order, now.hidden, now.widths, column, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(column, order)
        self._table.model().sort(column, order)
        self._settled.start()

    def show_column(self, column: Column, *, shown: bool) -> None:
        """Show or hide a column."""
        self.layout()
        self._header.setSectionHidden(column, not shown)
        if shown:
            self._header.resizeSection(column, self._layout.widths[column])
        self._settled.start()

    def show_people(self, shown: bool) -> None:
        """Show whose each credential is, or not; it is no choice that is kept."""
        self._people = shown
        self.show_column(Column.HOLDER, shown=shown)

    def fill_menu(self, menu: QMenu) -> None:
        """Add to ``menu`` what the mouse does on the header: order, show, hide."""
        self._add_orders(menu.addMenu(self.tr("Упорядочить по столбцу")))
        self._add_columns(menu.addMenu(self.tr("Показывать столбцы")))

    def _width(self, layout: TableLayout, column: Column) -> int:
        """Return the width: one that the person did not choose shows its title whole."""
        width = layout.widths[column]
        chosen = width != DEFAULT_WIDTHS[column]
        return width if chosen else max(width, self._header.sectionSizeHint(column))

    def _set_up(self, header: QHeaderView) -> None:
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(MINIMUM_WIDTH)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionClicked.connect(self._clicked)
        header.sectionMoved.connect(self._note_change)
        header.sectionResized.connect(self._note_change)

    def _note_change(self) -> None:
        # Connected directly, QTimer.start would take the signal's first number as its interval.
        self._settled.start()

    def _add_orders(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        now = self.layout()
        for column in now.order:
            if column in SORT_VALUES and self._offers(column):
                action = menu.addAction(self._words.titles[column])
                action.setCheckable(True)
                action.setChecked(column == now.sort_column)
                action.triggered.connect(self._orderer(column))
                group.addAction(action)
        menu.addSeparator()
        descending = menu.addAction(self.tr("По убыванию"))
        descending.setCheckable(True)
        descending.setChecked(now.descending)
        descending.triggered.connect(
            lambda down: self.order_by(self._layout.sort_column, descending=down)
        )

    def _add_columns(self, menu: QMenu) -> None:
        now = self.layout()
        for column in filter(self._offers, now.order):
            action = menu.addAction(self._words.titles[column])
            action.setCheckable(True)
            action.setChecked(column not in now.hidden)
            action.setEnabled(column != Column.NAME)
            action.toggled.connect(self._shower(column))

    def _offers(self, column: Column) -> bool:
        return self._people or column != Column.HOLDER

    def _orderer(self, column: Column) -> Callable[[], None]:
        return lambda: self.order_by(column, descending=self._layout.descending)

    def _shower(self, column: Column) -> Callable[[bool], None]:
        return lambda shown: self.show_column(column, shown=shown)

    def _clicked(self, section: int) -> None:
        column = Column(section)
        same = column == self._layout.sort_column
        self.order_by(column, descending=same and not self._layout.descending)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_columns(menu)
        menu.popup(self._header.mapToGlobal(place))


def menu_of(header: TableHeader, parent: QWidget) -> QMenu:
    """Return a menu that follows the header: it is filled anew each time it opens."""
    menu = QMenu(parent)

    def fill() -> None:
        menu.clear()
        header.fill_menu(menu)

    menu.aboutToShow.connect(fill)
    return menu
