"""The page «Сертификаты» in each of its states, with services that answer from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QTableView, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop_app.core.credentials import CheckVerdict, CredentialList, CredentialStatus
from desktop_app.core.errors.portal import (
    LevelInsufficientError,
    NotOnPortalError,
    PortalUnreachableError,
    SessionExpiredError,
)
from desktop_app.services.storage.settings import TABLE_WIDTHS, SettingsStore
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_cells import CredentialRole
from desktop_app.ui.credentials_checking import CredentialChecking
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
        status=CredentialStatus.RENEWAL if n == 2 else CredentialStatus.VALID,
    )
    for n in range(1, 6)
)
OFFLINE = CredentialList(ROWS, MOMENT, offline=True)
UNREACHABLE = PortalUnreachableError(host="portal.example:443")


@dataclass
class Stage:
    """A page on show, what it opened, and the service behind it."""

    page: CredentialsPage
    service: FakeCredentials
    opened: list[Path]
    settings_file: Path


Opener = Callable[..., Stage]


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Opener]:
    background = Background()
    theme = Theme(qapp)

    def open_page(service: FakeCredentials, *, signed_in: bool = True) -> Stage:
        opened: list[Path] = []
        settings_file = tmp_path / "settings.json"

        def open_file(path: Path) -> bool:
            opened.append(path)
            return True

        page = CredentialsPage(
            services_with(service, settings_file, signed_in=signed_in),
            background,
            theme,
            open_file=open_file,
            now=lambda: MOMENT,
        )
        qtbot.addWidget(page)
        page.resize(1100, 760)
        page.show()
        qtbot.waitExposed(page)
        page.refresh()
        return Stage(page, service, opened, settings_file)

    yield open_page
    background.close()


@pytest.fixture
def full(show: Opener, qtbot: QtBot) -> Stage:
    service = FakeCredentials(fetched=fresh(*ROWS))
    service.open_gate.set()
    stage = show(service)
    qtbot.waitUntil(lambda: stage.page.model.rowCount() == len(ROWS))
    qtbot.waitUntil(lambda: not stage.page.presenter.state.refreshing)
    return stage


def state_words(stage: Stage) -> tuple[str, str]:
    view = stage.page.state_view
    return view.title.text(), view.button.text()


def choose(stage: Stage, row: int, column: Column = Column.NAME) -> None:
    stage.page.table.selectRow(row)
    stage.page.table.setCurrentIndex(stage.page.model.index(row, column))


def test_loading_says_what_it_waits_for_and_can_be_cancelled(show: Opener, qtbot: QtBot) -> None:
    stage = show(FakeCredentials())
    qtbot.waitUntil(lambda: stage.page.presenter.state.read)
    assert stage.page.state_view.isVisible()
    assert state_words(stage) == ("Загружаем сертификаты", "Отменить")
    stage.page.state_view.button.click()
    qtbot.waitUntil(lambda: not stage.page.presenter.state.refreshing)


def test_no_credentials_is_a_state_of_its_own(show: Opener, qtbot: QtBot) -> None:
    service = FakeCredentials()
    service.open_gate.set()
    stage = show(service)
    qtbot.waitUntil(lambda: state_words(stage) == ("Сертификатов пока нет", "Обновить"))


def test_a_failure_without_a_cache_says_what_happened_and_offers_to_repeat(
    show: Opener, qtbot: QtBot
) -> None:
    service = FakeCredentials(fetched=UNREACHABLE)
    service.open_gate.set()
    stage = show(service)
    qtbot.waitUntil(lambda: state_words(stage)[1] == "Повторить")
    assert state_words(stage)[0] == stage.page.words.message(UNREACHABLE).title
    service.fetched = fresh(*ROWS)
    stage.page.state_view.button.click()
    qtbot.waitUntil(stage.page.table.isVisible)


def test_without_a_session_and_a_cache_the_button_leads_to_the_login(
    show: Opener, qtbot: QtBot
) -> None:
    stage = show(FakeCredentials(), signed_in=False)
    qtbot.waitUntil(lambda: state_words(stage)[1] == "Перейти ко входу")
    with qtbot.waitSignal(stage.page.login_requested):
        stage.page.state_view.button.click()


def test_the_cache_is_on_show_while_the_portal_still_thinks(show: Opener, qtbot: QtBot) -> None:
    stage = show(FakeCredentials(kept=OFFLINE, fetched=fresh(*ROWS)))
    qtbot.waitUntil(lambda: stage.page.model.rowCount() == len(ROWS))
    assert "обновляем" in stage.page.headline.facts.text()
    assert stage.page.table.isVisible()
    stage.service.open_gate.set()
    qtbot.waitUntil(lambda: not stage.page.presenter.state.refreshing)
    assert stage.page.headline.facts.text().startswith(f"Данные на {MOMENT.astimezone():%H:%M}")


def test_offline_shows_the_cache_with_its_age_and_offers_to_repeat(
    show: Opener, qtbot: QtBot
) -> None:
    service = FakeCredentials(kept=OFFLINE, fetched=UNREACHABLE)
    service.open_gate.set()
    stage = show(service)
    facts = stage.page.headline.facts
    qtbot.waitUntil(lambda: facts.text().startswith("Портал недоступен"))
    assert f"{MOMENT.astimezone():%H:%M}" in facts.text()
    service.fetched = fresh(*ROWS[:3])
    stage.page.headline.answer.click()
    qtbot.waitUntil(lambda: stage.page.model.rowCount() == 3)
    assert not stage.page.headline.answer.isVisible()


def test_a_refusal_is_not_called_a_missing_connection(show: Opener, qtbot: QtBot) -> None:
    refusal = LevelInsufficientError(level="simple")
    service = FakeCredentials(kept=OFFLINE, fetched=refusal)
    service.open_gate.set()
    stage = show(service)
    facts = stage.page.headline.facts
    qtbot.waitUntil(lambda: facts.text().startswith("Обновить не удалось"))
    assert stage.page.words.message(refusal).title in facts.toolTip()


def test_a_session_that_ended_keeps_the_table_and_turns_checks_off(
    show: Opener, qtbot: QtBot
) -> None:
    service = FakeCredentials(kept=OFFLINE, fetched=SessionExpiredError())
    service.open_gate.set()
    stage = show(service)
    qtbot.waitUntil(lambda: stage.page.headline.facts.text().startswith("Вы не вошли"))
    assert stage.page.model.rowCount() == len(ROWS)
    assert not stage.page.headline.check_all.isEnabled()
    action = stage.page.model.index(0, Column.ACTION)
    assert action.data(CredentialRole.ENABLED) is False
    with qtbot.waitSignal(stage.page.login_requested):
        stage.page.headline.answer.click()


def test_chips_count_and_filter(full: Stage, qtbot: QtBot) -> None:
    chips = full.page.filter_bar.chips
    assert [chip.text() for chip in chips] == ["Все 5", "Действительные 5", "Требуют продления 1"]
    chips[2].click()
    assert [row.name for row in full.page.model.in_view()] == ["Курс 2"]


def type_text(field: QLineEdit, text: str) -> None:
    for letter in text:
        event = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(field, event)


def test_search_filters_while_typing_and_escape_clears(full: Stage, qtbot: QtBot) -> None:
    full.page.search()
    field = full.page.filter_bar.field
    assert field.hasFocus()
    type_text(field, "КУРС 000000003")
    qtbot.waitUntil(lambda: full.page.model.rowCount() == 1)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: full.page.model.rowCount() == len(ROWS))


def test_a_search_without_result_says_so_and_shows_all_again(full: Stage, qtbot: QtBot) -> None:
    full.page.filter_bar.field.setText("нет такого")
    qtbot.waitUntil(full.page.nothing_found.isVisible)
    full.page.nothing_found.button.click()
    assert full.page.table.isVisible()
    assert full.page.filter_bar.field.text() == ""


def test_checking_all_shows_progress_and_ends_with_a_summary(full: Stage, qtbot: QtBot) -> None:
    full.service.verdicts = {
        "id-2": CheckVerdict.UNCLEAR,
        "id-3": CheckVerdict.NOT_CONFIRMED,
    }
    with qtbot.waitSignal(full.page.checking.finished):
        full.page.headline.check_all.click()
        assert full.page.footer.stop.isVisible()
    assert full.page.footer.text.text() == (
        "Проверено 5 из 5 · подтверждено: 3 · не подтверждено: 1 · требуется уточнение: 1"
    )
    assert all(row.check is not None for row in full.page.model.in_view())
    assert not full.page.footer.stop.isVisible()


def test_cancelling_keeps_the_verdicts_that_came(full: Stage, qtbot: QtBot) -> None:
    for _ in range(10_000):
        full.service.checks_allowed.acquire()
    full.service.checks_allowed.release(2)
    full.page.headline.check_all.click()
    qtbot.waitUntil(lambda: "Проверено 2 из 5" in full.page.footer.text.text())
    with qtbot.waitSignal(full.page.checking.finished):
        full.page.footer.stop.click()
    assert full.page.footer.text.text() == "Проверено 2 из 5 · подтверждено: 2 · отменено: 3"
    assert sum(row.check is not None for row in full.page.model.in_view()) == 2
    assert full.page.headline.check_all.isEnabled()


def test_only_the_chosen_rows_are_checked_and_counted_on_the_button(
    full: Stage, qtbot: QtBot
) -> None:
    assert not full.page.headline.check_chosen.isEnabled()
    full.page.table.selectRow(1)
    QTest.keyClick(full.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert full.page.headline.check_chosen.text() == "Проверить выбранные (2)"
    with qtbot.waitSignal(full.page.checking.finished):
        full.page.headline.check_chosen.click()
    assert full.service.asked == [("id-2", "id-3")]


def test_the_action_cell_checks_its_row_from_the_keyboard(full: Stage, qtbot: QtBot) -> None:
    choose(full, 0, Column.ACTION)
    with qtbot.waitSignal(full.page.checking.finished):
        QTest.keyClick(full.page.table, Qt.Key.Key_Space)
    assert full.service.asked == [("id-1",)]
    assert "Подтверждено" in full.page.details.checked.value.text()
    assert "Найдено в реестре" in full.page.details.checked.value.text()


def test_a_session_that_ends_during_a_check_is_said(full: Stage, qtbot: QtBot) -> None:
    full.service.check_error = SessionExpiredError()
    with qtbot.waitSignal(full.page.checking.failed):
        full.page.headline.check_all.click()
    assert full.page.words.message(SessionExpiredError()).title in full.page.footer.text.text()
    assert full.page.headline.facts.text().startswith("Вы не вошли")
    assert full.page.model.cells.checking == frozenset()


def test_a_document_opens_from_its_number(full: Stage, qtbot: QtBot) -> None:
    choose(full, 0, Column.NUMBER)
    with qtbot.waitSignal(full.page.presenter.document_ready):
        QTest.keyClick(full.page.table, Qt.Key.Key_Return)
    assert full.opened == [Path("document.pdf")]


def test_a_document_that_is_not_there_is_said_in_words(full: Stage, qtbot: QtBot) -> None:
    full.service.document_file = NotOnPortalError()
    choose(full, 0)
    with qtbot.waitSignal(full.page.presenter.document_failed):
        full.page.details.document.click()
    assert full.page.words.message(NotOnPortalError()).title in full.page.footer.text.text()
    assert full.opened == []


def test_the_menu_offers_what_the_buttons_do(full: Stage, qtbot: QtBot) -> None:
    choose(full, 0)
    full.page.table.menu_requested.emit(full.page.mapToGlobal(full.page.rect().center()))
    menu = full.page.findChild(QMenu, "rows")
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "Проверить выбранные (1)",
        "Открыть PDF",
        "Копировать строки",
        "Копировать ячейку",
    ]
    with qtbot.waitSignal(full.page.checking.finished):
        menu.actions()[0].trigger()
    menu.close()


def test_a_refresh_keeps_choice_and_details(full: Stage, qtbot: QtBot) -> None:
    choose(full, 2)
    full.service.fetched = fresh(credential(9, name="А новый"), *ROWS)
    full.page.refresh()
    qtbot.waitUntil(lambda: full.page.model.rowCount() == len(ROWS) + 1)
    current = full.page.table.memory.current()
    assert current is not None
    assert current.id == "id-3"
    assert full.page.details.name.text() == "Курс 3"


def test_what_was_deleted_during_a_check_is_left_alone_by_its_outcome(
    qtbot: QtBot, tmp_path: Path
) -> None:
    background, owner, service = Background(), QObject(), FakeCredentials()
    for _ in range(10_000):
        service.checks_allowed.acquire()
    checking = CredentialChecking(services_with(service, tmp_path / "s.json"), background, owner)
    checking.start(["id-1"])
    job = checking._job
    assert job is not None
    with qtbot.waitSignal(job.finished):
        delete(owner)
        service.checks_allowed.release(1)
    background.close()


def test_the_presenter_tells_whether_the_portal_answered(full: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(full.page.presenter.portal_answered) as told:
        full.page.refresh()
    assert told.args == [True]
    full.service.fetched = UNREACHABLE
    with qtbot.waitSignal(full.page.presenter.portal_answered) as told:
        full.page.refresh()
    assert told.args == [False]


def test_widths_are_kept_for_the_next_start(full: Stage, qtbot: QtBot) -> None:
    full.page.table.horizontalHeader().resizeSection(Column.STATUS, 201)
    qtbot.waitUntil(
        lambda: "status=201" in SettingsStore(full.settings_file).get(TABLE_WIDTHS), timeout=3000
    )


def test_every_control_is_reached_by_tab_and_has_a_name(full: Stage, qtbot: QtBot) -> None:
    choose(full, 0)
    full.page.activateWindow()
    full.page.headline.check_chosen.setFocus()
    seen: list[QWidget] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        widget
        for kind in (QAbstractButton, QLineEdit, QTableView)
        for widget in full.page.findChildren(kind)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    missing = [widget for widget in wanted if widget not in seen and not is_chip(full, widget)]
    assert missing == []
    for widget in seen:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget


def is_chip(stage: Stage, widget: QWidget) -> bool:
    """Chips are one group: Tab enters it, arrows walk it."""
    return widget in stage.page.filter_bar.chips
