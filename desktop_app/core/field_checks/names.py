"""Names of people as documents carry them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.core.field_checks.alphabets import alphabet_flaws, is_latin
from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FlawWeight, empty, judged
from desktop_app.core.field_checks.signs import Sign, SignKind, flaws_at, read_signs

LONGEST_NAME = 150
_APOSTROPHES = frozenset("'\u2018\u2019\u02bc\u02b9\u2032\u00b4\u0060\uff07")
_BRACKETS = frozenset("()[]{}")
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "оглы оглу кызы гызы улы уулу заде ибн бин аль эль фон цу ван дер ден де ди да ла ле дю",
    )
)
"""Parts of names that begin with a small letter."""
_ODD_JOINT = re.compile(r"(?<=[^ -])(?: {2,}| +-[ -]*|-[ -]+)(?=[^ -])|^[ -]+")
"""Spaces and hyphens between two words that are more than one of either."""


@dataclass(slots=True)
class NameSign:
    """One sign of a name: as it will be written, and where it was typed."""

    plain: str
    at: int
    end: int


def check_name(entered: str) -> FieldCheck:
    """Check one part of a name or several; ё, hyphens and apostrophes stay."""
    return _check(entered, words_needed=1)


def check_full_name(entered: str) -> FieldCheck:
    """Check a full name: at least surname and given name."""
    return _check(entered, words_needed=2)


def _check(entered: str, words_needed: int) -> FieldCheck:
    signs, flaws = _read(entered)
    words = _words(signs)
    if not words and not flaws:
        return empty(entered)
    flaws += _joint_flaws(signs)
    flaws += alphabet_flaws(words)
    flaws += _latin_flaws(words)
    flaws += _capital_flaws(words)
    if len(words) < words_needed or words[-1][-1].plain == "-":
        end = len(entered)
        flaws.append(FieldFlaw("field.name-unfinished", FlawWeight.UNFINISHED, end, end))
    name = " ".join("".join(sign.plain for sign in word) for word in words)
    if len(name) > LONGEST_NAME:
        data = {"extra": len(name) - LONGEST_NAME, "limit": LONGEST_NAME}
        begin = min(LONGEST_NAME, len(entered) - 1)
        flaws.append(FieldFlaw("field.too-long", FlawWeight.ERROR, begin, len(entered), data))
    return judged(entered, name, name, flaws, name)


def _read(entered: str) -> tuple[list[NameSign], list[FieldFlaw]]:
    """Return letters, digits, hyphens, apostrophes and spaces, and the flaws of other signs."""
    signs: list[NameSign] = []
    odd: list[int] = []
    extra: list[int] = []
    brackets: list[int] = []
    for sign in read_signs(entered):
        plain = _plain(sign)
        if unicodedata.combining(entered[sign.at]) and signs:
            whole = unicodedata.normalize("NFC", signs[-1].plain + sign.plain)
            (odd if len(whole) == 1 else extra).append(sign.at)
            if len(whole) == 1:
                signs[-1].plain, signs[-1].end = whole, sign.at + 1
        elif plain:
            signs.append(NameSign(plain, sign.at, sign.at + 1))
            if plain != entered[sign.at]:
                odd.append(sign.at)
        elif sign.kind is SignKind.UNSEEN:
            odd.append(sign.at)
        else:
            (brackets if sign.plain in _BRACKETS else extra).append(sign.at)
    flaws = [
        *flaws_at(brackets, "field.name-brackets", FlawWeight.ERROR),
        *flaws_at(extra, "field.extra-signs", FlawWeight.REPAIR),
        *flaws_at(odd, "field.odd-signs", FlawWeight.TYPOGRAPHY),
    ]
    return signs, flaws


def _plain(sign: Sign) -> str:
    """Return the sign as a name carries it; empty for one that no name has."""
    if sign.plain in _APOSTROPHES:
        return "'"
    if sign.kind in (SignKind.LETTER, SignKind.DIGIT, SignKind.SPACE, SignKind.HYPHEN):
        return sign.plain
    return ""


def _joint_flaws(signs: list[NameSign]) -> Iterator[FieldFlaw]:
    text = "".join(sign.plain for sign in signs)
    for match in _ODD_JOINT.finditer(text):
        begin, end = signs[match.start()].at, signs[match.end() - 1].end
        yield FieldFlaw("field.odd-signs", FlawWeight.TYPOGRAPHY, begin, end)


def _words(signs: list[NameSign]) -> list[list[NameSign]]:
    """Return the words, with single hyphens inside; a hyphen at the very end stays for now."""
    words: list[list[NameSign]] = [[]]
    for sign in signs:
        last = words[-1]
        if sign.plain == " ":
            if last and last[-1].plain != "-":
                words.append([])
        elif sign.plain == "-":
            if not last and len(words) > 1:
                words.pop()
            if words[-1] and words[-1][-1].plain != "-":
                words[-1].append(sign)
        else:
            last.append(sign)
    return [word for word in words if word]


def _latin_flaws(words: list[list[NameSign]]) -> Iterator[FieldFlaw]:
    for word in words:
        if is_latin(word):
            yield FieldFlaw("field.name-latin", FlawWeight.UNPROVEN, word[0].at, word[-1].end)


def _capital_flaws(words: list[list[NameSign]]) -> Iterator[FieldFlaw]:
    """Give words in small letters a capital one, but for those that keep them."""
    for word in words:
        text = "".join(sign.plain for sign in word)
        if not text.islower() or (text in _SMALL_WORDS and len(words) > 1):
            continue
        for before, sign in zip((None, *word), word, strict=False):
            if before is None or before.plain == "-":
                sign.plain = sign.plain.upper()
        yield FieldFlaw("field.name-capitals", FlawWeight.REPAIR, word[0].at, word[0].end)
