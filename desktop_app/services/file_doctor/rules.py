"""What portals take, read from ``resources/upload-rules.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from desktop_app.signing.decoding import convert


@dataclass(frozen=True, slots=True)
class UploadRules:
    """Limits on files and their names."""

    largest_bytes: int
    longest_name: int
    """Signs, the extension included."""
    forbidden_signs: str
    reserved_names: tuple[str, ...]
    """Names that a system keeps for itself, without extension, in small letters."""
    least_scan_resolution: int
    """Dots per inch."""
    blank_ink: float
    """A page with a smaller share of ink is empty."""
    black_share: float
    """A page with a larger share of black cannot be read."""


def read_rules(path: Path) -> UploadRules:
    """Return the rules. Raises ``msgspec.ValidationError`` for a file that is not as it must be."""
    return convert(tomllib.loads(path.read_text("utf-8")), UploadRules)
