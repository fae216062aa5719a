"""Understanding what ЕГИСЗ answers instead of a record: ``resources/register-refusals.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.papers import Bilingual
from desktop_app.core.register_sync import Mender, UnderstoodRefusal
from desktop_app.core.resources import resource_path
from desktop_app.signing.decoding import convert

UNKNOWN = "egisz.unknown"


@dataclass(frozen=True, slots=True)
class RefusalPattern:
    """One kind of refusal."""

    pattern: str
    """Regular expression; its named groups go into the message."""
    code: str
    mender: Mender


@dataclass(frozen=True, slots=True)
class RefusalTable:
    """All kinds that are known, and what the dictionaries are called."""

    refusals: tuple[RefusalPattern, ...]
    dictionaries: Mapping[str, Bilingual]

    def understand(self, text: str, language: str) -> UnderstoodRefusal:
        """Return the message that explains a refusal; one that is not known is for the support."""
        for known in self.refusals:
            found = re.search(known.pattern, text)
            if found:
                data = dict(found.groupdict())
                named = self.dictionaries.get(data.get("oid", ""))
                if named is not None:
                    data["dictionary"] = named.of(language)
                return UnderstoodRefusal(text, known.code, known.mender, data)
        return UnderstoodRefusal(text, UNKNOWN, Mender.PORTAL, {"words": text})


def read_refusals() -> RefusalTable:
    """Return the program's table."""
    declared = tomllib.loads(resource_path("register-refusals.toml").read_text("utf-8"))
    return convert(declared, RefusalTable)
