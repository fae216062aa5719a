"""Does the page save exactly what its table shows, and can that be stopped?"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.credentials import CredentialStatus
from desktop_app.services.exports.table_files import TableFormat
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_columns import Column
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.theme import Theme
from tests.ui.credential_samples import MOMENT, credential
from tests.ui.credential_services import FakeCredentials, fresh, services_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROWS = tuple(
    credential(
        n,
        name=f"Курс {n}",
        status=CredentialStatus.RENEWAL if n % 3 == 0 else CredentialStatus.VALID,
    )
    for n in range(1, 1_501)
)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, background: Background, tmp_path: Path) -> CredentialsPage:
    service = FakeCredentials(fetched=fresh(*ROWS))
    service.open_gate.set()
    services = services_with(service, tmp_path / "settings.json")
    page = CredentialsPage(services, background, theme, now=lambda: MOMENT)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(ROWS))
    qtbot.waitUntil(lambda: not page.presenter.state.refreshing)
    return page


def test_the_file_holds_the_rows_in_view_in_their_order(
    page: CredentialsPage, qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    page.header.order_by(Column.NUMBER, descending=True)
    page.filter_bar.chips[2].click()
    page.filter_bar.field.setText("курс 30")
    qtbot.waitUntil(lambda: page.model.rowCount() < 500)
    menu = page.headline.export.menu()
    menu.actions()[0].trigger()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    path = tmp_path / "table.xlsx"
    with qtbot.waitSignal(page.extras.exporting.exporting.saved):
        dialog.fileSelected.emit(str(path))
        dialog.reject()
    book = openpyxl.load_workbook(path, read_only=True)
    written = [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    book.close()
    assert written == [row.id for row in page.model.in_view()]
    assert page.footer.text.text() == f"Сохранено: {path}"
    assert page.headline.export.isEnabled()


def test_an_export_can_be_stopped_and_leaves_no_file(
    page: CredentialsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    exporting = page.extras.exporting.exporting
    folder = tmp_path / "out"
    folder.mkdir()
    with qtbot.waitSignal(exporting.cancelled):
        exporting.save(TableFormat.PDF, folder / "table.pdf", page.extras.exporting._view())
        assert not page.headline.export.isEnabled()
        assert not page.headline.check_all.isEnabled()
        page.footer.stop.click()
    assert list(folder.iterdir()) == []
    assert page.footer.text.text() == "Выгрузка отменена."


def test_a_file_that_cannot_be_written_is_explained(
    page: CredentialsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    exporting = page.extras.exporting.exporting
    with qtbot.waitSignal(exporting.failed):
        exporting.save(
            TableFormat.CSV, tmp_path / "no" / "table.csv", page.extras.exporting._view()
        )
    assert page.footer.text.text()
    assert page.headline.export.isEnabled()


def test_the_head_of_the_file_says_what_was_chosen(page: CredentialsPage) -> None:
    page.filter_bar.chips[1].click()
    page.filter_bar.field.setText("  хирургия ")
    table = page.extras.exporting._view()()
    assert table.about[0] == "Иванова Мария Петровна"
    assert "действительные; поиск: «хирургия»" in table.about[2]
