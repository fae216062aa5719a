"""Letters of one alphabet that look like signs of another."""

from __future__ import annotations

_LATIN_CAPITALS = "ABCEHKMOPTXYË"
_CYRILLIC_CAPITALS = "АВСЕНКМОРТХУЁ"
_LATIN_SMALL = "aceopxykë"
_CYRILLIC_SMALL = "асеорхукё"

LATIN_AS_CYRILLIC = dict(
    zip(_LATIN_CAPITALS + _LATIN_SMALL, _CYRILLIC_CAPITALS + _CYRILLIC_SMALL, strict=True)
)
"""Latin letters that the eye takes for Cyrillic ones, in the same case."""

CYRILLIC_AS_LATIN = {cyrillic: latin for latin, cyrillic in LATIN_AS_CYRILLIC.items()}

CASELESS_LATIN_AS_CYRILLIC = {
    latin.casefold(): cyrillic.casefold() for latin, cyrillic in LATIN_AS_CYRILLIC.items()
}
"""The same for small letters that look alike in either case: h stands for н, as H for Н."""

LETTERS_AS_DIGITS = {
    **dict.fromkeys("OoОо", "0"),
    **dict.fromkeys("Il|", "1"),
    **dict.fromkeys("Зз", "3"),
    "б": "6",
}
"""Letters that are typed where a digit belongs."""
