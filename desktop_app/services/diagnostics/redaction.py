"""Takes out of texts and values whatever tells who the person is or lets somebody act as them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from desktop_app.services.diagnostics.bundle import Redaction
from desktop_app.services.diagnostics.redaction_patterns import (
    Rule,
    early_rules,
    initials,
    last_four,
    late_rules,
    secret_span,
)

_NOT_PERSONAL = frozenset(
    {"root", "localhost", "localhost.localdomain", "user", "admin", "administrator", "guest"}
)
"""Names that millions of computers have: they tell nothing, and stand in many other words."""
_PERSONS = re.compile(r"(?:.*_)?(?:subject|owner|holder|person|full_name|fio|account_name)")
_BY_KEY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:.*_)?snils"), "snils"),
    (re.compile(r"(?:.*_)?(?:inn|ogrnip)"), "inn"),
    (re.compile(r"(?:.*_)?passport"), "passport"),
    (re.compile(r"(?:.*_)?phone"), "phone"),
    (re.compile(r"(?:.*_)?e?_?mail"), "email"),
    (re.compile(r"(?:(?:old|new|user|so|admin)_)?(?:pin|puk)"), "pin"),
    (re.compile(r".*(?:password|secret|cookie|authorization|_token)"), "secret"),
    (re.compile(r"(?:user|user_name|login|account)"), "user"),
    (re.compile(r"(?:host_name|computer|server|proxy|captive_portal)"), "host"),
)
_SERIAL_KEY = re.compile(r"token_serials?|token")
_HOST_KEY = re.compile(r"hosts?")
_HEX_KEY = re.compile(r"(?:.*_)?(?:sha256|sha1|fingerprint|key_id|serial|serial_number|atr)")
_HEX = re.compile(r"[0-9A-Fa-f]{2,64}(?:[: ][0-9A-Fa-f]{2})*")
_QUANTITY = re.compile(r".*(?:bytes|size|memory|free|total|seconds|_ms|flags|count|limit).*")
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?::\d+)?")
_AUTHORITY = re.compile(
    r"\b(?:уц|гуц|ca|root|центр|корень|корнев\w+|казначейств\w+|минцифры|минкомсвязь|authority)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\d|[\"«»]|\b(?:уц|ca|root|ооо|оао|зао|пао|ао|ип|гуц|цб|фнс|россии|рф|центр|корень|корнев\w*"
    r"|минц\w+|минкомсв\w+|казначейств\w*|авторити|authority|trust\w*|федеральн\w+)\b",
    re.IGNORECASE,
)
_ENDINGS = (
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ою|ая|яя|ую|юю|ый|ий|ым|им|ом|ем|ём|ых|их|ах|ях"
    "|ам|ям|ов|ев|ей|ью|ии|ию|ия|ье|ьи|а|я|у|ю|е|ы|и|й|ь|о)?"
)
"""Endings of Russian names in any case and number."""
_LATIN_LETTERS = (
    "а=a б=b в=v г=g д=d е=e|ye|ie ё=e|yo|io|jo ж=zh|j з=z и=i|y|j й=y|i|j|'? к=k|c л=l м=m н=n о=o"
    " п=p р=r с=s т=t у=u|ou ф=f|ph х=kh|h|x ц=ts|c|tc ч=ch ш=sh щ=shch|sch ъ=''? ы=y|i ь='? э=e"
    " ю=yu|iu|ju я=ya|ia|ja"
)
_LATIN: Mapping[str, str] = MappingProxyType(
    {pair[0]: pair[2:] for pair in _LATIN_LETTERS.split(" ")}
)
"""How each Russian letter may be written in Latin ones."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something of this person or computer that may stand anywhere in a text."""

    kind: str
    """``name``, ``user``, ``host``, ``path`` or ``token``; others stand for themselves."""
    value: str = field(repr=False)


