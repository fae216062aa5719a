"""A signed statement as a person reads it; the bytes that are signed stay as they are."""

from __future__ import annotations

import json


def readable_statement(content: bytes) -> str:
    """Return canonical JSON on indented lines, any other UTF-8 text as it is."""
    text = content.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        return text
