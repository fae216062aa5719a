"""The table's model: clean for Qt's tester, and persistent indexes follow their credentials."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.core.credentials import CheckOutcome, CheckVerdict, Credential, CredentialStatus
from desktop_app.ui.credentials_cells import CredentialRole
from desktop_app.ui.credentials_columns import SORT_VALUES, Column, CredentialWords
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_order import CredentialFilter
from desktop_app.ui.credentials_rows import RENEWAL, CredentialRows
from tests.ui.credential_samples import MOMENT, check, credential, credential_lists

DESCENDING = Qt.SortOrder.DescendingOrder


def model_of(*rows: Credential) -> CredentialTableModel:
    words = CredentialWords()
    model = CredentialTableModel(words, now=lambda: MOMENT)
    model.set_rows(CredentialRows(rows, words))
    return model


def cell(
    model: CredentialTableModel, column: Column, role: int = Qt.ItemDataRole.DisplayRole
) -> object:
    return model.data(model.index(0, column), role)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sort"), st.sampled_from(Column), st.booleans()),
        st.tuples(st.just("search"), st.sampled_from(["", "е", "ел", "тер", "xyz"])),
        st.tuples(st.just("renewal")),
        st.tuples(st.just("rows"), credential_lists()),
        st.tuples(st.just("check"), st.integers(0, 12)),
    ),
    max_size=8,
)


def apply(model: CredentialTableModel, step: tuple[object, ...]) -> None:
    match step:
        case ("sort", Column() as column, bool(descending)):
            model.sort(column, DESCENDING if descending else Qt.SortOrder.AscendingOrder)
        case ("search", str(text)):
            model.set_filter(CredentialFilter(text=text))
        case ("renewal",):
            model.set_filter(CredentialFilter(RENEWAL))
        case ("rows", list(rows)):
            model.set_rows(CredentialRows(rows, model.words))
        case ("check", int(number)):
            model.set_checking({f"id-{number}"})
            model.take_checks([CheckOutcome(f"id-{number}", check())])
            model.set_checking(())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(credential_lists(), STEPS)
def test_qt_finds_no_fault_and_each_persistent_index_keeps_its_credential(
    qapp: object, rows: list[Credential], steps: list[tuple[object, ...]]
) -> None:
    model = model_of(*rows)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert tester is not None
    for step in steps:
        before = {
            QPersistentModelIndex(model.index(row, column)): shown.id
            for row, shown in enumerate(model.in_view())
            for column in (Column.NAME, Column.CHECK)
        }
        apply(model, step)
        in_view = {row.id for row in model.in_view()}
        for index, owner in before.items():
            assert index.isValid() == (owner in in_view)
            if index.isValid():
                now = model.credential(index)
                assert now is not None
                assert now.id == owner


def test_every_column_shows_words_and_numbers_stand_right(qtbot: QtBot) -> None:
    model = model_of(credential(2, check=check(reason="Найдено в реестре")))
    texts = [cell(model, column) for column in Column]
    assert texts == [
        "Первая помощь",
        "01.03.2024",
        "01.03.2024",
        "01.03.2029",
        "Действителен",
        "7722 000000002",
        "Сеченовский Университет",
        f"Подтверждено, {MOMENT.astimezone():%H:%M}",
        "Проверить",
        "",
    ]
    for column in (Column.ISSUED, Column.VALID_UNTIL, Column.NUMBER):
        aligned = cell(model, column, Qt.ItemDataRole.TextAlignmentRole)
        assert aligned == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        assert cell(model, column, Qt.ItemDataRole.FontRole) is not None


def test_a_check_of_another_day_is_shown_with_its_date() -> None:
    model = CredentialTableModel(CredentialWords(), now=lambda: MOMENT + timedelta(days=2))
    shown = model.cells.text(credential(1, check=check(CheckVerdict.UNCLEAR)), Column.CHECK)
    assert shown == f"Требуется уточнение, 23.11.2026, {MOMENT.astimezone():%H:%M}"


def test_a_document_without_a_term_says_so() -> None:
    assert cell(model_of(credential(until=None)), Column.VALID_UNTIL) == "бессрочно"


def test_screen_readers_hear_what_a_cell_does_and_for_which_row() -> None:
    model = model_of(credential(1))
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert cell(model, Column.ACTION, spoken) == "Проверить: Первая помощь"
    assert cell(model, Column.NUMBER, spoken) == "7722 000000001, открывает PDF"
    assert cell(model, Column.ORGANISATION, spoken) == "Сеченовский Университет, аккредитации нет"


def test_states_have_tones_beside_their_words() -> None:
    model = model_of(credential(status=CredentialStatus.RENEWAL))
    assert cell(model, Column.STATUS, CredentialRole.TONE) == "warn"
    assert cell(model, Column.CHECK, CredentialRole.TONE) == "muted"
    assert cell(model, Column.NAME, CredentialRole.TONE) is None


def test_the_action_of_a_row_under_way_is_off_and_says_so(qtbot: QtBot) -> None:
    model = model_of(credential(1))
    assert cell(model, Column.ACTION, CredentialRole.ENABLED) is True
    with qtbot.waitSignal(model.dataChanged):
        model.set_checking({"id-1"})
    assert cell(model, Column.ACTION) == "Проверяется…"
    assert cell(model, Column.ACTION, CredentialRole.ENABLED) is False


def test_only_a_number_with_a_document_opens_one() -> None:
    assert cell(model_of(credential(1)), Column.NUMBER, CredentialRole.ENABLED) is True
    bare = model_of(credential(1, has_document=False))
    assert cell(bare, Column.NUMBER, CredentialRole.ENABLED) is False


def test_a_check_moves_no_row_until_the_person_sorts_again() -> None:
    model = model_of(*(credential(n, name=f"Курс {n}") for n in range(3)))
    model.sort(Column.CHECK)
    model.take_checks([CheckOutcome("id-2", check(CheckVerdict.NOT_CONFIRMED))])
    assert [row.id for row in model.in_view()] == ["id-0", "id-1", "id-2"]
    model.sort(Column.CHECK)
    assert [row.id for row in model.in_view()] == ["id-2", "id-0", "id-1"]


def test_sort_role_gives_the_value_that_the_column_orders_by() -> None:
    model = model_of(credential(until=None))
    assert cell(model, Column.VALID_UNTIL, CredentialRole.SORT) == date.max
    assert cell(model, Column.ACTION, CredentialRole.SORT) is None
    assert set(SORT_VALUES) == set(Column) - {Column.ACTION}


def test_cells_below_a_cell_and_unknown_roles_are_empty() -> None:
    model = model_of(credential(1))
    index = model.index(0, 0)
    assert model.rowCount(index) == 0
    assert model.columnCount(index) == 0
    assert model.data(index, Qt.ItemDataRole.EditRole) is None
    assert model.data(QModelIndex()) is None
    assert model.headerData(99, Qt.Orientation.Horizontal) is None


def test_rows_are_found_by_credential_from_the_top() -> None:
    model = model_of(*(credential(n, name=f"Курс {n}") for n in range(4)))
    model.sort(Column.NAME, DESCENDING)
    assert [index.row() for index in model.find(["id-0", "id-3", "absent"])] == [0, 3]
