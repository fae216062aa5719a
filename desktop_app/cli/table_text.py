"""Tables as aligned text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_GAP = "  "
_NARROWEST = 8


def text_width(text: str) -> int:
    """Return how many columns ``text`` takes on a terminal."""
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def shortened(text: str, width: int) -> str:
    """Return ``text``, or its beginning with an ellipsis, in at most ``width`` columns."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def table_text(
    headings: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None
) -> str:
    """Return an aligned table with a rule below its headings.

    The widest columns are shortened until a line fits into ``width``; None shortens nothing.
    """
    cells = [[_one_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(text_width(row[column]) for row in cells) for column in range(len(headings))]
    if width is not None:
        _narrow(widths, width - len(_GAP) * (len(widths) - 1))
    head, *body = (_line(row, widths) for row in cells)
    return "\n".join((head, _GAP.join("─" * each for each in widths), *body))


def _narrow(widths: list[int], total: int) -> None:
    while sum(widths) > total and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for text, width in zip(row, widths, strict=True):
        short = shortened(text, width)
        padded.append(short + " " * (width - text_width(short)))
    return _GAP.join(padded).rstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
