"""What a command gives back: one JSON document and the same as text for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.cli.exit_codes import ExitCode


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a command; ``main`` prints the document or the text, never both."""

    document: Mapping[str, object]
    """What ``--json`` prints."""
    text: str
    """What a person reads otherwise."""
    exit_code: ExitCode = ExitCode.DONE
