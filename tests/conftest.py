"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# Without a display, also where pytest is started by hand.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")
