"""How data is put into a message: optional parts, plurals, dates, names of states."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from datetime import date, datetime

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_MARKED = re.compile(r"[{}]|\[\[")
_ENGLISH_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_DURATIONS = {
    "ru": (
        (86_400, "день|дня|дней"),
        (3_600, "час|часа|часов"),
        (60, "минуту|минуты|минут"),
        (1, "секунду|секунды|секунд"),
    ),
    "en": (
        (86_400, "day|days"),
        (3_600, "hour|hours"),
        (60, "minute|minutes"),
        (1, "second|seconds"),
    ),
}
_SIZES = {"ru": ("байт", "КБ", "МБ", "ГБ"), "en": ("bytes", "KB", "MB", "GB")}

Lookup = Callable[[str], str]
"""Turns a code into its words, or into an empty string."""


def plural_form(number: int, language: str) -> int:
    """Return 0 (one), 1 (few) or 2 (many) for Russian; 0 or 1 for English (Unicode CLDR)."""
    if language != "ru":
        return 0 if number == 1 else 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def plural(value: object, forms: str, language: str) -> str:
    """Return ``value`` with the one of ``forms`` (``one|few|many``) that goes with it.

    An empty string for a value that is no number.
    """
    number = _number(value)
    if number is None:
        return ""
    words = forms.split("|")
    return f"{number} {words[min(plural_form(number, language), len(words) - 1)]}"


def date_text(value: object, language: str) -> str:
    """Return a date, or the local date of a time, as ``12.03.2027`` or ``12 Mar 2027``."""
    moment = _moment(value)
    if moment is None:
        return "" if value is None else str(value)
    if language == "ru":
        return f"{moment.day:02}.{moment.month:02}.{moment.year:04}"
    return f"{moment.day} {_ENGLISH_MONTHS[moment.month - 1]} {moment.year}"


def time_text(value: object, language: str) -> str:
    """Return the local date and time of a moment to the minute."""
    moment = _moment(value)
    if not isinstance(moment, datetime):
        return date_text(value, language)
    return f"{date_text(moment, language)} {moment.hour:02}:{moment.minute:02}"


def masked_snils(value: object) -> str:
    """Return a СНИЛС as ``***-***-445 95``; what is not eleven digits stays empty."""
    digits = re.sub(r"\D", "", str(value or ""))
    return f"***-***-{digits[6:9]} {digits[9:]}" if len(digits) == 11 else ""


def duration_text(value: object, language: str) -> str:
    """Return seconds in their largest whole unit: «2 минуты» (accusative); empty for 0."""
    seconds = abs(_number(value) or 0)
    for length, forms in _DURATIONS[language]:
        if seconds >= length:
            return plural(round(seconds / length), forms, language)
    return ""


def size_text(value: object, language: str) -> str:
    """Return bytes in the unit that keeps the number short; empty for 0."""
    amount = float(_number(value) or 0)
    units = _SIZES[language]
    power = 0
    while amount >= 1024 and power < len(units) - 1:
        amount, power = amount / 1024, power + 1
    number = f"{amount:.1f}".removesuffix(".0")
    if language == "ru":
        number = number.replace(".", ",")
    return f"{number} {units[power]}" if amount else ""


class MessageFormat(string.Formatter):
    """Fills templates of one language.

    ``{name}`` puts a value in; a missing one leaves nothing. ``[[…{name}…]]`` is left out as a
    whole when a value inside is missing. Kinds: ``{n:plural:попытка|попытки|попыток}``,
    ``{t:date}``, ``{t:time}``, ``{s:snils}``, ``{n:duration}`` (seconds), ``{n:size}`` (bytes),
    ``{n:nonzero}``, ``{n:sign:positive|negative}``, ``{b:if:words when true}``,
    ``{v:word:group}`` (the phrase ``group.v``) and ``{codes:titles}`` (titles of messages).
    """

    def __init__(self, language: str, lookup: Lookup) -> None:
        self._language = language
        self._lookup = lookup

    def fill(self, template: str, data: Mapping[str, object]) -> str:
        """Return ``template`` with ``data`` put in; braces in the data mean nothing."""
        if not _MARKED.search(template):
            return template.strip()
        parts = _OPTIONAL.split(template)
        return "".join(
            self._optional(part, data) if index % 2 else self.vformat(part, (), data)
            for index, part in enumerate(parts)
        ).strip()

    def _optional(self, template: str, data: Mapping[str, object]) -> str:
        for _text, name, kind, _conversion in self.parse(template):
            if name is not None and not self.format_field(data.get(name), kind or ""):
                return ""
        return self.vformat(template, (), data)

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        """Return the value of a placeholder, None where it is missing."""
        return kwargs.get(str(key))

    def format_field(self, value: object, format_spec: str) -> str:
        """Return ``value`` as the part of ``format_spec`` before its first colon says."""
        kind, _, rest = format_spec.partition(":")
        if kind in _WITH_LANGUAGE:
            return _WITH_LANGUAGE[kind](value, self._language)
        if kind in _WITH_FORMS:
            return _WITH_FORMS[kind](value, rest, self._language)
        if kind == "word":
            return self._lookup(f"{rest}.{value}") or _plain(value)
        if kind == "titles":
            codes = value if isinstance(value, (list, tuple)) else ()
            return "; ".join(_as_clause(self._lookup(str(code)) or str(code)) for code in codes)
        return _plain(value)


def _plain(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)


def _as_clause(words: str) -> str:
    """Lower the first letter, unless the first word is an abbreviation."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def _sign(value: object, forms: str, _language: str) -> str:
    positive, _, negative = forms.partition("|")
    number = _number(value) or 0
    return positive if number > 0 else negative if number < 0 else ""


def _number(value: object) -> int | None:
    if isinstance(value, (int, float)):
        return round(value)
    try:
        return int(str(value))
    except ValueError:
        return None


def _moment(value: object) -> date | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone()
    return value if isinstance(value, date) else None


_WITH_LANGUAGE: dict[str, Callable[[object, str], str]] = {
    "date": date_text,
    "time": time_text,
    "snils": lambda value, _language: masked_snils(value),
    "duration": duration_text,
    "size": size_text,
    "nonzero": lambda value, _language: _plain(value) if _number(value) else "",
}
_WITH_FORMS: dict[str, Callable[[object, str, str], str]] = {
    "plural": plural,
    "sign": _sign,
    "if": lambda value, words, _language: words if value else "",
}
