"""Opening a file with the desktop's own program."""

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
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_desktop = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if opener is None or not has_desktop:
        return False
    subprocess.Popen(
        [opener, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True
