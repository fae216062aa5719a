"""The order and the filter of the table equal the naive ones, whatever is done to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCollator, QLocale

from desktop_app.core.credentials import CheckVerdict, Credential, CredentialStatus
from desktop_app.ui.credentials_columns import SORT_VALUES, TEXT_COLUMNS, Column, CredentialWords
from desktop_app.ui.credentials_order import CredentialFilter, VisibleOrder
from desktop_app.ui.credentials_rows import IN_FORCE, RENEWAL, CredentialRows, sort_in_blocks
from tests.ui.credential_samples import check, credential, credential_lists

WORDS = CredentialWords()
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(SORT_VALUES)), st.booleans())
    | st.builds(
        CredentialFilter,
        st.sampled_from([None, IN_FORCE, RENEWAL]),
        st.sampled_from(
            ["", "е", "ЕЛ", "ел", "елк", "елк тер", "7", "01.0", "подтв", "нет такого"]
        ),
    ),
    max_size=8,
)


def naive_key(column: Column) -> Callable[[Credential], Any]:
    collator = QCollator(QLocale(QLocale.Language.Russian))
    collator.setNumericMode(True)
    value_of = SORT_VALUES[column]
    if column not in TEXT_COLUMNS:
        return value_of
    return lambda row: (collator.sortKey(value_of(row)), value_of(row))


def naive_passes(row: Credential, wanted: CredentialFilter) -> bool:
    if wanted.statuses is not None and row.status not in wanted.statuses:
        return False
    cells = [
        row.name,
        row.number,
        row.organisation,
        row.issued_on.strftime("%d.%m.%Y"),
        row.valid_from.strftime("%d.%m.%Y"),
        row.valid_until.strftime("%d.%m.%Y") if row.valid_until else "бессрочно",
        WORDS.statuses[row.status],
        WORDS.verdicts[row.check.verdict] if row.check else "Не проверялось",
    ]
    plain = [cell.lower().replace("ё", "е") for cell in cells]
    return all(
        any(word in cell for cell in plain)
        for word in wanted.text.lower().replace("ё", "е").split()
    )


@given(credential_lists(), credential_lists(), STEPS)
def test_any_steps_end_in_the_naively_sorted_and_filtered_list(
    first: list[Credential],
    second: list[Credential],
    steps: list[tuple[Column, bool] | CredentialFilter],
) -> None:
    order = VisibleOrder(CredentialRows(first, WORDS))
    expected, wanted = list(first), CredentialFilter()
    history: list[tuple[Column, bool]] = []
    for step in steps:
        if isinstance(step, CredentialFilter):
            wanted = step
            order.set_filter(step)
        else:
            history.append(step)
            expected.sort(key=naive_key(step[0]), reverse=step[1])
            order.order_by(step[0], descending=step[1])
        assert [first[place] for place in order.visible] == [
            row for row in expected if naive_passes(row, wanted)
        ]
    order.set_rows(CredentialRows(second, WORDS))
    expected = list(second)
    for column, descending in history:
        expected.sort(key=naive_key(column), reverse=descending)
    assert [second[place] for place in order.visible] == [
        row for row in expected if naive_passes(row, wanted)
    ]


@given(credential_lists(), st.lists(st.tuples(st.sampled_from(sorted(SORT_VALUES)), st.booleans())))
def test_newer_rows_stand_in_the_order_that_was_chosen(
    rows: list[Credential], history: list[tuple[Column, bool]]
) -> None:
    order = VisibleOrder(CredentialRows((), WORDS))
    for column, descending in history:
        order.order_by(column, descending=descending)
    order.set_rows(CredentialRows(rows, WORDS))
    expected = list(rows)
    for column, descending in history:
        expected.sort(key=naive_key(column), reverse=descending)
    assert [rows[place] for place in order.visible] == expected


def names(order: VisibleOrder, rows: CredentialRows) -> list[str]:
    return [rows.credentials[place].name for place in order.visible]


def test_yo_stands_after_ye_and_not_before_the_alphabet() -> None:
    rows = CredentialRows(
        [credential(n, name=name) for n, name in enumerate(["Жуков", "Ёлкин", "Елкин", "Авдеев"])],
        WORDS,
    )
    order = VisibleOrder(rows)
    order.order_by(Column.NAME, descending=False)
    assert names(order, rows) == ["Авдеев", "Елкин", "Ёлкин", "Жуков"]


def test_numbers_in_names_are_ordered_as_numbers() -> None:
    rows = CredentialRows(
        [credential(n, name=name) for n, name in enumerate(["Модуль 10", "Модуль 9"])], WORDS
    )
    order = VisibleOrder(rows)
    order.order_by(Column.NAME, descending=False)
    assert names(order, rows) == ["Модуль 9", "Модуль 10"]


def test_a_document_without_a_term_stands_after_all_terms() -> None:
    rows = CredentialRows([credential(1, name="без срока", until=None), credential(2)], WORDS)
    order = VisibleOrder(rows)
    order.order_by(Column.VALID_UNTIL, descending=False)
    assert names(order, rows)[-1] == "без срока"


def test_what_needs_the_person_stands_first_by_status() -> None:
    rows = CredentialRows(
        [credential(n, status=status) for n, status in enumerate(CredentialStatus)], WORDS
    )
    order = VisibleOrder(rows)
    order.order_by(Column.STATUS, descending=False)
    assert rows.credentials[order.visible[0]].status is CredentialStatus.RENEWAL


@pytest.mark.parametrize("text", ["ЕЛКИН", "ёлкин", "Ёлк", "кин 7722", "01.03.2024 елкин"])
def test_search_ignores_case_and_yo_and_takes_words_from_several_columns(text: str) -> None:
    rows = CredentialRows([credential(1, name="Ёлкин"), credential(2, name="Жуков")], WORDS)
    order = VisibleOrder(rows)
    order.set_filter(CredentialFilter(text=text))
    assert names(order, rows) == ["Ёлкин"]


def test_one_word_never_matches_across_two_columns() -> None:
    rows = CredentialRows([credential(1, name="конец")], WORDS)
    order = VisibleOrder(rows)
    order.set_filter(CredentialFilter(text="конец01"))
    assert order.visible == []


def test_the_action_column_changes_no_order() -> None:
    rows = CredentialRows([credential(2, name="Б"), credential(1, name="А")], WORDS)
    order = VisibleOrder(rows)
    order.order_by(Column.ACTION, descending=True)
    assert names(order, rows) == ["Б", "А"]


def test_a_filter_after_a_check_sees_the_new_verdict() -> None:
    rows = CredentialRows([credential(1), credential(2)], WORDS)
    order = VisibleOrder(rows)
    order.set_filter(CredentialFilter(text="уточнение"))
    rows.put(0, credential(1, check=check(CheckVerdict.UNCLEAR)))
    order.row_changed()
    order.set_filter(CredentialFilter(text="уточнение первая"))
    assert order.visible == [0]


def test_warming_computes_what_would_be_computed_later() -> None:
    rows = CredentialRows([credential(n) for n in range(5)], WORDS)
    rows.warm()
    assert list(rows.ranks(Column.NUMBER)) == [0, 1, 2, 3, 4]


def test_sorting_in_blocks_is_sorting() -> None:
    values = [(number * 7919) % 5_000 for number in range(5_000)]
    assert sort_in_blocks(values) == sorted(values)
    by_tens = [value // 10 for value in values]
    places = range(len(values))
    assert sort_in_blocks(places, by_tens.__getitem__) == sorted(places, key=by_tens.__getitem__)
    assert sort_in_blocks([]) == []
