"""Russian alphabetical order and search that does not tell «ё» from «е»."""

from __future__ import annotations

import unicodedata

_DIGITS = "0123456789"


def folded(text: str) -> str:
    """Return ``text`` as search compares it: case, «ё» and spaces folded."""
    composed = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return " ".join(composed.split())


def order_key(text: str) -> tuple[object, ...]:
    """Return a key that sorts as a Russian index does.

    Punctuation and quotes do not count, «ё» stands with «е» and after it only when all else
    agrees, digits stand before Cyrillic and Cyrillic before Latin; numbers sort by value.
    """
    words: list[tuple[int, int, str]] = []
    for word in _words(folded(text)):
        if word[0] in _DIGITS:
            words.append((0, int(word), ""))
        else:
            words.append((1 if "а" <= word[0] <= "я" else 2, 0, word))
    return (tuple(words), unicodedata.normalize("NFC", text).casefold())


def _words(text: str) -> list[str]:
    spaced = []
    before = ""
    for character in text:
        kind = "d" if character in _DIGITS else "w" if character.isalnum() else ""
        if kind != before:
            spaced.append(" ")
        spaced.append(character if kind else " ")
        before = kind
    return "".join(spaced).split()
