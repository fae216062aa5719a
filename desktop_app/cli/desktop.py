"""Opening a file or an address with the desktop's own program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def open_with_desktop(path: Path) -> bool:
    """Open ``path`` where there is a desktop; return False where there is none."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - a PDF of our own folder, shown to the person
        return True
    return _open(str(path))


def open_address(address: str) -> bool:
    """Open an address in the browser where there is a desktop; return False where there is none.

    The address begins with ``https://`` or ``http://``: nothing else is ever started.
    """
    if not address.startswith(("https://", "http://")):
        return False
    if sys.platform == "win32":
        os.startfile(address)  # noqa: S606 - an address of the web, as checked above
        return True
    return _open(address)


def _open(target: str) -> bool:
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_desktop = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if opener is None or not has_desktop:
        return False
    subprocess.Popen(
        [opener, target],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True
