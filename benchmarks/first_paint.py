"""From the start of the process to the window's first paint, against an empty QMainWindow.

Each start is a process of its own, offscreen, ended at its first paint event; the kinds take
turns. ``nmo gui`` goes the way a person goes: command line, composition, window.

    python benchmarks/first_paint.py [--starts 15]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

KINDS = ("python -c pass", "empty QMainWindow", "nmo gui")


def end_process(*_event: object) -> None:
    """Stand in for ``paintEvent``: the process has come as far as it is measured."""
    os._exit(0)


def start_empty() -> None:
    """Show a QMainWindow with nothing in it."""
    from PySide6.QtGui import QPaintEvent  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    class Window(QMainWindow):
        def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            end_process()

    application = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1280, 800)
    window.show()
    application.exec()


def start_ours() -> None:
    """Run the command that opens the program's window."""
    from desktop_app.__main__ import main  # noqa: PLC0415
    from desktop_app.ui import application  # noqa: PLC0415

    application.Frame.paintEvent = end_process  # type: ignore[method-assign] # ends the process
    main(["gui"])


STARTS: dict[str, Callable[[], None]] = {KINDS[1]: start_empty, KINDS[2]: start_ours}


def seconds(kind: str, home: str) -> float:
    """Return how long one process takes to its first paint."""
    own = [sys.executable, __file__, "--start", kind]
    command = [sys.executable, "-c", "pass"] if kind == KINDS[0] else own
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NMO_HOME": home}
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True)  # A time limit would poll: 50 ms steps.
    return time.perf_counter() - started


def compare(starts: int) -> None:
    """Print the medians and the ratios."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as home:
        for turn in range(starts + 1):
            for kind in KINDS:
                taken = seconds(kind, home)
                if turn:  # The first one fills the caches.
                    times[kind].append(taken)
    medians = {kind: statistics.median(values) for kind, values in times.items()}
    for kind, median in medians.items():
        print(f"{kind:18} median {median * 1000:7.1f} ms   best {min(times[kind]) * 1000:7.1f} ms")
    print(f"nmo gui / python -c pass       {medians[KINDS[2]] / medians[KINDS[0]]:6.2f}")
    print(f"nmo gui / empty QMainWindow    {medians[KINDS[2]] / medians[KINDS[1]]:6.2f}")


def main() -> None:
    """Measure and print, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--start", choices=STARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.start:
        STARTS[options.start]()
    else:
        compare(options.starts)


if __name__ == "__main__":
    main()
