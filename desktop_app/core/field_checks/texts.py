"""Free text: what a reader would not see is taken out."""

from __future__ import annotations

import unicodedata

from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FlawWeight, empty, judged
from desktop_app.core.field_checks.signs import flaws_at

_TURNING_AND_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def check_text(entered: str, longest: int = 300) -> FieldCheck:
    """Check one line of at most ``longest`` signs; line ends become spaces."""
    return _check(entered, longest, keep="")


def check_lines(entered: str, longest: int = 4000) -> FieldCheck:
    """Check text of several lines, of at most ``longest`` signs."""
    return _check(entered, longest, keep="\n")


def _check(entered: str, longest: int, keep: str) -> FieldCheck:
    signs, odd = "", []
    for at, sign in enumerate(entered):
        if sign in keep or unicodedata.category(sign) not in _TURNING_AND_UNSEEN:
            signs += sign
            continue
        if sign in "\t\n\u2028\u2029":
            signs += " "
        if sign != "\r":
            odd.append(at)
    text = unicodedata.normalize("NFC", signs).strip()
    if not text:
        return empty(entered)
    flaws = list(flaws_at(odd, "field.odd-signs", FlawWeight.TYPOGRAPHY))
    if len(text) > longest:
        data = {"extra": len(text) - longest, "limit": longest}
        begin = min(longest, len(entered) - 1)
        flaws.append(FieldFlaw("field.too-long", FlawWeight.ERROR, begin, len(entered), data))
    return judged(entered, text, text, flaws, text)
