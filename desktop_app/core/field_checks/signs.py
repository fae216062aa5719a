"""Reading typed signs one by one, keeping where each stood."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.field_checks.field import FieldFlaw, FlawWeight
from desktop_app.core.look_alikes import LETTERS_AS_DIGITS

_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d")
_SPACE_CATEGORIES = frozenset(("Zs", "Zl", "Zp"))
_UNSEEN_CATEGORIES = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))


class SignKind(Enum):
    """What one sign is to a field of numbers or names."""

    DIGIT = auto()
    LETTER = auto()
    SPACE = auto()
    HYPHEN = auto()
    UNSEEN = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of the text."""

    kind: SignKind
    plain: str
    """The plain sign that it stands for: ``5`` for a full-width five; empty when unseen."""
    at: int
    """Its index in the text."""
    is_plain: bool
    """False when another sign was typed for it."""


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a text."""

    text: str
    """ASCII digits."""
    places: tuple[int, ...]
    """Where each digit stood."""
    flaws: tuple[FieldFlaw, ...]
    """Signs that do not belong there."""
    tidy: str
    """The text with those signs mended or left out."""

    def span(self, begin: int = 0, end: int | None = None) -> tuple[int, int]:
        """Return where the digits from ``begin`` up to ``end`` stand in the text."""
        places = self.places[begin:end]
        return (places[0], places[-1] + 1) if places else (0, 0)


def read_signs(text: str) -> tuple[Sign, ...]:
    """Return the signs of ``text`` with what each of them stands for."""
    return tuple(_sign(sign, at) for at, sign in enumerate(text))


def read_digits(entered: str, separators: str = " -") -> Digits:
    """Return the digits of a number in which ``separators`` mean nothing.

    A letter that looks like a digit is read as one where it touches digits.
    """
    signs = _with_digits_for_letters(read_signs(entered))
    kept, odd, extra, letters = [], [], [], []
    for sign, is_letter in signs:
        if sign.kind is SignKind.DIGIT or (sign.plain and sign.plain in separators):
            kept.append(sign)
            if is_letter:
                letters.append(sign.at)
            elif not sign.is_plain:
                odd.append(sign.at)
        elif sign.kind in (SignKind.UNSEEN, SignKind.SPACE, SignKind.HYPHEN):
            odd.append(sign.at)
        else:
            extra.append(sign.at)
    digits = [sign for sign in kept if sign.kind is SignKind.DIGIT]
    return Digits(
        text="".join(sign.plain for sign in digits),
        places=tuple(sign.at for sign in digits),
        flaws=(
            *flaws_at(extra, "field.extra-signs", FlawWeight.REPAIR),
            *flaws_at(letters, "field.letters-for-digits", FlawWeight.REPAIR),
            *flaws_at(odd, "field.odd-signs", FlawWeight.TYPOGRAPHY),
        ),
        tidy="".join(sign.plain for sign in kept).strip(" -"),
    )


def flaws_at(places: Iterable[int], code: str, weight: FlawWeight) -> Iterator[FieldFlaw]:
    """Yield one flaw for each run of neighbouring places, which are in order."""
    begin = end = -1
    for place in places:
        if place != end:
            if end > begin:
                yield FieldFlaw(code, weight, begin, end)
            begin = place
        end = place + 1
    if end > begin:
        yield FieldFlaw(code, weight, begin, end)


def _sign(sign: str, at: int) -> Sign:
    category = unicodedata.category(sign)
    if sign in _HYPHENS:
        return Sign(SignKind.HYPHEN, "-", at, sign == "-")
    if category in _SPACE_CATEGORIES or sign in "\t\n\r":
        return Sign(SignKind.SPACE, " ", at, sign == " ")
    if category == "Nd":
        plain = str(unicodedata.decimal(sign))
        return Sign(SignKind.DIGIT, plain, at, sign == plain)
    if category in _UNSEEN_CATEGORIES:
        return Sign(SignKind.UNSEEN, "", at, is_plain=False)
    kind = SignKind.LETTER if category.startswith("L") else SignKind.OTHER
    return Sign(kind, sign, at, is_plain=True)


def _with_digits_for_letters(signs: tuple[Sign, ...]) -> Iterator[tuple[Sign, bool]]:
    """Yield the signs, with letters that stand for digits read as such and marked."""
    begin = 0
    while begin < len(signs):
        end = begin
        while end < len(signs) and (
            signs[end].kind is SignKind.LETTER or signs[end].plain in LETTERS_AS_DIGITS
        ):
            end += 1
        run = signs[begin:end]
        beside = signs[max(begin - 1, 0) : begin] + signs[end : end + 1]
        stands = all(sign.plain in LETTERS_AS_DIGITS for sign in run) and any(
            sign.kind is SignKind.DIGIT for sign in beside
        )
        for sign in run:
            if stands:
                digit = LETTERS_AS_DIGITS[sign.plain]
                yield Sign(SignKind.DIGIT, digit, sign.at, is_plain=False), True
            else:
                yield sign, False
        if end < len(signs):
            yield signs[end], False
        begin = end + 1