class Redactor:
    """Knows this person's and computer's own data, and how such data looks in general.

    What it takes out is listed in ``found`` when a list is given. ``word`` names a kind in the
    language of the report. Redacting twice changes nothing more.
    """

    def __init__(
        self,
        known: Iterable[Known] = (),
        word: Callable[[str], str] = str,
        public_hosts: Iterable[str] = (),
    ) -> None:
        self._known = tuple(each for each in known if _tells_something(each))
        self._word = word
        self._public_hosts = frozenset(host.casefold() for host in public_hosts)

    def text(self, text: str, found: list[Redaction] | None = None) -> str:
        """Return a text without personal data."""
        text = "".join(
            sign
            for sign in unicodedata.normalize("NFC", text)
            if unicodedata.category(sign) != "Cf"
        )
        for rule in (*early_rules(), *self._literals, *late_rules()):
            text = self._apply(rule, text, found)
        return text

    def value(self, value: object, found: list[Redaction] | None = None, key: str = "") -> object:
        """Return a value of JSON without personal data; the names of its keys guide it."""
        if isinstance(value, Mapping):
            return {
                self.text(str(name)): self.value(inner, found, str(name).casefold())
                for name, inner in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(inner, found, key) for inner in value]
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, int):
            return self._whole_number(value, found, key)
        return self._named(str(value), found, key)

    @cached_property
    def _literals(self) -> tuple[Rule, ...]:
        """Names last, and longer ones first: a short one may be a part of a longer one."""
        ordered = sorted(self._known, key=lambda each: (each.kind == "name", -len(each.value)))
        return tuple(rule for each in ordered for rule in _rules_of(each))

    def _apply(self, rule: Rule, text: str, found: list[Redaction] | None) -> str:
        pattern, replacement = rule
        pieces, position = [], 0
        for match in pattern.finditer(text):
            begin, end = secret_span(match)
            put = replacement(match)
            if put is None or begin < position or match[0] == put[1]:
                continue
            kind, after = put[0], self._worded(put)
            if text[begin:end] == after:
                continue
            if found is not None:
                found.append(Redaction(kind, text[begin:end], after))
            pieces += [text[position:begin], after]
            position = end
        return "".join((*pieces, text[position:]))

    def _worded(self, put: tuple[str, str]) -> str:
        kind, after = put
        return f"[{self._word(kind)}]" if after == f"[{kind}]" else after

    def _whole_number(self, value: int, found: list[Redaction] | None, key: str) -> object:
        if _kind_of_key(key) or (abs(value) >= 10**9 and not _QUANTITY.fullmatch(key)):
            return self._named(str(value), found, key)
        return value

    def _named(self, text: str, found: list[Redaction] | None, key: str) -> str:
        """Redact a value by its key, then whatever is left in it by its looks."""
        after = self._by_key(text, key)
        if after is None:
            return self.text(text, found)
        if found is not None and after[1] != text:
            found.append(Redaction(after[0], text, after[1]))
        return after[1]

    def _by_key(self, text: str, key: str) -> tuple[str, str] | None:
        """Return kind and replacement where the key alone tells what the value is."""
        kind = _kind_of_key(key)
        if not text:
            return kind or "name", text
        if kind:
            return kind, text if _is_loopback(text) else self._worded((kind, f"[{kind}]"))
        if (_PERSONS.fullmatch(key) and not _is_authority(text)) or (
            key == "name" and looks_like_a_person(text)
        ):
            return "name", initials(text)
        if _SERIAL_KEY.fullmatch(key) and _HEX.fullmatch(text):
            return "token", last_four(text)
        if _HOST_KEY.fullmatch(key):
            return self._host(text)
        if _HEX_KEY.fullmatch(key) and _HEX.fullmatch(text) and not self._is_known(text):
            return "id", text
        return None

    def _host(self, text: str) -> tuple[str, str]:
        name = text.casefold().partition(":")[0]
        public = name in self._public_hosts or _is_loopback(text)
        return "host", text if public else self._worded(("host", "[host]"))

    def _is_known(self, text: str) -> bool:
        return any(pattern.search(text) for pattern, _replacement in self._literals)


