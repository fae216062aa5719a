"""Letters of another alphabet within a word, and digits that stand for letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from desktop_app.core.field_checks.field import FieldFlaw, FlawWeight
from desktop_app.core.field_checks.signs import flaws_at
from desktop_app.core.look_alikes import CYRILLIC_AS_LATIN, LATIN_AS_CYRILLIC

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_DIGITS_AS_LETTERS = {"0": "О", "3": "З"}


class WrittenSign(Protocol):
    """A sign that can be written otherwise."""

    plain: str
    at: int


def is_latin(word: Sequence[WrittenSign]) -> bool:
    """Return True for a word with letters of which none is Cyrillic."""
    letters = [sign for sign in word if sign.plain.isalpha()]
    return bool(letters) and not any(_CYRILLIC.match(sign.plain) for sign in letters)


def alphabet_flaws(words: Sequence[Sequence[WrittenSign]]) -> Iterator[FieldFlaw]:
    """Write each word in one alphabet where its letters allow that, and yield what was changed.

    A Latin word is left as it is where no word is Cyrillic: it may be a foreign name.
    """
    all_latin = all(is_latin(word) for word in words)
    for word in words:
        yield from _letter_flaws(word, all_latin=all_latin)
        yield from _digit_flaws(word)


def _letter_flaws(word: Sequence[WrittenSign], *, all_latin: bool) -> Iterator[FieldFlaw]:
    letters = [sign for sign in word if sign.plain.isalpha()]
    cyrillic = [sign for sign in letters if _CYRILLIC.match(sign.plain)]
    latin = [sign for sign in letters if sign not in cyrillic]
    if _all_in(latin, LATIN_AS_CYRILLIC) and not all_latin:
        yield from _rewritten(latin, LATIN_AS_CYRILLIC)
    elif latin and _all_in(cyrillic, CYRILLIC_AS_LATIN):
        yield from _rewritten(cyrillic, CYRILLIC_AS_LATIN)
    elif latin and cyrillic:
        yield from _flaws(latin, "field.name-mixed", FlawWeight.ERROR)


def _digit_flaws(word: Sequence[WrittenSign]) -> Iterator[FieldFlaw]:
    digits = [sign for sign in word if sign.plain.isdigit()]
    if not digits:
        return
    if is_latin(word) or len(digits) == len(word) or not _all_in(digits, _DIGITS_AS_LETTERS):
        yield from _flaws(digits, "field.name-digits", FlawWeight.ERROR)
        return
    for sign in digits:
        sign.plain = _in_case_of(word, sign)
    yield from _flaws(digits, "field.look-alikes", FlawWeight.REPAIR)


def _rewritten(signs: Sequence[WrittenSign], table: Mapping[str, str]) -> Iterator[FieldFlaw]:
    for sign in signs:
        sign.plain = table[sign.plain]
    yield from _flaws(signs, "field.look-alikes", FlawWeight.REPAIR)


def _all_in(signs: Sequence[WrittenSign], table: Mapping[str, str]) -> bool:
    return bool(signs) and all(sign.plain in table for sign in signs)


def _flaws(signs: Sequence[WrittenSign], code: str, weight: FlawWeight) -> Iterator[FieldFlaw]:
    return flaws_at((sign.at for sign in signs), code, weight)


def _in_case_of(word: Sequence[WrittenSign], sign: WrittenSign) -> str:
    """Return the letter that a digit stands for, in the case of its neighbours."""
    at = word.index(sign)
    before = word[at - 1].plain if at else "-"
    after = word[at + 1].plain if at + 1 < len(word) else before
    letter = _DIGITS_AS_LETTERS[sign.plain]
    is_capital = before == "-" or (before.isupper() and not after.islower())
    return letter if is_capital else letter.lower()
