"""One person's name in account, register and certificate: the same, or changed in one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from desktop_app.core.look_alikes import CASELESS_LATIN_AS_CYRILLIC, LATIN_AS_CYRILLIC

_LOOK_ALIKES: Final = str.maketrans({**CASELESS_LATIN_AS_CYRILLIC, **LATIN_AS_CYRILLIC})
_DASHES: Final = re.compile(r"\s*[-‐‑‒–—−]\s*")


class NamePlace(StrEnum):
    """Where a name stands."""

    ACCOUNT = "account"
    """As ЕСИА gave it to the portal: from the passport."""
    REGISTER = "register"
    """ФРМР."""
    CERTIFICATE = "certificate"


class NameRelation(StrEnum):
    """How names compare, from harmless to serious."""

    SAME = "same"
    SPELLING = "spelling"
    """The same name in another spelling."""
    SURNAME = "surname"
    """Given name and patronymic are the same, the surname is not."""
    OTHER = "other"


class SpellingTrait(StrEnum):
    """In what two spellings of one name differ."""

    YO = "yo"
    CASE = "case"
    HYPHEN = "hyphen"
    SPACE = "space"
    LOOK_ALIKES = "look-alikes"
    """Letters of the other alphabet that look the same."""


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A full name and where it stands."""

    place: NamePlace
    full_name: str


@dataclass(frozen=True, slots=True)
class NameCase:
    """What comparing the places with the account came to."""

    relation: NameRelation
    """The most serious one."""
    names: tuple[PlacedName, ...]
    differing: tuple[NamePlace, ...]
    """Places that bear another name than the account."""
    traits: tuple[SpellingTrait, ...] = ()
    """With ``SPELLING``: in what."""
    is_account_alone: bool = False
    """All other places agree, so that it may be the account that is behind."""


_NORMAL: Final[Mapping[SpellingTrait, Callable[[str], str]]] = MappingProxyType(
    {
        SpellingTrait.LOOK_ALIKES: lambda name: name.translate(_LOOK_ALIKES),
        SpellingTrait.CASE: str.casefold,
        SpellingTrait.YO: lambda name: name.replace("ё", "е").replace("Ё", "Е"),
        SpellingTrait.HYPHEN: lambda name: _DASHES.sub(" ", name),
        SpellingTrait.SPACE: lambda name: " ".join(name.split()),
    }
)
"""In the order in which they are applied."""


def compare_names(one: str, other: str) -> tuple[NameRelation, tuple[SpellingTrait, ...]]:
    """Return how two full names compare, and in what their spelling differs."""
    if one == other:
        return NameRelation.SAME, ()
    if _normal(one) == _normal(other):
        return NameRelation.SPELLING, _traits(one, other)
    first, second = _given_names(one), _given_names(other)
    return (NameRelation.SURNAME if first and first == second else NameRelation.OTHER), ()


def name_case(names: Sequence[PlacedName]) -> NameCase:
    """Compare every place with the account's name; ``names`` holds the account."""
    reference = next(each for each in names if each.place is NamePlace.ACCOUNT)
    others = [each for each in names if each.place is not NamePlace.ACCOUNT and each.full_name]
    found = [(each, *compare_names(reference.full_name, each.full_name)) for each in others]
    order = list(NameRelation)
    worst = max((relation for _, relation, _ in found), key=order.index, default=NameRelation.SAME)
    agree = all(_normal(each.full_name) == _normal(others[0].full_name) for each in others)
    serious = worst in (NameRelation.SURNAME, NameRelation.OTHER)
    return NameCase(
        relation=worst,
        names=(reference, *others),
        differing=tuple(each.place for each, relation, _ in found if relation is worst)
        if worst is not NameRelation.SAME
        else (),
        traits=tuple(dict.fromkeys(trait for _, _, traits in found for trait in traits)),
        is_account_alone=serious and agree and len(others) > 1,
    )


def _normal(name: str, without: SpellingTrait | None = None) -> str:
    for trait, step in _NORMAL.items():
        if trait is not without:
            name = step(name)
    return name


def _traits(one: str, other: str) -> tuple[SpellingTrait, ...]:
    """Return the traits without which the names would differ; all of them where none is alone."""
    needed = tuple(each for each in _NORMAL if _normal(one, each) != _normal(other, each))
    return needed or tuple(_NORMAL)


def _given_names(full_name: str) -> tuple[str, ...]:
    words = _normal(full_name).split()
    return tuple(words[-2:] if len(words) > 2 else words[1:])
