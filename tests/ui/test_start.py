"""What does the window load before it has painted?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOW = (
    "cryptography",
    "pkcs11",
    "asn1crypto",
    "requests",
    "keyring",
    "pyhanko_certvalidator",
    "msgspec",
    "sqlite3",
    "tomllib",
)
FIRST_PAINT = f"""
import sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from desktop_app.ui.application import make_frame

class FirstPaint(QObject):
    painted = False
    def eventFilter(self, watched, event):
        self.painted = self.painted or event.type() is QEvent.Type.Paint
        return False

application = QApplication([])
frame = make_frame(application, lambda: None)
first = FirstPaint()
application.installEventFilter(first)
frame.show()
while not first.painted:
    application.processEvents()
print(*(name for name in {SLOW!r} if name in sys.modules))
"""


def test_nothing_slow_is_loaded_before_the_first_paint() -> None:
    result = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=ROOT,
    )
    assert result.stdout.split() == []