def _is_authority(text: str) -> bool:
    return _AUTHORITY.search(text) is not None


def _kind_of_key(key: str) -> str:
    return next((kind for pattern, kind in _BY_KEY if pattern.fullmatch(key)), "")


def _is_loopback(text: str) -> bool:
    return _LOOPBACK.fullmatch(text.casefold()) is not None


def looks_like_a_person(text: str) -> bool:
    """Whether a text is three or four words with capitals and no word of an organisation."""
    words = text.replace("-", " ").split()
    return (
        3 <= len(words) <= 5
        and not _ORGANISATION.search(text)
        and all(word.istitle() and word.isalpha() for word in words)
    )


def _tells_something(known: Known) -> bool:
    value = known.value.strip().casefold()
    return len(value) > 1 and value not in _NOT_PERSONAL and value.strip("/\\") != ""


def _rules_of(known: Known) -> tuple[Rule, ...]:
    if known.kind == "name":
        return _rules_of_name(known.value)
    if known.kind == "token":
        signs = re.sub(r"[\W_]", "", known.value)
        pattern = r"[\s:_-]?".join(map(re.escape, signs))
        return ((_bounded(pattern, signs), lambda _match: ("token", last_four(signs))),)
    if known.kind == "path":
        parts = [part for part in re.split(r"[\\/]+", known.value) if part]
        begin = r"(?<![\w.\\/])[\\/]{1,4}" if known.value[0] in "\\/" else ""
        pattern = begin + r"[\\/]{1,4}".join(map(re.escape, parts))
        return ((re.compile(rf"{pattern}(?![^\W_])", re.IGNORECASE), lambda _match: ("path", "~")),)
    parts = [part for part in re.split(r"[\s._-]+", known.value) if part]
    pattern = r"[\s._-]*".join(map(_any_yo, parts))
    after = (known.kind, f"[{known.kind}]")
    return ((_bounded(pattern, "".join(parts)), lambda _match: after),)


def _rules_of_name(name: str) -> tuple[Rule, ...]:
    """A name as a whole in whatever spacing, then each of its longer words in any case."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name))
    patterns = [_whole_word(r"[\W_]*".join(map(_any_yo, words)))] if len(words) > 1 else []
    for word in sorted(words, key=len, reverse=True):
        patterns += [_declined(word), *_in_latin(word)] if len(word) > 2 else []
    return tuple(
        (re.compile(each, re.IGNORECASE), lambda match: ("name", initials(match[0])))
        for each in patterns
    )


def _declined(word: str) -> str:
    """Return a pattern for a Russian word of a name in any case: «Смирнова», «Смирновой».

    A long one counts also as a part of another word: «СмирноваАнна».
    """
    if len(word) < 4:
        return _whole_word(_any_yo(word))
    stem = re.sub(r"(?:ий|ый|ой|ая)$", "", word, flags=re.IGNORECASE)
    if len(stem) < 4:
        stem = word
    stem = re.sub(r"[аеёиоуыэюяйь]$", "", stem, flags=re.IGNORECASE)
    pattern = f"{_any_yo(stem)}{_ENDINGS}"
    return pattern if len(stem) > 5 else _whole_word(pattern)


def _in_latin(word: str) -> list[str]:
    """Return a pattern for a longer Russian word in Latin letters: «smirnova», «Yolkina»."""
    letters = word.casefold()
    if len(letters) < 5 or not set(letters) <= _LATIN.keys():
        return []
    return ["".join(f"(?:{_LATIN[letter]})" for letter in letters)]


def _whole_word(pattern: str) -> str:
    return rf"(?<![^\W\d_]){pattern}(?![^\W\d_])"


def _any_yo(text: str) -> str:
    return re.sub("[её]", "[её]", re.escape(text.casefold()))


def _bounded(pattern: str, signs: str) -> re.Pattern[str]:
    """Short ones count only as whole words."""
    if len(signs) < 5:
        pattern = rf"(?<![^\W_]){pattern}(?![^\W_])"
    return re.compile(pattern, re.IGNORECASE)
