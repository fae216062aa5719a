"""Files of the training folder that only their owner may read."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Make ``path`` (0700) where it is missing and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` (0600) at once or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(path)


def write_private_json(path: Path, content: object) -> None:
    """Write ``content`` as JSON, like ``write_private``."""
    write_private(path, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))
