"""Are values put into messages as people expect them, and does missing data leave no gap?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.message_format import MessageFormat, plural_form

RUSSIAN = MessageFormat(
    "ru", lambda code: {"level.low": "низкий", "a.b": "Срок истёк"}.get(code, "")
)
ENGLISH = MessageFormat("en", lambda code: "")
NOON = datetime(2026, 3, 1, 12, 5).astimezone()


@pytest.mark.parametrize(
    ("template", "data", "expected"),
    [
        ("{n:plural:попытка|попытки|попыток}", {"n": 1}, "1 попытка"),
        ("{n:plural:попытка|попытки|попыток}", {"n": 3}, "3 попытки"),
        ("{n:plural:попытка|попытки|попыток}", {"n": 11}, "11 попыток"),
        ("{n:plural:попытка|попытки|попыток}", {"n": "21"}, "21 попытка"),
        ("{n:plural:попытка|попытки|попыток}", {"n": None}, ""),
        ("{t:date}", {"t": NOON}, "01.03.2026"),
        ("{t:date}", {"t": NOON.isoformat()}, "01.03.2026"),
        ("{t:date}", {"t": date(2026, 3, 1)}, "01.03.2026"),
        ("{t:date}", {"t": "2026-03-01"}, "01.03.2026"),
        ("{t:date}", {"t": "someday"}, "someday"),
        ("{t:date}", {}, ""),
        ("{t:time}", {"t": NOON}, "01.03.2026 12:05"),
        ("{s:snils}", {"s": "11223344595"}, "***-***-445 95"),
        ("{s:snils}", {"s": "123"}, ""),
        ("{n:duration}", {"n": 90_000}, "1 день"),
        ("{n:duration}", {"n": -7200}, "2 часа"),
        ("{n:duration}", {"n": 5.0}, "5 секунд"),
        ("{n:duration}", {"n": 0}, ""),
        ("{n:size}", {"n": 1_572_864}, "1,5 МБ"),
        ("{n:nonzero}", {"n": 0}, ""),
        ("{n:sign:спешат|отстают}", {"n": -5}, "отстают"),
        ("{b:if:да, }", {"b": True}, "да,"),
        ("{b:if:да}", {"b": False}, ""),
        ("{v:word:level}", {"v": "low"}, "низкий"),
        ("{v:word:level}", {"v": "unheard-of"}, "unheard-of"),
        ("{c:titles}", {"c": ["a.b", "c.d"]}, "срок истёк; c.d"),
        ("{names}", {"names": ["a", "b"]}, "a, b"),
        ("до[[ ({x} и {y})]] после", {"x": 1, "y": 2}, "до (1 и 2) после"),
        ("до[[ ({x} и {y})]] после", {"x": 1, "y": ""}, "до после"),
        ("до[[ ({x})]] после", {"x": 0}, "до (0) после"),
    ],
)
def test_a_russian_template(template: str, data: dict[str, object], expected: str) -> None:
    assert RUSSIAN.fill(template, data) == expected


@pytest.mark.parametrize(
    ("template", "data", "expected"),
    [
        ("{n:plural:try|tries}", {"n": 1}, "1 try"),
        ("{n:plural:try|tries}", {"n": 11}, "11 tries"),
        ("{t:date}", {"t": date(2026, 3, 1)}, "1 Mar 2026"),
        ("{n:size}", {"n": 1_572_864}, "1.5 MB"),
        ("{n:duration}", {"n": 60}, "1 minute"),
    ],
)
def test_an_english_template(template: str, data: dict[str, object], expected: str) -> None:
    assert ENGLISH.fill(template, data) == expected


@given(st.text(max_size=40))
def test_data_is_never_read_as_a_template(value: str) -> None:
    assert RUSSIAN.fill("a{x}z[[{x}]]", {"x": value}) == f"a{value}z{value}".strip()


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.text(max_size=9),
        st.floats(allow_nan=False, allow_infinity=False),
    )
)
def test_no_value_breaks_a_placeholder(value: object) -> None:
    kinds = ("plural:a|b|c", "date", "time", "snils", "duration", "size", "nonzero", "sign:+|-")
    for kind in (*kinds, "if:x", "word:g", "titles"):
        RUSSIAN.fill(f"{{x:{kind}}}", {"x": value})


@pytest.mark.parametrize(
    ("number", "form"), [(1, 0), (2, 1), (5, 2), (11, 2), (12, 2), (21, 0), (22, 1), (0, 2)]
)
def test_russian_plural_forms(number: int, form: int) -> None:
    assert plural_form(number, "ru") == form
