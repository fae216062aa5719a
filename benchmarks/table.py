"""The table of credentials against a proxy over a Python model and a C++ item model with proxy.

Each design runs in its own process on the same rows, in one call of this program; the last
lines are ratios. The figures hold what runs on the UI thread, with the repaint; «prepare» is the
part of ours that the program does on a worker (search texts, Russian sort keys).

    python benchmarks/table.py                      10,000, 100,000 and 1,000,000 rows
    python benchmarks/table.py --rows 10000         one size

The Python proxy is left out above 100,000 rows and the C++ item model above 100,000 unless
``--all`` is given: they take minutes and gigabytes there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.ui.credentials_columns import Column, CredentialWords
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_order import CredentialFilter
from desktop_app.ui.credentials_rows import CredentialRows

DESIGNS = ("ours", "python-proxy", "cpp-items")
KEYSTROKES = ("т", "те", "тер", "тера")
LIMIT_OF_PEERS = 100_000
COLUMNS = tuple(column for column in Column if column < Column.CHECK)
Step = Callable[[], object]


def made_up(count: int) -> list[Credential]:
    """Return ``count`` credentials, the same in every process; every name is distinct."""
    chance = random.Random(count)
    subjects = ("терапии", "неврологии", "хирургии", "Ёмкостной диагностики", "кардиологии")
    kinds = ("Основы", "Вопросы", "Новое в", "Первая помощь в", "Практикум по")
    schools = [f"Академия последипломного образования № {n}" for n in range(300)]
    rows = []
    for number in range(count):
        start = date(2019, 1, 1) + timedelta(days=chance.randrange(2500))
        rows.append(
            Credential(
                id=f"credential-{number}",
                name=f"{chance.choice(kinds)} {chance.choice(subjects)}, {chance.randrange(10**6)}",
                issued_on=start,
                valid_from=start,
                valid_until=start + timedelta(days=1826),
                status=chance.choice(list(CredentialStatus)),
                number=f"7722 {chance.randrange(10**9):09}",
                organisation=chance.choice(schools),
                organisation_accredited=True,
                has_document=True,
            )
        )
    return rows


def cells_of(row: Credential, words: CredentialWords) -> tuple[str, ...]:
    """Return the shown words of a row, dates in an order that text can be sorted by."""
    until = row.valid_until.isoformat() if row.valid_until else ""
    status = words.statuses[row.status]
    issued, start = row.issued_on.isoformat(), row.valid_from.isoformat()
    return row.name, issued, start, until, status, row.number, row.organisation


class NaiveModel(QAbstractTableModel):
    """The usual Python model: a list, and ``data`` called for every comparison."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and signature
        """Return the number of rows."""
        return len(self._rows)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and signature
        """Return the number of columns."""
        return len(COLUMNS)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the words of a cell."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._rows[index.row()][index.column()]


class Bench:
    """One design in a view: what fills, sorts and filters it."""

    def __init__(self, design: str, count: int) -> None:
        self.view = QTableView()
        self.view.resize(1280, 800)
        self.view.show()
        self._words = CredentialWords()
        self._rows = made_up(count)
        self._fill = {"ours": self._ours, "python-proxy": self._python, "cpp-items": self._items}[
            design
        ]
        self._filter: Callable[[str], object] = str
        self._source: QAbstractItemModel | None = None

    def prepare(self) -> None:
        """Do what the program does on a worker before it shows the rows."""
        self._prepared = CredentialRows(self._rows, self._words)
        self._prepared.warm()

    def fill(self) -> None:
        """Build the model and show it."""
        self._fill()

    def sort(self, column: Column, order: Qt.SortOrder) -> None:
        """Sort by a column."""
        self.model.sort(int(column), order)

    def search(self, text: str) -> None:
        """Show the rows that contain ``text``."""
        self._filter(text)

    def _ours(self) -> None:
        model = CredentialTableModel(self._words)
        model.set_rows(self._prepared)
        self._filter = lambda text: model.set_filter(CredentialFilter(text=text))
        self._show(model)

    def _python(self) -> None:
        self._through_proxy(NaiveModel([cells_of(row, self._words) for row in self._rows]))

    def _items(self) -> None:
        items = QStandardItemModel(0, len(COLUMNS))
        for row in self._rows:
            items.appendRow([QStandardItem(text) for text in cells_of(row, self._words)])
        self._through_proxy(items)

    def _through_proxy(self, source: QAbstractItemModel) -> None:
        proxy = QSortFilterProxyModel()
        self._source = source
        proxy.setSourceModel(source)
        proxy.setFilterKeyColumn(-1)
        proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filter = proxy.setFilterFixedString
        self._show(proxy)

    def _show(self, model: QAbstractItemModel) -> None:
        self.model = model
        self.view.setModel(model)


def milliseconds(step: Step) -> float:
    """Return how long a step and the repaint after it take."""
    started = time.perf_counter()
    step()
    QApplication.processEvents()
    return (time.perf_counter() - started) * 1000


def resident_megabytes() -> float:
    """Return the largest resident set so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(design: str, count: int) -> dict[str, float]:
    """Measure one design in this process."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    application = QApplication(sys.argv[:1])
    bench = Bench(design, count)
    application.processEvents()
    before = resident_megabytes()
    up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    figures = {}
    if design == "ours":
        figures["prepare, on a worker"] = milliseconds(bench.prepare)
    figures["fill"] = milliseconds(bench.fill)
    figures["sort by date"] = milliseconds(lambda: bench.sort(Column.VALID_UNTIL, up))
    figures["sort by name"] = milliseconds(lambda: bench.sort(Column.NAME, up))
    figures["reverse"] = milliseconds(lambda: bench.sort(Column.NAME, down))
    bench.sort(Column.STATUS, up)
    figures["sort by name again"] = milliseconds(lambda: bench.sort(Column.NAME, up))
    strokes = [milliseconds(lambda text=text: bench.search(text)) for text in KEYSTROKES]  # type: ignore[misc] # mypy cannot infer the default
    figures["keystroke, median"] = statistics.median(strokes)
    figures["keystroke, worst"] = max(strokes)
    figures["clear search"] = milliseconds(lambda: bench.search(""))
    figures["memory, MB"] = resident_megabytes() - before
    return figures


def in_own_process(design: str, count: int) -> dict[str, float]:
    """Measure one design in a fresh process without a display."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, __file__, "--measure", design, "--rows", str(count)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def report(count: int, results: dict[str, dict[str, float]]) -> None:
    """Print one size: milliseconds of each design and the peers' ratios to ours."""
    print(f"\n{count:,} rows, milliseconds (ratio to ours)")
    print(f"{'':22}" + "".join(f"{design:>24}" for design in results))
    for name, ours in results["ours"].items():
        line = f"{name:22}{ours:24.1f}"
        for design in list(results)[1:]:
            value = results[design].get(name)
            ratio = "" if value is None else f"{value:.1f} ({value / max(ours, 0.1):.1f} x)"
            line += f"{ratio:>24}"
        print(line)


def main() -> int:
    """Run the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, action="append", help="a size; may be repeated")
    parser.add_argument("--all", action="store_true", help="run the peers at every size")
    parser.add_argument("--measure", choices=DESIGNS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.measure, arguments.rows[0])))
        return 0
    for count in arguments.rows or (10_000, 100_000, 1_000_000):
        peers = arguments.all or count <= LIMIT_OF_PEERS
        designs = DESIGNS if peers else DESIGNS[:1]
        report(count, {design: in_own_process(design, count) for design in designs})
    return 0


if __name__ == "__main__":
    sys.exit(main())
