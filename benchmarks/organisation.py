"""«Сотрудники» with 100,000 credentials: fetched in pages, walked through, saved to files.

A portal in a process of its own gives an HR employee the credentials of the organisation's people.
The page of the window fetches, shows, scrolls, sorts and searches them, and saves them to files
beside the UI thread. «Held» is the longest stretch without the event loop: by the wall clock,
which a busy machine stretches, and in work of the UI thread alone. Floors, in the same run: the
same pages fetched and thrown away; the same words given to csv, xlsxwriter and fpdf2 directly.

    .venv/bin/python benchmarks/organisation.py                 100,000 credentials
    .venv/bin/python benchmarks/organisation.py --rows 2000
"""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from fpdf import FPDF  # noqa: E402 - needs the path
from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from xlsxwriter import Workbook  # noqa: E402

from benchmarks.portal_class import RunningPortal, log_in, pupil_of, running_portal  # noqa: E402
from desktop_app.composition import build_services  # noqa: E402
from desktop_app.core.accounts import Role  # noqa: E402
from desktop_app.core.data_table import DataTable  # noqa: E402
from desktop_app.core.resources import resource_path  # noqa: E402
from desktop_app.sandbox.filling import OTHERS_CREDENTIALS  # noqa: E402
from desktop_app.sandbox.people import TRAINING_ACCOUNTS  # noqa: E402
from desktop_app.sandbox.training_folder import Amount  # noqa: E402
from desktop_app.services.credentials import PortalCredentials  # noqa: E402
from desktop_app.services.exports.cell_text import cell_text  # noqa: E402
from desktop_app.services.exports.table_files import TableFormat  # noqa: E402
from desktop_app.services.portal.client import PortalClient, Request  # noqa: E402
from desktop_app.services.portal.contract import PAGE_LIMIT, CredentialPage  # noqa: E402
from desktop_app.services.program import Services  # noqa: E402
from desktop_app.services.storage.settings import (  # noqa: E402
    KEEP_WITHOUT_KEYRING,
    PORTAL_ANCHORS,
    PORTAL_URL,
    SettingsStore,
)
from desktop_app.ui.background import Background  # noqa: E402
from desktop_app.ui.credentials_columns import Column  # noqa: E402
from desktop_app.ui.credentials_order import CredentialFilter  # noqa: E402
from desktop_app.ui.pages.credentials import CredentialsPage  # noqa: E402
from desktop_app.ui.theme import Theme  # noqa: E402

ROWS = 100_000
SCREENS = 200
LONGEST_WORK = 0.2
"""Seconds of the UI thread's own work in one go, as in the tests of the event loop."""
SEARCHES = ("т", "те", "тер", "терап", "")
STAFF = next(each for each in TRAINING_ACCOUNTS if Role.HR in each.roles)


class Held:
    """Notes the longest stretches without the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._tick)
        self.seconds = self.most_work = 0.0

    @contextmanager
    def noted(self, name: str) -> Iterator[None]:
        """Print seconds of the block and the longest stretches in it."""
        self.wall = self.work = 0.0
        self._start()
        self._timer.start()
        started = time.perf_counter()
        yield
        self.seconds = time.perf_counter() - started
        QApplication.processEvents()
        self._tick()
        self._timer.stop()
        self.most_work = max(self.most_work, self.work)
        print(
            f"{name:<38}{self.seconds:8.2f} s   held {self.wall * 1000:6.0f} ms"
            f" ({self.work * 1000:4.0f} ms of work)",
            flush=True,
        )

    def _start(self) -> None:
        self._wall_then, self._work_then = time.perf_counter(), time.thread_time()

    def _tick(self) -> None:
        self.wall = max(self.wall, time.perf_counter() - self._wall_then)
        self.work = max(self.work, time.thread_time() - self._work_then)
        self._start()


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the event loop run until the condition holds."""
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def all_at_one_clinic(database: Path) -> None:
    """Give the people that were made more of one employer."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE accounts SET organisation = ? WHERE id LIKE 'extra-%'", (STAFF.clinic,)
        )


def signed_in(portal: RunningPortal, home: Path) -> Services:
    """Return the program's services with the HR employee signed in."""
    settings = SettingsStore(home / "settings.json")
    settings.set(PORTAL_URL, portal.origin)
    settings.set(PORTAL_ANCHORS, str(portal.root))
    settings.set(KEEP_WITHOUT_KEYRING, value=True)
    services = build_services(home)
    with closing(portal.connect()) as client:
        message = log_in(client, pupil_of(portal.authority, STAFF.person))
    if not isinstance(services.credentials, PortalCredentials):
        raise TypeError
    services.credentials._session.begin(message, "")  # noqa: SLF001 - signs in without a token
    return services


def fetched_and_thrown_away(client: PortalClient, bearer: str) -> float:
    """Return the seconds in which the portal gives all pages."""
    started, cursor = time.perf_counter(), None
    while True:
        query: dict[str, str | int] = {"limit": PAGE_LIMIT}
        if cursor is not None:
            query["cursor"] = cursor
        request = Request("GET", "organisation/credentials", query=query, bearer=bearer)
        cursor = client.send(request).decode(CredentialPage).next_cursor
        if cursor is None:
            return time.perf_counter() - started


