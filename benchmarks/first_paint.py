"""The window up to its first paint, against an empty QMainWindow, one line of text, and Python.

The first text that a process paints makes Qt read the fonts, a third of an empty window's time;
ours says that it opens, so the target is set against a QMainWindow with one plain QLabel.
Each start is a process of its own, from its spawning to the end of the first paint event; the
four take turns, so that a busy machine slows all of them. The last line is the ratio of the
medians. Services are not part of it: the window makes them after it has painted.

    python benchmarks/first_paint.py                10 starts of each
    python benchmarks/first_paint.py --runs 30
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

TARGET = 1.25
_END = """
from PySide6.QtCore import QEvent, QObject
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            watched.event(event)
            os._exit(0)
        return False
end = FirstPaint()
application.installEventFilter(end)
window.show()
application.exec()
"""
_EMPTY = """import os, sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1280, 800)
"""
_OURS = """import os, sys
from PySide6.QtWidgets import QApplication
from desktop_app.ui.application import make_frame
application = QApplication(sys.argv[:1])
window = make_frame(application, lambda: None)
"""
STARTS = {
    "python": "import os; os._exit(0)",
    "empty": _EMPTY + _END,
    "text": f"{_EMPTY}window.setCentralWidget(QLabel('Программа открывается…'))\n{_END}",
    "ours": _OURS + _END,
}


def seconds_of(source: str) -> float:
    """Return how long a process runs until it has painted."""
    started = time.perf_counter()
    # Without a time limit: with one, subprocess looks only every 50 ms whether it has ended.
    subprocess.run([sys.executable, "-c", source], check=True)
    return time.perf_counter() - started


def main() -> int:
    """Measure and print; 1 when the window takes longer than the target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", "--starts", type=int, default=10, help="starts of each")
    runs = parser.parse_args().runs
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for source in STARTS.values():
        seconds_of(source)  # Fills the system's cache of files.
    taken: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(runs):
        for name, source in STARTS.items():
            taken[name].append(seconds_of(source))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        spread = f"{min(taken[name]) * 1000:.0f}…{max(taken[name]) * 1000:.0f}"
        print(f"{name:8} {median * 1000:6.0f} ms  ({spread})")
    print(f"ours / python -c pass: {medians['ours'] / medians['python']:.1f}")
    print(f"ours / empty QMainWindow: {medians['ours'] / medians['empty']:.2f}")
    ratio = medians["ours"] / medians["text"]
    print(f"ours / QMainWindow with one line of text: {ratio:.2f} (target at most {TARGET})")
    return 0 if ratio <= TARGET or runs == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
