"""Printing: the very pages of a PDF, drawn by the page worker."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.data_table import DataTable
from desktop_app.core.errors.papers import PrintRefusedError
from desktop_app.services.exports.steps import Steps
from desktop_app.services.exports.table_files import TableFormat, write_table
from desktop_app.services.paper_service import PaperService

_PIXELS = 2340
"""Width of a drawn page: 200 for each inch of A4 across."""


def choose_printer(
    window: QWidget,
    then: Callable[[QPrinter], None],
    orientation: QPageLayout.Orientation = QPageLayout.Orientation.Landscape,
) -> None:
    """Show the system's print dialog; ``then`` gets the printer when the person agrees."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(orientation)
    dialog = QPrintDialog(printer, window)
    dialog.accepted.connect(lambda: then(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)


def print_table(
    table: DataTable,
    printer: QPrinter,
    papers: PaperService,
    cancel: Cancellation,
    progress: ProgressListener,
) -> None:
    """Print a table; raises what ``print_pdf`` and ``write_table`` raise."""
    with tempfile.TemporaryDirectory(prefix="nmo-") as folder:
        document = Path(folder) / "table.pdf"
        write_table(table, document, TableFormat.PDF, Steps(cancel=cancel))
        print_pdf(document, printer, papers, cancel, progress)


def print_pdf(
    document: bytes | Path,
    printer: QPrinter,
    papers: PaperService,
    cancel: Cancellation,
    progress: ProgressListener,
) -> None:
    """Print the pages that the printer's dialog asks for; on a worker's thread, as Qt allows.

    Raises ``PrintRefusedError``, ``Cancelled`` and what ``pictures`` raises.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintRefusedError(printer=printer.printerName())
    try:
        _print_pages(document, printer, painter, papers, cancel, progress)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _print_pages(
    document: bytes | Path,
    printer: QPrinter,
    painter: QPainter,
    papers: PaperService,
    cancel: Cancellation,
    progress: ProgressListener,
) -> None:
    first = max(printer.fromPage(), 1)
    number, last = first, printer.toPage() or first
    while number <= last:
        drawn = papers.pictures(document, first=number, width=_PIXELS, cancel=cancel)
        last = min(printer.toPage() or drawn.pages, drawn.pages)
        if number > first and not printer.newPage():
            raise PrintRefusedError(printer=printer.printerName())
        _paint(QImage.fromData(drawn.pictures[0].png), printer, painter)
        progress(Progress(number - first + 1, last - first + 1))
        number += 1


def _paint(page: QImage, printer: QPrinter, painter: QPainter) -> None:
    """Draw a page as large as the paper takes it whole."""
    paper = printer.pageLayout().paintRectPixels(printer.resolution()).size()
    scale = min(paper.width() / page.width(), paper.height() / page.height())
    painter.drawImage(QRectF(0, 0, page.width() * scale, page.height() * scale), page)
