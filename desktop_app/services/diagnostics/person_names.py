"""Comparing names of people as different offices write them."""

from __future__ import annotations

import re
from enum import StrEnum

from desktop_app.core.look_alikes import CASELESS_LATIN_AS_CYRILLIC

_LOOK_ALIKES = str.maketrans(CASELESS_LATIN_AS_CYRILLIC)
_DASHES = re.compile(r"\s*[-‐‑‒–—−]\s*")


class Likeness(StrEnum):
    """How two names compare."""

    SAME = "same"
    LOOK_ALIKE = "look-alike"
    """The same to the eye: letters of the other alphabet stand in one of them."""
    OTHER_SURNAME = "other-surname"
    """First name and patronymic are the same."""
    OTHER = "other"


def compare(one: str, other: str) -> Likeness:
    """Compare two full names; ё and е, hyphens, case and spaces make no difference."""
    first, second = normal(one), normal(other)
    if first == second:
        return Likeness.SAME
    if first.translate(_LOOK_ALIKES) == second.translate(_LOOK_ALIKES):
        return Likeness.LOOK_ALIKE
    given, others = first.partition(" ")[2], second.partition(" ")[2]
    return Likeness.OTHER_SURNAME if given and given == others else Likeness.OTHER


def normal(name: str) -> str:
    """Return a name in one spelling."""
    return " ".join(_DASHES.sub("-", name.casefold().replace("ё", "е")).split())


def digits(text: str) -> str:
    """Return the digits of a number that may be written with hyphens and spaces."""
    return "".join(sign for sign in text if sign.isdecimal())
