"""The one catalogue of messages: code and data become heading, text and remedy."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.core.verdicts import Reason

LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True)
class Message:
    """What a person reads: what happened, why, what to do."""

    code: str
    title: str
    text: str
    remedy: str


def plural_form(number: int, language: str) -> int:
    """Return 0 (one), 1 (few) or 2 (many) for Russian; 0 or 1 for English (Unicode CLDR)."""
    if language != "ru":
        return 0 if number == 1 else 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


class _Words(string.Formatter):
    """Formats ``{n:plural:попытка|попытки|попыток}`` and ``{t:date}``; unknown names stay empty."""

    def __init__(self, language: str) -> None:
        self._language = language

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "")

    def format_field(self, value: object, format_spec: str) -> str:
        if format_spec.startswith("plural:"):
            forms = format_spec.removeprefix("plural:").split("|")
            form = plural_form(int(str(value or 0)), self._language)
            return f"{value} {forms[min(form, len(forms) - 1)]}"
        if format_spec == "date":
            return _date(value)
        if isinstance(value, (list, tuple)):
            return ", ".join(str(part) for part in value)
        return "" if value is None else str(value)


def _date(value: object) -> str:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone().strftime("%d.%m.%Y")


class Catalogue:
    """Messages by code and language, read from ``resources/messages/*.toml``."""

    def __init__(self, entries: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        self._entries = entries

    @staticmethod
    def read(folder: Path) -> Catalogue:
        """Read every TOML file of ``folder``.

        A file holds tables ``["code".ru]`` and ``["code".en]`` with ``title``, ``text`` and
        ``remedy``. Raises ``ValueError`` when a code stands in two files.
        """
        entries: dict[str, Mapping[str, Mapping[str, str]]] = {}
        for path in sorted(folder.glob("*.toml")):
            for code, languages in tomllib.loads(path.read_text("utf-8")).items():
                if code in entries:
                    raise ValueError(f"{code} stands in {path.name} and in another file")
                entries[code] = languages
        return Catalogue(entries)

    @property
    def codes(self) -> Iterable[str]:
        """Every code that has a message."""
        return self._entries.keys()

    def message(self, code: str, data: Mapping[str, object], language: str) -> Message:
        """Return the message of ``code`` with ``data`` put in.

        Raises ``KeyError`` for a code without a message.
        """
        entry = self._entries[code][language]
        words = _Words(language)
        return Message(
            code=code,
            title=words.vformat(entry["title"], (), data).strip(),
            text=words.vformat(entry.get("text", ""), (), data).strip(),
            remedy=words.vformat(entry.get("remedy", ""), (), data).strip(),
        )

    def of_error(self, error: NmoError, language: str) -> Message:
        """Return the message of an error."""
        return self.message(error.code, error.data(), language)

    def of_reason(self, reason: Reason, language: str) -> Message:
        """Return the message of a reason."""
        return self.message(reason.code, reason.data, language)
