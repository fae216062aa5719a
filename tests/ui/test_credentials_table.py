"""The table keeps choice and place, and everything in it goes by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.credentials_columns import Column, CredentialWords
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_order import CredentialFilter
from desktop_app.ui.credentials_rows import CredentialRows
from desktop_app.ui.credentials_table import CredentialTableView
from tests.ui.credential_samples import MOMENT, credential

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROWS = [credential(n, name=f"Курс {n}", has_document=n != 5) for n in range(60)]
SELECT_ROW = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)


@pytest.fixture
def table(qtbot: QtBot) -> CredentialTableView:
    words = CredentialWords()
    model = CredentialTableModel(words, now=lambda: MOMENT)
    model.set_rows(CredentialRows(ROWS, words))
    view = CredentialTableView(model)
    model.setParent(view)
    words.setParent(view)
    qtbot.addWidget(view)
    view.resize(1200, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def choose(table: CredentialTableView, row: int, column: Column = Column.NAME) -> None:
    index = table.model().index(row, column)
    table.selectionModel().setCurrentIndex(index, SELECT_ROW)


def chosen(table: CredentialTableView) -> list[str]:
    return [each.id for each in table.memory.chosen()]


def model_of(table: CredentialTableView) -> CredentialTableModel:
    model = table.model()
    assert isinstance(model, CredentialTableModel)
    return model


def current(table: CredentialTableView) -> str | None:
    credential = table.memory.current()
    return credential.id if credential else None


def test_sorting_keeps_what_is_chosen_and_current(table: CredentialTableView) -> None:
    choose(table, 3, Column.STATUS)
    model_of(table).sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert chosen(table) == ["id-3"]
    assert current(table) == "id-3"
    assert table.currentIndex().column() == Column.STATUS


def test_a_row_hidden_by_a_filter_is_chosen_again_when_it_comes_back(
    table: CredentialTableView,
) -> None:
    choose(table, 3)
    model_of(table).set_filter(CredentialFilter(text="000000004"))
    assert chosen(table) == []
    assert current(table) is None
    model_of(table).set_filter(CredentialFilter())
    assert chosen(table) == ["id-3"]
    assert current(table) == "id-3"


def test_a_choice_made_under_a_filter_replaces_the_hidden_one(table: CredentialTableView) -> None:
    choose(table, 3)
    model_of(table).set_filter(CredentialFilter(text="000000004"))
    choose(table, 0)
    model_of(table).set_filter(CredentialFilter())
    assert chosen(table) == ["id-4"]


def test_newer_rows_keep_choice_and_the_topmost_row_in_place(table: CredentialTableView) -> None:
    choose(table, 20)
    table.verticalScrollBar().setValue(15)
    model = model_of(table)
    newer = [credential(100 + n, name="А") for n in range(4)] + ROWS
    with table.memory.place_kept():
        model.set_rows(CredentialRows(newer, model.words))
    assert chosen(table) == ["id-20"]
    top = model.credential(table.indexAt(QPoint(5, 2)))
    assert top is not None
    assert top.id == "id-15"


def test_choosing_all_of_many_rows_survives_a_sort(table: CredentialTableView) -> None:
    table.selectAll()
    model_of(table).sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert len(chosen(table)) == len(ROWS)
    assert table.selectionModel().selection().count() == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_on_the_action_cell_check_its_row(
    table: CredentialTableView, qtbot: QtBot, key: Qt.Key
) -> None:
    choose(table, 2, Column.ACTION)
    with qtbot.waitSignal(table.check_requested) as asked:
        QTest.keyClick(table, key)
    assert asked.args == ["id-2"]


def test_enter_on_a_number_opens_its_document_only_where_there_is_one(
    table: CredentialTableView, qtbot: QtBot
) -> None:
    choose(table, 2, Column.NUMBER)
    with qtbot.waitSignal(table.document_requested) as asked:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == ["id-2"]
    choose(table, 5, Column.NUMBER)
    with qtbot.assertNotEmitted(table.document_requested):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_a_row_under_way_is_not_checked_twice(table: CredentialTableView, qtbot: QtBot) -> None:
    choose(table, 2, Column.ACTION)
    model_of(table).set_checking({"id-2"})
    with qtbot.assertNotEmitted(table.check_requested):
        QTest.keyClick(table, Qt.Key.Key_Space)


def test_a_click_acts_only_when_pressed_and_released_on_the_cell(
    table: CredentialTableView, qtbot: QtBot
) -> None:
    table.horizontalHeader().resizeSection(Column.NAME, 100)
    table.scrollTo(table.model().index(1, Column.ACTION))
    action = table.visualRect(table.model().index(1, Column.ACTION)).center()
    check = table.visualRect(table.model().index(1, Column.CHECK)).center()
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(table.check_requested) as asked:
        QTest.mouseClick(table.viewport(), left, pos=action)
    assert asked.args == ["id-1"]
    with qtbot.assertNotEmitted(table.check_requested):
        QTest.mousePress(table.viewport(), left, pos=check)
        QTest.mouseRelease(table.viewport(), left, pos=action)


def test_arrows_walk_the_table_and_tab_leaves_it(qtbot: QtBot, table: CredentialTableView) -> None:
    frame = QWidget()
    layout = QVBoxLayout(frame)
    before, after = QLineEdit(), QPushButton("Дальше")
    for widget in (before, table, after):
        layout.addWidget(widget)
    qtbot.addWidget(frame)
    frame.show()
    frame.activateWindow()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert table.hasFocus()
    choose(table, 0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus()
    table.setParent(None)


def test_copying_takes_the_chosen_rows_as_they_stand_on_screen(
    table: CredentialTableView, qtbot: QtBot
) -> None:
    header = table.horizontalHeader()
    for column in (Column.ISSUED, Column.VALID_FROM, Column.ORGANISATION, Column.CHECK):
        header.setSectionHidden(column, True)
    header.moveSection(header.visualIndex(Column.NUMBER), 0)
    choose(table, 1)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == "7722 000000001\tКурс 1\t01.03.2029\tДействителен"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text() == "Курс 1"


def test_the_menu_key_asks_for_the_menu_below_the_current_cell(
    table: CredentialTableView, qtbot: QtBot
) -> None:
    choose(table, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    with qtbot.waitSignal(table.menu_requested) as asked:
        QApplication.sendEvent(table.viewport(), event)
    below = table.visualRect(table.currentIndex()).bottomLeft()
    assert asked.args == [table.viewport().mapToGlobal(below)]


def texts_of(interface: QAccessibleInterface) -> list[str]:
    cells = (interface.child(place) for place in range(interface.childCount()))
    return [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None]


def test_screen_readers_find_the_action_of_each_row(table: CredentialTableView) -> None:
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.text(QAccessible.Text.Name) == "Сертификаты"
    texts = texts_of(interface)
    assert "Проверить: Курс 7" in texts
    assert "Действителен" in texts
