"""The one catalogue of messages: code and data become heading, text and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.core.message_format import MessageFormat
from desktop_app.core.verdicts import Reason

LANGUAGES = ("ru", "en")

Entry = Mapping[str, str | Mapping[str, str]]
"""By language: the words of a phrase, or the parts of a message by name."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person reads: what happened, why, what to do."""

    code: str
    title: str
    text: str
    remedy: str


class Catalogue:
    """Messages and phrases by code and language, read from ``resources/messages/*.toml``.

    ``core.message_format`` describes the placeholders.
    """

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._formats = {
            language: MessageFormat(language, partial(self._title, language))
            for language in LANGUAGES
        }

    @staticmethod
    @cache
    def read(folder: Path) -> Catalogue:
        """Read every TOML file of ``folder``, once in a process: it takes 0.2 s.

        A message is a pair of tables ``["code".ru]`` and ``["code".en]`` with ``title``,
        ``text`` and ``remedy``; a phrase is one table ``["code"]`` with the texts ``ru`` and
        ``en``. Raises ``ValueError`` when a code stands in two files.
        """
        entries: dict[str, Entry] = {}
        for path in sorted(folder.glob("*.toml")):
            for code, languages in tomllib.loads(path.read_text("utf-8")).items():
                if code in entries:
                    raise ValueError(f"{code} stands in {path.name} and in another file")
                entries[code] = languages
        return Catalogue(entries)

    @property
    def codes(self) -> Iterable[str]:
        """Every code that has a message or a phrase."""
        return self._entries.keys()

    def template(self, code: str, language: str) -> Message:
        """Return the message of ``code`` with its placeholders as they are written.

        Raises ``KeyError`` for a code without a message.
        """
        entry = self._entries[code][language]
        parts = {"title": entry} if isinstance(entry, str) else entry
        return Message(code, parts["title"], parts.get("text", ""), parts.get("remedy", ""))

    def message(self, code: str, data: Mapping[str, object], language: str) -> Message:
        """Return the message of ``code`` with ``data`` put in; what is missing leaves no gap.

        Raises ``KeyError`` for a code without a message.
        """
        template, words = self.template(code, language), self._formats[language]
        return Message(
            code=code,
            title=words.fill(template.title, data),
            text=words.fill(template.text, data),
            remedy=words.fill(template.remedy, data),
        )

    def phrase(self, code: str, language: str, **data: object) -> str:
        """Return the one-line phrase of ``code`` with ``data`` put in.

        Raises ``KeyError`` for a code without a phrase.
        """
        return self._formats[language].fill(self.template(code, language).title, data)

    def word(self, group: str, value: str, language: str) -> str:
        """Return the name of a state, the phrase ``group.value``; else ``value`` itself."""
        return self._title(language, f"{group}.{value}") or value

    def of_error(self, error: NmoError, language: str) -> Message:
        """Return the message of an error."""
        return self.message(error.code, error.data(), language)

    def of_reason(self, reason: Reason, language: str) -> Message:
        """Return the message of a reason."""
        return self.message(reason.code, reason.data, language)

    def _title(self, language: str, code: str) -> str:
        if code not in self._entries:
            return ""
        return self.message(code, {}, language).title
