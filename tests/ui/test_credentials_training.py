"""The page «Сертификаты» on the real training portal, with a real login by a training token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.composition import build_services
from desktop_app.core.pin import Pin
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_columns import Column
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PATIENCE_MILLISECONDS = 20_000


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    starter = build_services(tmp_path)
    state = starter.training.start()
    services = build_services(tmp_path)
    person = state.people[0]
    token = next(
        each for each in services.tokens.overview().tokens if each.label == person.token_label
    )
    fitting = next(each for each in token.certificates if each.fitness.can_sign_in)
    statement = services.login.prepare(fitting.certificate.id)
    services.login.sign_in(statement, Pin(person.pin))
    yield services
    services.close()
    starter.training.stop()
    starter.close()


def test_table_checks_document_and_offline_work_on_real_parts(
    services: Services, qtbot: QtBot, qapp: QApplication
) -> None:
    background, opened = Background(), []

    def open_file(path: Path) -> bool:
        opened.append(path)
        return True

    page = CredentialsPage(services, background, Theme(qapp), open_file=open_file)
    qtbot.addWidget(page)
    page.resize(1100, 760)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not page.presenter.state.refreshing, timeout=PATIENCE_MILLISECONDS)
    rows = page.model.rowCount()
    assert rows > 10
    with qtbot.waitSignal(page.checking.finished, timeout=PATIENCE_MILLISECONDS) as finished:
        page.headline.check_all.click()
    assert finished.args[0].finished == rows
    page.table.setCurrentIndex(page.model.index(0, Column.NUMBER))
    with qtbot.waitSignal(page.presenter.document_ready, timeout=PATIENCE_MILLISECONDS):
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened[0].read_bytes().startswith(b"%PDF")
    services.training.scenario("portal-down")
    page.refresh()
    qtbot.waitUntil(
        lambda: page.headline.facts.text().startswith("Портал недоступен"),
        timeout=PATIENCE_MILLISECONDS,
    )
    assert page.model.rowCount() == rows
    assert all(row.check is not None for row in page.model.in_view())
    background.close()
