"""How personal data looks in any text: what is found without knowing whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address

Replacement = Callable[[re.Match[str]], tuple[str, str] | None]
"""Turns a match into its kind and what to put there; None leaves it as it is."""
Rule = tuple[re.Pattern[str], Replacement]

_IGNORE = re.IGNORECASE
_GAP = "[ \t\u00a0\u2007\u2009\u202f()\\-\u2010-\u2015\u2212.№Nn_]{0,3}"
_NUMBER = re.compile(
    # What is left alone: times, dates, object identifiers, versions of Windows.
    r"(?P<keep>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)"
    r"|(?<!\d)(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:19|20)\d\d"
    r"(?: \d\d:\d\d(?::\d\d)?)?(?!\d)"
    r"|(?<![\d.])[012](?:\.\d+){4,}(?![\d.])"
    r"|(?<![\d.])10\.0\.\d{5}(?:\.\d+)?(?!\d))"
    rf"|(?P<number>(?<!\d)(?:\+[ ]?)?\d(?:{_GAP}\d){{9,19}}(?!\d))"
)
_NAMES_OF_SECRETS = (
    r"(?:access|refresh|id)[ _-]?token|session(?:[ _-]?id)?|token|password|passwd|pwd|passphrase"
    r"|secret|api[_-]?key|пароль|секрет"
)
_PIN = (
    r"(?<![^\W_])(?:pin|puk|пин|пук)(?:[ _-]?(?:code|код\w{0,3}))?(?!-\d\d(?!\d))"
    r"(?:(?:\s+[^\W\d_]+){0,3}[\"']?\s*[:=]\s*[\"'«“(]{0,2}(?P<said>[^\s\"',;)}»”]+)"
    r"|(?:\s+[^\W\d_]+){0,3}[\s\"'«“(-]{1,3}(?P<bare>(?=[^\W_]*\d)\w{4,}))"
)
_USER_FOLDER = (
    r"(?:[A-Za-z]:)?(?<![\\/])[\\/]{1,4}(?:home|users|documents and settings)[\\/]{1,4}"
    r"(?:[^\\/:*?\"<>|\r\n]+(?=[\\/])|[^\s\\/:*?\"'<>|,;)]+)"
)
_FULL_NAME = (
    r"(?<![^\W\d_])[а-яё]+(?:-[а-яё]+)?\s+[а-яё]+\s+[а-яё]+"
    r"(?:вич|ьич|мич|кич|вн|ичн|иничн)(?:[а-яё]{0,2})(?![^\W\d_])"
)
_SHORT_NAME = r"(?<![^\W\d_])[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\."
_PART = r"[\w+%-]+"
_NOT_INSIDE = r"(?<![\w+%.-])"
_PRIVATE_HOST = r"(?:[\w-]+\.)*[\w-]+\.(?:local|lan|corp|internal|intra|intranet|home|loc|domain)"


@cache
def early_rules() -> tuple[Rule, ...]:
    """Return what is looked for first: secrets and places, which may hold names and numbers."""
    return (
        *_secrets(),
        (re.compile(_PIN, _IGNORE), _always("pin")),
        (_any(r"(?<=://)[^\s/@]+@"), _always("user", "")),
        (_any(r"(?<=[?&])[\w.-]+=(?P<value>[^&\s\"'<>#]+)"), _always("secret")),
        (
            _any(
                rf"{_NOT_INSIDE}{_PART}(?:\s?\.\s?{_PART})*\s?(?:@|[(\[]at[)\]])\s?[\w-]+(?:\s?\.\s?[\w-]+)+"
            ),
            _always("email"),
        ),
        (_any(_USER_FOLDER), _always("path", "~")),
        (_any(r"(?<![\w/.])/root(?![\w.-])"), _always("path", "~")),
        (_any(r"(?<![\\\w:])\\\\+(?P<value>[\w.-]+)(?=\\)"), _always("host")),
        (_any(rf"(?<![\w.-]){_PRIVATE_HOST}(?![\w-])"), _always("host")),
    )


@cache
def late_rules() -> tuple[Rule, ...]:
    """Return what is looked for after the known names: numbers, addresses, unknown names."""
    return (
        *_identifiers(),
        *_addresses(),
        (_any(r"(?:паспорт\w*|passport|серия)\D{0,20}(?P<value>\d\d\D{0,3}\d\d\D{0,12}\d{6})(?!\d)"),
            _always("passport")),
        (_any(r"(?:тел|моб|phone|mobile)\w*\W{1,4}(?P<value>[\d() -]{5,}\d)"), _always("phone")),
        (_NUMBER, _number),
        (_any(_FULL_NAME), lambda match: ("name", initials(match[0]))),
        (re.compile(_SHORT_NAME), lambda match: ("name", initials(match[0]))),
    )  # fmt: skip


def initials(name: str) -> str:
    """Return «С. А. С.» for «Смирнова Анна Сергеевна»."""
    words = re.findall(r"[^\W\d_]+", name)
    return " ".join(f"{word[0].upper()}." for word in words)


def last_four(serial: str) -> str:
    """Return an ellipsis with the last four signs of a serial number that is long enough."""
    signs = re.sub(r"[\W_]", "", serial)
    return f"…{signs[-4:]}" if len(signs) > 7 else "…"


def kind_of_number(text: str) -> str:
    """Return what a number of ten and more digits most likely is."""
    digits = re.sub(r"\D", "", text)
    if text.startswith("+") or (len(digits) == 11 and "(" in text):
        return "phone"
    return {10: "inn", 11: "snils", 12: "inn"}.get(len(digits), "number")


def _secrets() -> tuple[Rule, ...]:
    return (
        (
            re.compile(r"-----BEGIN [^-]+-----.*?(?:-----END [^-]+-----|\Z)", re.DOTALL),
            _always("secret"),
        ),
        (
            _any(r"(?:cookie|authorization)[\"']?\s*[:=]\s*[\"']?(?P<value>[^\r\n]+)"),
            _always("secret"),
        ),
        (_any(r"(?<!\w)eyJ[\w-]{5,}(?:\.[\w-]*){1,4}"), _always("secret")),
        (
            _any(r"(?<!\w)(?:bearer|basic|negotiate|ntlm)\s+(?P<value>[\w+/=.~-]{8,})"),
            _always("secret"),
        ),
        (
            _any(rf"(?:{_NAMES_OF_SECRETS})[\"']?\s*[:=]\s*[\"']?(?P<value>[^\s\"',;}}]+)"),
            _always("secret"),
        ),
        (
            re.compile(
                r"(?<![\w+/=-])(?!/(?:usr|opt|etc|lib|var|tmp|run|proc|sys|dev|srv|mnt|Library)/)"
                r"(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*\d)"
                r"(?:[A-Za-z0-9+/]{32,}={0,2}|[A-Za-z0-9_-]{22,}={0,2})"
            ),
            _always("secret"),
        ),
    )


def _identifiers() -> tuple[Rule, ...]:
    """Fingerprints and identifiers keep their beginning: enough to compare, no use to misuse."""
    return (
        (_any(r"(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])"), _shortened),
        (_any(r"(?<![0-9a-z])(?=[a-z]*\d)[0-9a-z]{32,}(?![0-9a-z])"), _shortened),
        (
            _any(r"(?:serial(?:[ _-]?number)?|серийный номер)\W{1,3}(?P<value>[0-9a-z]{5,})"),
            lambda match: ("token", last_four(match["value"])),
        ),
    )


def _addresses() -> tuple[Rule, ...]:
    return (
        (_any(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])"), _always("mac")),
        (re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)"), _address),
        (_any(r"(?<![\w:])(?=[0-9a-f]*:[0-9a-f]*:)[0-9a-f:]{3,39}(?![\w:])"), _address),
    )


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _IGNORE)


def _always(kind: str, after: str | None = None) -> Replacement:
    instead = f"[{kind}]" if after is None else after
    return lambda _match: (kind, instead)


def _shortened(match: re.Match[str]) -> tuple[str, str]:
    return "id", f"{match[0][:8]}…"


def _address(match: re.Match[str]) -> tuple[str, str] | None:
    try:
        address = ip_address(match[0])
    except ValueError:
        return None
    public = address.is_global or address.is_loopback or address.is_unspecified
    return None if public else ("ip", "[ip]")


def _number(match: re.Match[str]) -> tuple[str, str] | None:
    if match["keep"] is not None:
        return None
    kind = kind_of_number(match[0])
    return kind, f"[{kind}]"


def secret_span(match: re.Match[str]) -> tuple[int, int]:
    """Return where the secret itself stands in a match; the words around it stay."""
    for group in ("value", "said", "bare"):
        if group in match.re.groupindex and match[group] is not None:
            return match.span(group)
    return match.span()
