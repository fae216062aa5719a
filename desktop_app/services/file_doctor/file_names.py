"""What is wrong with a file's name, and a name that every portal and system takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from desktop_app.core.look_alikes import CYRILLIC_AS_LATIN
from desktop_app.services.file_doctor.rules import UploadRules

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_PLACEHOLDER = "document"


def name_flaws(name: str, rules: UploadRules, extension: str = "") -> tuple[str, ...]:
    """Return what is wrong with a name, in the words of the group ``name-flaw``.

    ``extension`` is the one that the content asks for, empty for any.
    """
    return tuple(dict.fromkeys(_flaws(name, rules, extension)))


def mended_name(name: str, rules: UploadRules, extension: str = "") -> str:
    """Return a name without those flaws, as close to the old one as can be."""
    stem, old = _split(unicodedata.normalize("NFC", name))
    end = extension or _latin(old).lower()
    stem = "".join(" " if sign in "\t\n\r" else sign for sign in stem)
    stem = "".join(sign for sign in stem if unicodedata.category(sign) not in _UNSEEN)
    stem = "".join("_" if sign in rules.forbidden_signs else sign for sign in stem)
    stem = re.sub(r"\s+", " ", stem).strip(" .-")
    if stem.lower() in rules.reserved_names:
        stem = f"{stem}_"
    tail = f".{end}" if end else ""
    stem = stem[: rules.longest_name - len(tail)].rstrip(" .-")
    return f"{stem or _PLACEHOLDER}{tail}"


def _flaws(name: str, rules: UploadRules, extension: str) -> Iterator[str]:
    stem, end = _split(name)
    yield from _extension_flaws(end, extension)
    if any(sign in rules.forbidden_signs for sign in name):
        yield "forbidden-signs"
    if any(unicodedata.category(sign) in _UNSEEN for sign in name):
        yield "unseen-signs"
    if unicodedata.normalize("NFC", name) != name:
        yield "decomposed"
    if stem != stem.strip(" .-") or "  " in name:
        yield "spaces"
    if stem.lower() in rules.reserved_names:
        yield "reserved"
    if len(name) > rules.longest_name:
        yield "long"


def _extension_flaws(end: str, wanted: str) -> Iterator[str]:
    if not end:
        yield "no-extension"
    elif _latin(end) != end:
        yield "extension-letters"
    elif end != end.lower():
        yield "extension-case"
    elif wanted and end != wanted:
        yield "extension-other"


def _split(name: str) -> tuple[str, str]:
    stem, dot, end = name.rpartition(".")
    if not dot or not stem or not re.fullmatch(r"\w{1,10}", end):
        return name, ""
    return stem, end


def _latin(end: str) -> str:
    """Return an extension with Latin letters in place of those that look like them."""
    return "".join(CYRILLIC_AS_LATIN.get(sign, sign) for sign in end)
