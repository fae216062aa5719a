"""The keyboard has a place in the window, whatever is hidden, switched off or scrolled away."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from desktop_app.ui.focus_keeping import FocusKeeping, scroll_to_focus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Pages(QWidget):
    """A way out on the left, a page with two parts on the right, and a long form below them."""

    def __init__(self) -> None:
        super().__init__()
        self.way_out, self.page = QPushButton("Вход"), QWidget()
        self.first, self.second = QPushButton("Проверить"), QPushButton("Отменить")
        self.fields = [QLineEdit() for _ in range(40)]
        form = QWidget()
        rows = QVBoxLayout(form)
        for field in self.fields:
            rows.addWidget(field)
        self.area = QScrollArea()
        self.area.setWidget(form)
        column = QVBoxLayout(self.page)
        for part in (self.first, self.second, self.area):
            column.addWidget(part)
        row = QHBoxLayout(self)
        row.addWidget(self.way_out)
        row.addWidget(self.page)
        self.keeping = FocusKeeping(self, lambda: self.page, lambda: self.way_out)


@pytest.fixture
def pages(qapp: QApplication, qtbot: QtBot) -> Pages:
    pages = Pages()
    qtbot.addWidget(pages)
    pages.resize(400, 300)
    pages.show()
    pages.activateWindow()
    qtbot.waitUntil(pages.isActiveWindow)
    pages.keeping.watch()
    pages.first.setFocus()
    return pages


def test_the_next_part_gets_the_keyboard_when_the_one_that_had_it_is_hidden(
    pages: Pages, qtbot: QtBot
) -> None:
    pages.first.hide()
    qtbot.waitUntil(pages.second.hasFocus)


def test_the_page_keeps_the_keyboard_when_all_behind_a_part_is_switched_off(
    pages: Pages, qtbot: QtBot
) -> None:
    pages.second.setFocus()
    pages.area.hide()
    pages.second.hide()
    qtbot.waitUntil(pages.first.hasFocus)


def test_a_page_on_which_nothing_takes_the_keyboard_gives_it_to_the_way_out(
    pages: Pages, qtbot: QtBot
) -> None:
    pages.page.setEnabled(False)
    qtbot.waitUntil(pages.way_out.hasFocus)


def test_what_gets_the_keyboard_is_scrolled_into_view(pages: Pages) -> None:
    last = pages.fields[-1]
    assert last.visibleRegion().isEmpty()
    scroll_to_focus(last)
    assert not last.visibleRegion().isEmpty()


def test_what_a_part_has_outlives_the_part_before_it(pages: Pages, qtbot: QtBot) -> None:
    menu = QMenu(pages.second)
    pages.second.setMenu(menu)
    entry = menu.addAction("Подробнее")
    gone = pages.first
    gone.hide()
    qtbot.waitUntil(pages.second.hasFocus)
    pages.keeping.focus_page()
    pages.second.hide()
    qtbot.waitUntil(lambda: pages.area.hasFocus() or pages.fields[0].hasFocus())
    for part in (gone, *pages.fields):
        delete(part)
    assert isValid(entry)
    assert isValid(pages.area.verticalScrollBar())
