"""Entry of ``scripts/keyboard-journey``: the X server, the window, the walk through the rows."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.composition import build_services
from desktop_app.services.program import Services
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.settings import THEME, SettingsStore
from desktop_app.ui.application import make_frame
from scripts.keyboard_walk import entrance_rows as entrance
from scripts.keyboard_walk import record_rows as record
from scripts.keyboard_walk import table_rows as table
from scripts.keyboard_walk import trouble_rows as trouble
from scripts.keyboard_walk.outside import Outside
from scripts.keyboard_walk.person import Person, StuckError
from scripts.keyboard_walk.ui_thread import UiThread
from scripts.keyboard_walk.walk import Walk

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "screenshots" / "keyboard"
_SCREEN = "1360x900x24"
_PAUSE_SECONDS = 0.05
ROWS: dict[str, Callable[[Walk], None]] = {
    "A1": entrance.tokens,
    "A2": entrance.token_login,
    "A3": entrance.browser_login,
    "A4": entrance.account_level,
    "A5": entrance.personal_data,
    "B1": record.consent,
    "B2": record.registration,
    "B3": record.register_sync,
    "C1": table.table,
    "C2": table.checks,
    "C3": table.replacement,
    "C4": table.journal,
    "D1": trouble.diagnosis,
    "D2": trouble.pins,
    "D3": trouble.support,
    "E1": trouble.offline,
}


def main() -> int:
    """Walk the rows; 1 when one fails."""
    parser = argparse.ArgumentParser(prog="scripts/keyboard-journey")
    parser.add_argument("--only", default="", help="rows, with commas")
    parser.add_argument("--dark", action="store_true", help="in the dark theme")
    parser.add_argument("--list", action="store_true", help="only name the rows")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(f"{name} {_words(row)}" for name, row in ROWS.items()))
        return 0
    only = [name for name in arguments.only.split(",") if name]
    rows = {name: row for name, row in ROWS.items() if not only or name in only}
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, _display(folder := Path(name)):
        if arguments.dark:
            SettingsStore(Home.open(folder / "home").settings_file).set(THEME, "dark")
        return _walk(folder, {"Начало": entrance.start, **rows})


@contextmanager
def _display(folder: Path) -> Iterator[None]:
    """Have an X server with a window manager for as long as the walk takes."""
    read, write = os.pipe()
    server = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(server, pass_fds=(write,), stderr=subprocess.DEVNULL) as screen:
        os.close(write)
        with os.fdopen(read) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        # A window shown before the manager is ready is never mapped.
        ready = folder / "manager-is-ready"
        manage = ["openbox", "--startup", f"touch {ready}"]
        with subprocess.Popen(manage, stderr=subprocess.DEVNULL) as manager:
            try:
                while manager.poll() is None and not ready.exists():
                    time.sleep(_PAUSE_SECONDS)
                yield
            finally:
                manager.terminate()
                screen.terminate()


def _walk(folder: Path, rows: dict[str, Callable[[Walk], None]]) -> int:
    home = folder / "home"
    # The keyring of whoever walks is none of the walk's business.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    # The walk opens the address itself, in a browser that it can drive.
    os.environ["BROWSER"] = "true"
    application = QApplication(sys.argv[:1])

    def rebuild() -> Services:
        services = build_services(home)
        services.login.state()
        return services

    frame = make_frame(application, rebuild)
    frame.show()
    QTimer.singleShot(0, frame.build)
    me = Person(UiThread(), PICTURES)
    sys.excepthook = lambda _kind, error, _trace: me.note_error(error)
    codes: list[int] = []

    def walk() -> None:
        outside = Outside(home)
        try:
            codes.append(_walk_rows(Walk(me, outside, folder), rows))
        finally:
            me.leave(lambda: (QApplication.closeAllWindows(), frame.close(), application.quit()))
            outside.close()

    walking = threading.Thread(target=walk)
    walking.start()
    application.exec()
    walking.join()
    return codes[0] if codes else 1


def _walk_rows(walk: Walk, rows: dict[str, Callable[[Walk], None]]) -> int:
    for name, row in rows.items():
        started, told = time.monotonic(), len(walk.me.faults)
        try:
            row(walk)
        except Exception as error:  # noqa: BLE001 - whatever it is, the row has failed
            walk.me.picture(f"{name}-failed")
            print(f"{name} … не пройдено: {error!s:.1500}", flush=True)
            if not isinstance(error, StuckError):
                traceback.print_exception(error)
            return 1
        walk.me.picture(name)
        seconds = time.monotonic() - started
        print(f"{name} … пройдено за {seconds:.0f} с: {_words(row)}", flush=True)
        for fault in walk.me.faults[told:]:
            print(f"    {fault}", flush=True)
    return 1 if walk.me.faults else 0


def _words(row: Callable[[Walk], None]) -> str:
    return (row.__doc__ or "").rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
