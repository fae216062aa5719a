"""What ЕСИА asks of a password; the page of the training ЕСИА tells the same."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 8
_RUN: Final = 4
_ROWS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
RULES: Final = (
    f"не короче {SHORTEST} знаков",
    "прописные и строчные латинские буквы",
    "хотя бы одна цифра",
    "хотя бы один знак, который не буква и не цифра",
    "без рядов вроде 1234, abcd, qwerty",
)


def password_faults(password: str) -> tuple[str, ...]:
    """Return the rules that a password breaks, in the order of ``RULES``."""
    kept = (
        len(password) >= SHORTEST,
        any("a" <= each <= "z" for each in password)
        and any("A" <= each <= "Z" for each in password),
        any(each.isdigit() for each in password),
        any(not each.isalnum() for each in password),
        not _has_row(password.lower()),
    )
    return tuple(rule for rule, holds in zip(RULES, kept, strict=True) if not holds)


def _has_row(text: str) -> bool:
    pieces = (text[start : start + _RUN] for start in range(len(text) - _RUN + 1))
    return any(piece in row or piece in row[::-1] for piece in pieces for row in _ROWS)
