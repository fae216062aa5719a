"""What ЕСИА's codes mean for a person: few causes, each with its own way out."""

from __future__ import annotations

import re
from typing import Final

from desktop_app.core.errors.browser_login import EsiaRefusedError

_CODE: Final = re.compile(r"ESIA-([0-9]{6})")
_CAUSES: Final = {
    "007004": "declined",
    "007007": "failed",
    "007008": "busy",
    "007011": "expired",
    "007015": "clock",
    "007019": "permission",
    "007046": "second-factor",
    "007055": "level",
    "007194": "organisation",
}
"""Phrases ``esia.CAUSE`` and ``esia-remedy.CAUSE`` have the words."""
_PORTAL: Final = "portal"
"""The portal's own request was at fault: only its people can mend that."""


def esia_refusal(description: str) -> EsiaRefusedError:
    """Return the error for an ``error_description`` such as ``ESIA-007004: …``."""
    found = _CODE.search(description[:200])
    if found is None:
        return EsiaRefusedError(cause="failed")
    return EsiaRefusedError(cause=_CAUSES.get(found[1], _PORTAL), esia_code=found[0])
