"""The check behind scripts/screenshots finds what a person would see as broken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from scripts.page_pictures.layout_check import faults_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LONG = "Довольно длинный текст, которому нужно место"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(600, 400)
    qtbot.addWidget(window)
    return window


def problems(window: QWidget, language: str = "ru") -> list[str]:
    window.show()
    QApplication.processEvents()
    return [fault.problem for fault in faults_of(window, language=language)]


def placed(widget: QWidget, left: int, top: int, width: int, height: int) -> None:
    widget.setGeometry(left, top, width, height)


def test_a_text_with_room_is_no_fault(window: QWidget) -> None:
    placed(QLabel(LONG, window), 10, 10, 500, 40)
    placed(QPushButton("Войти", window), 10, 60, 200, 40)
    assert problems(window) == []


def test_a_narrow_label_and_a_narrow_button_are_cut_off(window: QWidget) -> None:
    placed(QLabel(LONG, window), 10, 10, 60, 40)
    placed(QPushButton(LONG, window), 10, 60, 60, 40)
    assert problems(window) == ["cut off", "cut off"]


def test_a_wrapped_label_is_cut_off_when_its_lines_do_not_fit(window: QWidget) -> None:
    label = QLabel(LONG, window)
    label.setWordWrap(True)
    placed(label, 10, 10, 120, 20)
    assert problems(window) == ["cut off"]
    placed(label, 10, 10, 120, 200)
    assert problems(window) == []


def test_a_word_wider_than_its_wrapped_label_is_cut_off(window: QWidget) -> None:
    label = QLabel("Электрокардиостимулятор", window)
    label.setWordWrap(True)
    placed(label, 10, 10, 60, 200)
    assert problems(window) == ["cut off"]


def test_two_texts_on_one_place_overlap(window: QWidget) -> None:
    placed(QLabel("Первый", window), 10, 10, 200, 30)
    placed(QLabel("Второй", window), 50, 20, 200, 30)
    assert problems(window) == ["overlaps"]


def test_a_text_that_its_parent_cuts_is_found(window: QWidget) -> None:
    box = QWidget(window)
    placed(box, 10, 10, 100, 50)
    placed(QLabel("Текст справа", box), 60, 10, 200, 30)
    assert problems(window) == ["outside its parent"]


def test_what_can_be_scrolled_to_is_not_cut_off(window: QWidget) -> None:
    area = QScrollArea(window)
    inner = QWidget()
    placed(inner, 0, 0, 900, 900)
    placed(QLabel(LONG, inner), 10, 10, 500, 30)
    area.setWidget(inner)
    placed(area, 0, 0, 120, 120)
    assert problems(window) == []


def test_a_title_of_a_column_may_not_be_elided(window: QWidget) -> None:
    table = QTableWidget(1, 1, window)
    table.setHorizontalHeaderLabels([LONG])
    placed(table, 0, 0, 600, 200)
    table.setColumnWidth(0, 60)
    assert problems(window) == ["cut off"]
    table.setColumnWidth(0, 560)
    assert problems(window) == []


def test_a_placeholder_and_a_combination_need_room_too(window: QWidget) -> None:
    field = QLineEdit(window)
    field.setPlaceholderText(LONG)
    placed(field, 10, 10, 80, 30)
    combination = QComboBox(window)
    combination.setModel(QStringListModel([LONG], combination))
    placed(combination, 10, 60, 60, 30)
    assert problems(window) == ["cut off", "cut off"]


def test_russian_words_on_an_english_button_are_found(window: QWidget) -> None:
    placed(QPushButton("Войти", window), 10, 60, 200, 40)
    assert problems(window, "en") == ["not translated"]


def test_a_name_on_an_english_button_is_data_and_no_fault(window: QWidget) -> None:
    placed(QPushButton("Signed in: Орлова Анна", window), 10, 60, 300, 40)
    window.show()
    assert faults_of(window, language="en", data=("Орлова Анна",)) == []


def test_a_dialog_over_its_window_overlaps_nothing(window: QWidget) -> None:
    placed(QLabel("Под окном", window), 10, 10, 200, 30)
    dialog = QDialog(window)
    placed(QLabel("В окне", dialog), 10, 10, 200, 30)
    dialog.show()
    assert problems(window) == []


def test_hidden_widgets_are_not_looked_at(window: QWidget) -> None:
    label = QLabel(LONG, window)
    placed(label, 10, 10, 20, 10)
    label.hide()
    assert problems(window) == []
