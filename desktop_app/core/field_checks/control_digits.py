"""Control digits of Russian numbers, computed from the digits before them."""

from __future__ import annotations

from collections.abc import Iterable

LAST_UNCHECKED_SNILS = 1_001_998
"""Numbers up to 001-001-998 were given out without control digits."""
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def snils_control(number: str) -> str:
    """Return the two control digits of a СНИЛС by its first nine digits.

    Weights 9 to 1, modulo 101, 100 counting as 0.
    """
    return f"{_weighted(number, range(9, 0, -1)) % 101 % 100:02d}"


def inn_control(number: str) -> str:
    """Return the control digits of an ИНН: one after 9 digits, two after 10."""
    if len(number) == 9:
        return _inn_digit(number)
    first = _inn_digit(number)
    return first + _inn_digit(number + first)


def ogrn_control(number: str) -> str:
    """Return the control digit of an ОГРН (12 digits before it) or an ОГРНИП (14)."""
    return str(int(number) % (len(number) - 1) % 10)


def _inn_digit(number: str) -> str:
    return str(_weighted(number, _INN_WEIGHTS[-len(number) :]) % 11 % 10)


def _weighted(number: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
