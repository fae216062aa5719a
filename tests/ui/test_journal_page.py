"""Does the page «Журнал» show, filter and save what the portal and this computer tell?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    NotSignedInError,
    PortalUnreachableError,
    RoleForbiddenError,
)
from desktop_app.core.journal import JournalFilter
from desktop_app.services.exports.table_files import TableFormat
from desktop_app.services.portal.contract import JournalEntry
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.ui.background import Background
from desktop_app.ui.pages.journal import JournalPage
from desktop_app.ui.theme import Theme
from tests.ui.credential_samples import MOMENT
from tests.ui.window_services import FakeJournal, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LINES = (
    JournalEntry("2", MOMENT, "Иванова Мария Петровна", "credential.verify", "confirmed", "0001"),
    JournalEntry("1", MOMENT, "Петров Сергей Николаевич", "login", "ok", ""),
)
Opener = Callable[[FakeJournal], JournalPage]


@pytest.fixture
def show(
    qtbot: QtBot, theme: Theme, background: Background, fakes: Fakes, tmp_path: Path
) -> Opener:
    audit = AuditLog(Database(tmp_path / "state.sqlite"))
    audit.record("file.sign", subject="договор.pdf")
    audit.record("login", "pin.incorrect")

    def open_page(journal: FakeJournal) -> JournalPage:
        services = replace(fakes.services(), journal=cast("Any", journal), audit=audit)
        page = JournalPage(services, background, theme, now=lambda: MOMENT)
        qtbot.addWidget(page)
        page.resize(1000, 640)
        page.show()
        page.refresh()
        return page

    return open_page


def cells(page: JournalPage, row: int) -> list[str]:
    return [page.model.index(row, n).data() for n in range(page.model.columnCount())]


def test_lines_of_the_portal_are_shown_as_people_read_them(show: Opener, qtbot: QtBot) -> None:
    page = show(FakeJournal(LINES))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    when = f"23.11.2026 {MOMENT.astimezone():%H:%M}"
    assert cells(page, 0) == [
        when,
        "Иванова Мария Петровна",
        "проверка свидетельства",
        "подтверждено",
        "0001",
    ]
    assert page.facts.text().startswith("2 строк")
    assert not page.more.isVisible()


def test_the_portal_is_asked_for_time_person_and_object(show: Opener, qtbot: QtBot) -> None:
    journal = FakeJournal(LINES)
    page = show(journal)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.bar.period.setCurrentIndex(2)
    page.search()
    assert page.bar.person.hasFocus()
    page.bar.person.setText("  иванова ")
    page.bar.subject.setText("0001")
    wanted = JournalFilter(MOMENT - timedelta(days=7), None, "иванова", "0001")
    qtbot.waitUntil(lambda: journal.asked[-1] == wanted)


def test_the_log_of_this_computer_needs_no_portal(show: Opener, qtbot: QtBot) -> None:
    page = show(FakeJournal(PortalUnreachableError(host="portal.example")))
    qtbot.waitUntil(page.state_view.isVisible)
    assert page.state_view.button.text() == "Повторить"
    page.bar.source.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.table.isVisible() and page.model.rowCount() == 2)
    assert cells(page, 0)[1:] == ["вход", "Неверный PIN", ""]
    assert not page.bar.person.isEnabled()
    page.bar.subject.setText("договор")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


@pytest.mark.parametrize(
    ("error", "button"),
    [
        (NotSignedInError(), "Перейти ко входу"),
        (RoleForbiddenError(), "Показать журнал этого компьютера"),
    ],
)
def test_a_refusal_says_why_and_leads_on(
    show: Opener, qtbot: QtBot, error: NmoError, button: str
) -> None:
    page = show(FakeJournal(error))
    qtbot.waitUntil(page.state_view.isVisible)
    assert page.state_view.button.text() == button
    assert page.state_view.code.text() == error.code
    assert not page.export.isEnabled()


def test_older_lines_are_asked_for_on_demand(show: Opener, qtbot: QtBot) -> None:
    page = show(FakeJournal(LINES * 400))
    qtbot.waitUntil(lambda: page.model.rowCount() == 500)
    page.more.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 800)
    assert not page.more.isVisible()


def test_what_is_shown_is_saved(show: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    page = show(FakeJournal(LINES))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    path = tmp_path / "journal.xlsx"
    with qtbot.waitSignal(page.exporting.saved):
        page.exporting.save(TableFormat.XLSX, path, page._make())
    book = openpyxl.load_workbook(path)
    names = [row[1] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    assert names == ["Кто", "Иванова Мария Петровна", "Петров Сергей Николаевич"]
    assert page.facts.text() == f"Сохранено: {path}"