def walk(page: CredentialsPage, held: Held) -> None:
    """Scroll, sort by every column and search."""
    screens = min(SCREENS, page.model.rowCount() // 50)
    bar = page.table.verticalScrollBar()
    with held.noted(f"scrolling through {screens} screens"):
        for step in range(screens):
            bar.setValue(bar.maximum() * step // screens)
            QApplication.processEvents()
    with held.noted("sorting by each column, both ways"):
        for column in (each for each in Column if each < Column.CHECK):
            for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                page.model.sort(int(column), order)
                QApplication.processEvents()
    with held.noted("searching letter by letter"):
        for text in SEARCHES:
            page.model.set_filter(CredentialFilter(text=text))
            QApplication.processEvents()
            QApplication.processEvents()


def peak_megabytes() -> float:
    """Return the largest resident set since ``forget_peak``, in megabytes (Linux, proc(5))."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def forget_peak() -> float:
    """Let the peak begin anew and return it."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_megabytes()


def save(page: CredentialsPage, held: Held, folder: Path) -> dict[TableFormat, float]:
    """Save all rows in every kind as the menu does; return the seconds."""
    exporting = page.extras.exporting.exporting
    failures: list[object] = []
    exporting.failed.connect(failures.append)
    seconds = {}
    for kind in (TableFormat.CSV, TableFormat.XLSX, TableFormat.PDF):
        path, before = folder / f"table.{kind.value}", forget_peak()
        with held.noted(f"saving {kind.value}"):
            exporting.save(kind, path, page.extras.exporting._view())  # noqa: SLF001 - the menu
            wait_for(lambda: not exporting.running)
        if failures:
            raise SystemExit(f"the file was not written: {failures}")
        seconds[kind] = held.seconds
        size, memory = path.stat().st_size / 1024**2, peak_megabytes() - before
        print(f"{'':<38}{size:8.1f} MB, and {memory:.0f} MB of memory on the way")
    return seconds


def words_of(table: DataTable) -> list[list[str]]:
    """Return the words of every cell."""
    return [[cell_text(cell, table.language) for cell in row] for row in table.rows]


def floor_of(kind: TableFormat, words: list[list[str]], path: Path) -> float:
    """Write the words with the bare library and return the seconds."""
    started = time.perf_counter()
    match kind:
        case TableFormat.XLSX:
            book = Workbook(str(path), {"constant_memory": True})
            sheet = book.add_worksheet()
            for number, row in enumerate(words):
                for place, text in enumerate(row):
                    sheet.write_string(number, place, text)
            book.close()
        case TableFormat.PDF:
            write_bare_pdf(words, path)
        case _:
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows(words)
    return time.perf_counter() - started


def write_bare_pdf(words: list[list[str]], path: Path) -> None:
    """Write every cell as one line, twenty rows a page, no line broken."""
    pdf = FPDF(orientation="landscape")
    pdf.add_font("Bare", "", resource_path("fonts", "DejaVuSans.ttf"))
    for number, row in enumerate(words):
        if number % 20 == 0:
            pdf.add_page()
            pdf.set_font("Bare", "", 8)
        for place, text in enumerate(row):
            pdf.text(10 + 25 * place, 10 + 9 * (number % 20), text)
    pdf.output(str(path))


def show_people(page: CredentialsPage, held: Held) -> None:
    """Open «Сотрудники» for the first time: nothing of it is kept yet."""
    with held.noted("first rows of «Сотрудники»"):
        page.headline.people.click()
        wait_for(lambda: page.model.rowCount() > 0)
    with held.noted("all rows"):
        wait_for(lambda: not page.presenter.state.refreshing)
    print(f"{'':<38}{page.model.rowCount():8,} rows")


def show_kept(page: CredentialsPage, held: Held) -> None:
    """Come back to «Сотрудники», which is kept and has not changed at the portal."""
    page.headline.people.click()
    wait_for(lambda: not page.presenter.state.refreshing)
    with held.noted("rows kept, then «unchanged»"):
        page.headline.people.click()
        wait_for(lambda: not page.presenter.state.refreshing)


def measure(portal: RunningPortal, folder: Path) -> int:
    """Measure everything and print it; 1 when the target was missed."""
    services = signed_in(portal, folder / "home")
    application = QApplication(sys.argv[:1])
    background, held = Background(), Held()
    page = CredentialsPage(services, background, Theme(application))
    page.resize(1280, 800)
    page.show()
    page.refresh()
    wait_for(lambda: not page.presenter.state.refreshing)
    show_people(page, held)
    fetching = held.seconds
    with closing(portal.connect()) as client:
        bearer = log_in(client, pupil_of(portal.authority, STAFF.person)).access_token
        ratios = {"fetching": fetching / fetched_and_thrown_away(client, bearer)}
    walk(page, held)
    show_kept(page, held)
    seconds = save(page, held, folder)
    words = words_of(page.extras.exporting._view()())  # noqa: SLF001 - what the menu saves
    for kind, taken in seconds.items():
        ratios[kind.value] = taken / floor_of(kind, words, folder / f"floor.{kind.value}")
    background.close()
    services.close()
    met = held.most_work <= LONGEST_WORK
    shares = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
    print(
        f"times the floor: {shares}; longest work of the UI thread {held.most_work * 1000:.0f} ms,"
        f" target of {LONGEST_WORK * 1000:.0f} ms {'met' if met else 'missed'}"
    )
    return 0 if met else 1


def main() -> int:
    """Fill a portal, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    people = -(-rows // OTHERS_CREDENTIALS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "portal").mkdir()
        (folder / "home").mkdir()
        amount = Amount(people, OTHERS_CREDENTIALS * (people + 1))
        with running_portal(folder / "portal", amount) as portal:
            all_at_one_clinic(portal.database)
            return measure(portal, folder)


if __name__ == "__main__":
    sys.exit(main())
