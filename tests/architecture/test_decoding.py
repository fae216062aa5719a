"""Does anything read typed values past the lock of ``signing/decoding.py``?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "desktop_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEACHING = {"convert", "decode", "Decoder"}
"""What teaches msgspec a type, in each of its formats."""
NAMES = re.compile(r"msgspec(\.\w+)+")
FORMATS = {"json", "msgpack", "toml", "yaml"}


def taught(source: str) -> list[str]:
    """Return one line for each place that may teach msgspec a type, or hides that it does."""
    found = (
        name
        for node in ast.walk(ast.parse(source))
        for name in _used(node)
        if set(name.split(".")) & TEACHING or name in FORMATS or name.startswith("as ")
    )
    return sorted(found)


def _used(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute() if NAMES.fullmatch(ast.unparse(node)):
            yield ast.unparse(node)
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "msgspec":
            yield from (alias.name for alias in node.names)
        case ast.Import():
            yield from (
                f"as {alias.asname}"
                for alias in node.names
                if alias.name.split(".")[0] == "msgspec" and alias.asname
            )


def test_all_that_is_read_into_types_goes_through_one_lock() -> None:
    found = {
        str(path.relative_to(PACKAGE)): places
        for path in MODULES
        if (places := taught(path.read_text("utf-8")))
    }
    assert set(found) == {"signing/decoding.py"}


@pytest.mark.parametrize(
    "source",
    [
        "msgspec.convert(row, Row)",
        "msgspec.json.decode(line, type=Row)",
        "msgspec.json.decode(line)",
        "decoder = msgspec.msgpack.Decoder(Row)",
        "read = msgspec.toml.decode",
        "from msgspec import convert",
        "from msgspec import json",
        "from msgspec.json import Decoder",
        "import msgspec as m",
        "import msgspec.json as j",
    ],
)
def test_a_planted_way_round_is_found(source: str) -> None:
    assert taught(source)


@pytest.mark.parametrize(
    "source",
    [
        "msgspec.json.encode(row).decode()",
        "from msgspec.structs import replace",
        "convert(row, Row)",
    ],
)
def test_what_teaches_nothing_is_left_alone(source: str) -> None:
    assert not taught(source)
