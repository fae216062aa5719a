"""Telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FlawWeight, empty, judged
from desktop_app.core.field_checks.signs import (
    Digits,
    SignKind,
    flaws_at,
    read_digits,
    read_signs,
)
from desktop_app.core.look_alikes import CYRILLIC_AS_LATIN

_EXTENSION = re.compile(r"[\s,;]*(?:доб|вн|ext)\.?\s*(\d{1,6})\s*$", re.IGNORECASE | re.ASCII)
_SEPARATORS = " -()+."
_LONGEST_FOREIGN = 15
"""Digits after the plus (ITU-T E.164)."""
_SHORTEST_FOREIGN = 8
_LONGEST_ADDRESS = 254
"""RFC 5321 section 4.5.3.1.3, without the angle brackets."""
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


def check_phone(entered: str) -> FieldCheck:
    """Check a telephone number; the value is ``+74951112233``, ``;ext=45`` after it (RFC 3966).

    A Russian number may begin with 8 or 7 or without either, a foreign one with a plus.
    """
    extension = _EXTENSION.search(entered)
    digits = read_digits(entered[: extension.start()] if extension else entered, _SEPARATORS)
    if not digits.text and not digits.flaws:
        return empty(entered)
    plus = "+" in digits.tidy
    if plus and digits.text and not digits.text.startswith("7"):
        return _foreign(entered, digits)
    has_prefix = plus or digits.text[:1] in ("7", "8")
    length = 11 if has_prefix else 10
    flaws = [*digits.flaws, *_length_flaws(entered, digits, length), *_zero_flaws(digits)]
    national = digits.text[1:] if has_prefix else digits.text
    value, shown = f"+7{national}", f"+7 {_grouped(national)}"
    if extension:
        value, shown = f"{value};ext={extension[1]}", f"{shown}, доб. {extension[1]}"
    return judged(entered, value, shown, flaws, digits.tidy)


def check_email(entered: str) -> FieldCheck:
    """Check an e-mail address (RFC 5321 section 4.1.2, without quoted local parts).

    Domains in Cyrillic are taken.
    """
    signs = read_signs(entered)
    kept = [sign for sign in signs if sign.kind not in (SignKind.SPACE, SignKind.UNSEEN)]
    if not kept:
        return empty(entered)
    dropped = [sign.at for sign in signs if sign.kind in (SignKind.SPACE, SignKind.UNSEEN)]
    inner = [at for at in dropped if kept[0].at < at < kept[-1].at]
    address = "".join(sign.plain for sign in kept)
    places = [sign.at for sign in kept]
    flaws = list(flaws_at(inner, "field.extra-signs", FlawWeight.REPAIR))
    if len(inner) < len(dropped):
        outer = [at for at in dropped if at not in inner]
        flaws += flaws_at(outer, "field.odd-signs", FlawWeight.TYPOGRAPHY)
    address, mended = _mended(address)
    flaws += flaws_at((places[at] for at in mended), "field.email-letters", FlawWeight.REPAIR)
    flaws += _address_flaws(address, places, len(entered))
    return judged(entered, address, address, flaws, address)


def _foreign(entered: str, digits: Digits) -> FieldCheck:
    flaws = list(digits.flaws)
    missing = _SHORTEST_FOREIGN - len(digits.text)
    if missing > 0:
        data = {"missing": missing, "length": _SHORTEST_FOREIGN}
        end = len(entered)
        flaws.append(FieldFlaw("field.digits-missing", FlawWeight.UNFINISHED, end, end, data))
    elif len(digits.text) > _LONGEST_FOREIGN:
        flaws += _length_flaws(entered, digits, _LONGEST_FOREIGN)
    flaws += _zero_flaws(digits)
    value = f"+{digits.text}"
    return judged(entered, value, value, flaws, digits.tidy)


def _length_flaws(entered: str, digits: Digits, length: int) -> Iterator[FieldFlaw]:
    missing = length - len(digits.text)
    if missing > 0:
        data = {"missing": missing, "length": length}
        end = len(entered)
        yield FieldFlaw("field.digits-missing", FlawWeight.UNFINISHED, end, end, data)
    elif missing < 0:
        data = {"extra": -missing, "length": length}
        yield FieldFlaw("field.digits-extra", FlawWeight.ERROR, *digits.span(length), data)


def _zero_flaws(digits: Digits) -> Iterator[FieldFlaw]:
    if len(digits.text) >= 10 and not digits.text[1:].strip("0"):
        yield FieldFlaw("field.zeros", FlawWeight.ERROR, *digits.span())


def _grouped(national: str) -> str:
    return f"{national[:3]} {national[3:6]}-{national[6:8]}-{national[8:]}"


def _mended(address: str) -> tuple[str, list[int]]:
    """Return the address with commas and Cyrillic look-alikes mended, and where they stood.

    A name before the @ that becomes Latin is mended, and a domain whose last part is Latin.
    """
    local, at, domain = address.partition("@")
    last = re.split(r"[.,]", domain)[-1]
    domain_then = domain.replace(",", ".")
    if re.search(r"[A-Za-z]", last or domain):
        domain_then = _as_latin(domain_then)
    local_then = _as_latin(local) if _as_latin(local).isascii() else local
    mended = local_then + at + domain_then
    return mended, [place for place, sign in enumerate(address) if mended[place] != sign]


def _as_latin(text: str) -> str:
    return "".join(CYRILLIC_AS_LATIN.get(sign, sign) for sign in text)


def _address_flaws(address: str, places: list[int], length: int) -> Iterator[FieldFlaw]:
    local, at, domain = address.partition("@")
    if not at:
        if not _LOCAL.fullmatch(local.rstrip(".") or "x"):
            yield _local_flaw(local, places)
        yield FieldFlaw("field.email-unfinished", FlawWeight.UNFINISHED, length, length)
        return
    if "@" in domain:
        second = places[len(local) + 1 + domain.index("@")]
        yield FieldFlaw("field.email-two-ats", FlawWeight.ERROR, second, second + 1)
        return
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        yield _local_flaw(local, places)
    *labels, top = domain.split(".")
    if not all(map(_is_label, labels)) or not re.fullmatch(r"[A-Za-z]*|[а-яё]*|xn--[\w-]+", top):
        yield FieldFlaw("field.email-domain", FlawWeight.ERROR, places[len(local)] + 1, length)
    elif not labels or len(top) < 2:
        yield FieldFlaw("field.email-unfinished", FlawWeight.UNFINISHED, length, length)
    elif len(address) > _LONGEST_ADDRESS:
        yield FieldFlaw("field.too-long", FlawWeight.ERROR, places[_LONGEST_ADDRESS], length)


def _is_label(label: str) -> bool:
    mixed = re.search(r"[A-Za-z]", label) and re.search(r"[а-яё]", label, re.IGNORECASE)
    return bool(_LABEL.fullmatch(label)) and not mixed


def _local_flaw(local: str, places: list[int]) -> FieldFlaw:
    for at, sign in enumerate(local):
        if not _LOCAL.fullmatch(sign) and sign != ".":
            return FieldFlaw("field.email-name", FlawWeight.ERROR, places[at], places[at] + 1)
    end = places[len(local) - 1] + 1 if local else 0
    return FieldFlaw("field.email-name", FlawWeight.ERROR, places[0] if local else 0, end)
