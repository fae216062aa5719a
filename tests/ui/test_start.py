"""What the window loads before it has painted, and that Qt's signals leak no references."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

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


class Sender(QObject):
    told = Signal(object)


@pytest.mark.parametrize("value", [True, None])
def test_emitting_signals_drops_no_references(qapp: QApplication, value: object) -> None:
    """PySide6 6.12.0 dropped a reference to ``True`` with each emit, until Python aborted."""
    sender, heard = Sender(), []
    sender.told.connect(lambda _value: heard.append(1))
    before = sys.getrefcount(value)
    for _ in range(10_000):
        sender.told.emit(value)
    assert len(heard) == 10_000
    # Other threads may hold some; a leak would be ten thousand.
    assert abs(sys.getrefcount(value) - before) < 100
