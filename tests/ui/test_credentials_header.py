"""Columns are moved, hidden and resized by the person, and stand so at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.services.storage.settings import TABLE_COLUMNS, TABLE_WIDTHS, SettingsStore
from desktop_app.ui.credentials_columns import SORT_VALUES, Column, CredentialWords
from desktop_app.ui.credentials_header import TableHeader, menu_of
from desktop_app.ui.credentials_layout import (
    MAXIMUM_WIDTH,
    MINIMUM_WIDTH,
    TABLE_ORDER,
    TableLayout,
    keep_layout,
    read_layout,
)
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_rows import CredentialRows
from desktop_app.ui.credentials_table import CredentialTableView
from tests.ui.credential_samples import credential

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WIDTHS = st.fixed_dictionaries(
    {column: st.integers(MINIMUM_WIDTH, MAXIMUM_WIDTH) for column in Column}
)
LAYOUTS = st.builds(
    TableLayout,
    order=st.permutations(list(Column)).map(tuple),
    hidden=st.frozensets(st.sampled_from(sorted(set(Column) - {Column.NAME}))).map(
        lambda hidden: hidden | {Column.HOLDER}
    ),
    widths=WIDTHS,
    sort_column=st.sampled_from(sorted(SORT_VALUES)),
    descending=st.booleans(),
)


@pytest.fixture
def header(qtbot: QtBot) -> TableHeader:
    words = CredentialWords()
    model = CredentialTableModel(words)
    rows = [credential(n, name=f"Курс {n}") for n in range(3)]
    model.set_rows(CredentialRows(rows, words))
    table = CredentialTableView(model)
    model.setParent(table)
    words.setParent(table)
    qtbot.addWidget(table)
    header = TableHeader(table, words)
    header.apply(TableLayout())
    return header


def table_of(header: TableHeader) -> CredentialTableView:
    table = header.parent()
    assert isinstance(table, CredentialTableView)
    return table


def first_name(header: TableHeader) -> object:
    return table_of(header).model().index(0, Column.NAME).data()


@given(LAYOUTS)
def test_a_kept_layout_is_read_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, layout: TableLayout
) -> None:
    path = tmp_path_factory.mktemp("home") / "settings.json"
    keep_layout(SettingsStore(path), layout)
    assert read_layout(SettingsStore(path)) == layout


def test_settings_of_another_version_lose_no_column(tmp_path: Path) -> None:
    settings = SettingsStore(tmp_path / "settings.json")
    settings.set(TABLE_COLUMNS, ["status", "colour", "-number", "-name"])
    settings.set(TABLE_WIDTHS, ["status=5", "number=wide", "colour=80"])
    settings.set(TABLE_ORDER, ["-action"])
    layout = read_layout(settings)
    assert layout.order[:3] == (Column.STATUS, Column.NUMBER, Column.NAME)
    assert set(layout.order) == set(Column)
    assert layout.hidden == {Column.NUMBER, Column.HOLDER}
    assert layout.widths[Column.STATUS] == MINIMUM_WIDTH
    assert (layout.sort_column, layout.descending) == (Column.NAME, False)


def test_what_the_person_changes_is_told_once_it_settles(header: TableHeader, qtbot: QtBot) -> None:
    section = table_of(header).horizontalHeader()
    with qtbot.waitSignal(header.changed) as told:
        section.moveSection(section.visualIndex(Column.NUMBER), 0)
        section.resizeSection(Column.STATUS, 222)
        header.show_column(Column.ISSUED, shown=False)
        section.sectionClicked.emit(Column.STATUS)
    layout = told.args[0]
    assert layout.order[0] is Column.NUMBER
    assert layout.widths[Column.STATUS] == 222
    assert Column.ISSUED in layout.hidden
    assert (layout.sort_column, layout.descending) == (Column.STATUS, False)


def test_a_hidden_column_comes_back_as_wide_as_it_was(header: TableHeader) -> None:
    section = table_of(header).horizontalHeader()
    section.resizeSection(Column.NUMBER, 199)
    header.show_column(Column.NUMBER, shown=False)
    header.show_column(Column.NUMBER, shown=True)
    assert section.sectionSize(Column.NUMBER) == 199


def test_a_second_click_on_a_title_turns_the_order_round(header: TableHeader) -> None:
    section = table_of(header).horizontalHeader()
    assert first_name(header) == "Курс 0"
    section.sectionClicked.emit(Column.NAME)
    assert first_name(header) == "Курс 2"
    assert section.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    section.sectionClicked.emit(Column.NAME)
    assert first_name(header) == "Курс 0"


def test_a_click_on_the_action_title_leaves_order_and_arrow(header: TableHeader) -> None:
    section = table_of(header).horizontalHeader()
    section.sectionClicked.emit(Column.ACTION)
    assert section.sortIndicatorSection() == Column.NAME
    assert first_name(header) == "Курс 0"


def entries(menu: QMenu, title: str) -> dict[str, QAction]:
    menu.aboutToShow.emit()
    submenu = next(action.menu() for action in menu.actions() if action.text() == title)
    assert isinstance(submenu, QMenu)
    return {action.text(): action for action in submenu.actions()}


def test_the_menu_orders_and_hides_without_a_mouse(header: TableHeader) -> None:
    menu = menu_of(header, table_of(header))
    entries(menu, "Упорядочить по столбцу")["По убыванию"].trigger()
    assert first_name(header) == "Курс 2"
    entries(menu, "Упорядочить по столбцу")["Номер"].trigger()
    assert header.layout().sort_column is Column.NUMBER
    columns = entries(menu, "Показывать столбцы")
    columns["Номер"].trigger()
    assert table_of(header).horizontalHeader().isSectionHidden(Column.NUMBER)
    assert not columns["Название"].isEnabled()
