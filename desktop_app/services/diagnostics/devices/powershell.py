"""Questions to Windows PowerShell, answered as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop_app.services.diagnostics.machine import Machine

_START = "[Console]::OutputEncoding=[Text.Encoding]::UTF8;"
_LIMIT_SECONDS = 15.0


def records(machine: Machine, command: str) -> tuple[Mapping[str, Any], ...]:
    """Return the objects that a pipeline gives; nothing where it fails."""
    script = f"{_START}{command} | ConvertTo-Json -Compress -Depth 3"
    line = ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]
    try:
        answer = json.loads(machine.run(line, _LIMIT_SECONDS).output.lstrip("\ufeff") or "[]")
    except ValueError:
        return ()
    items = answer if isinstance(answer, list) else [answer]
    return tuple(each for each in items if isinstance(each, dict))
