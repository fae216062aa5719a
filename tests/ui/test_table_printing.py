"""Are the printed pages those of the PDF, and only those that were asked for?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop_app.core.cancellation import Cancellation, Cancelled, Progress
from desktop_app.core.data_table import DataTable, TableColumn
from desktop_app.core.errors.papers import PrintRefusedError
from desktop_app.services.paper_service import PaperService
from desktop_app.services.papers.template_papers import TemplatePapers
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.ui.table_printing import print_table

TABLE = DataTable(
    "Свидетельства", (), (TableColumn("Название", 40),), [(f"Строка {n}",) for n in range(80)]
)


@pytest.fixture(scope="module")
def papers() -> Iterator[PaperService]:
    workshop = PdfWorkshop()
    unused = cast("Any", None)
    yield TemplatePapers({}, unused, unused, workshop)
    workshop.close()


def printer_into(path: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer


def pages_of(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    document.close()
    return pages


def test_every_page_is_printed(qapp: QApplication, papers: PaperService, tmp_path: Path) -> None:
    told: list[Progress] = []
    file = tmp_path / "printed.pdf"
    print_table(TABLE, printer_into(file), papers, Cancellation(), told.append)
    assert told[-1].done == told[-1].total == pages_of(file) > 1


def test_only_the_wanted_pages_are_printed(
    qapp: QApplication, papers: PaperService, tmp_path: Path
) -> None:
    file = tmp_path / "printed.pdf"
    printer = printer_into(file)
    printer.setFromTo(2, 2)
    print_table(TABLE, printer, papers, Cancellation(), lambda _progress: None)
    assert pages_of(file) == 1


def test_a_cancelled_print_stops_after_the_page(
    qapp: QApplication, papers: PaperService, tmp_path: Path
) -> None:
    cancel, told = Cancellation(), list[Progress]()

    def stop(progress: Progress) -> None:
        told.append(progress)
        cancel.cancel()

    with pytest.raises(Cancelled):
        print_table(TABLE, printer_into(tmp_path / "printed.pdf"), papers, cancel, stop)
    assert len(told) == 1


@pytest.mark.qt_log_ignore("QPdfEngine|QPainter::begin")
def test_a_printer_that_takes_nothing_is_named(
    qapp: QApplication, papers: PaperService, tmp_path: Path
) -> None:
    printer = printer_into(tmp_path / "no folder" / "printed.pdf")
    with pytest.raises(PrintRefusedError):
        print_table(TABLE, printer, papers, Cancellation(), lambda _progress: None)
