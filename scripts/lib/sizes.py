"""Find files over 300 lines and functions over 40 in the program."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def too_long(path: Path) -> Iterator[str]:
    """Yield a line for the file and each of its functions that is too long."""
    source = path.read_text("utf-8")
    name = path.relative_to(ROOT)
    lines = source.count("\n")
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines"


def main() -> int:
    """Print each place and return 1 when there is one."""
    files = sorted((ROOT / "desktop_app").rglob("*.py"))
    places = [place for path in files for place in too_long(path)]
    print("\n".join(places))
    return 1 if places else 0


if __name__ == "__main__":
    sys.exit(main())
