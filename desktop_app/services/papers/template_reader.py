"""Reading templates from ``resources/templates/*.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from desktop_app.core.field_checks.dates import TODAY
from desktop_app.core.papers import SIGNER, PaperTemplate
from desktop_app.signing.decoding import convert

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def read_templates(folder: Path) -> dict[str, PaperTemplate]:
    """Return the templates by their names, which are the files' names.

    Raises ``ValueError`` for a file that is not as it has to be.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def _read(path: Path) -> PaperTemplate:
    declared = tomllib.loads(path.read_text("utf-8"))
    try:
        template = convert({**declared, "id": path.stem}, PaperTemplate)
    except msgspec.ValidationError as error:
        raise ValueError(f"{path.name}: {error}") from error
    unknown = sorted(set(_named(template)) - {field.name for field in template.fields})
    if unknown:
        raise ValueError(f"{path.name}: no field is called {', '.join(unknown)}")
    return template


def _named(template: PaperTemplate) -> Iterator[str]:
    """Yield every name of a field that the program, blocks and orders use."""
    yield SIGNER
    for block in template.blocks:
        yield from _PLACEHOLDER.findall(block.text)
        yield from filter(None, (block.items, block.when))
    for pair in template.order:
        yield from {pair.earlier, pair.later} - {TODAY}
