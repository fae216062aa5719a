"""Where the files that come with the program lie."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Return a path below ``resources/``: in a checkout beside the package, else in the build."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).parents[2]
    return root.joinpath("resources", *parts)
