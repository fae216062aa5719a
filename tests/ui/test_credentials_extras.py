"""Saved filters and reminders on the page «Сертификаты»."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from icalendar import Calendar
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QInputDialog, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_app.core.accounts import Role
from desktop_app.core.credentials import CredentialStatus, CredentialVersion, VersionState
from desktop_app.core.cycles import Cycle
from desktop_app.services.reminders import Reminders
from desktop_app.services.saved_filters import SavedFilter, SavedFilters
from desktop_app.services.storage.settings import SettingsStore
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_columns import Column
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.notifications import Notifications
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.reminders_dialog import RemindersDialog
from desktop_app.ui.theme import Theme
from desktop_app.ui.versions_dialog import VersionsDialog
from tests.ui.credential_samples import MOMENT, credential
from tests.ui.credential_services import (
    ACCOUNT,
    FakeCredentials,
    FakeLogin,
    fresh,
    services_with,
)
from tests.ui.file_services import EMPTY, FakeDoctor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROWS = (
    credential(1, name="Терапия"),
    credential(2, name="Хирургия", status=CredentialStatus.EXPIRED, until=date(2026, 11, 1)),
    credential(3, name="Неврология", status=CredentialStatus.RENEWAL, until=date(2026, 12, 1)),
)


@pytest.fixture
def service() -> FakeCredentials:
    service = FakeCredentials(fetched=fresh(*ROWS))
    service.open_gate.set()
    return service


@pytest.fixture
def page(
    qtbot: QtBot, theme: Theme, background: Background, tmp_path: Path, service: FakeCredentials
) -> CredentialsPage:
    services = replace(
        services_with(service, tmp_path / "settings.json"),
        open_file_doctor=lambda: cast("Any", FakeDoctor({"broken.pdf": EMPTY})),
    )
    page = CredentialsPage(services, background, theme, now=lambda: MOMENT)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(ROWS))
    return page


def settings_of(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json")


def menu_texts(page: CredentialsPage) -> list[str]:
    menu = page.filter_bar.saved.menu()
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if action.text()]


def test_a_filter_is_saved_under_a_name_and_used_again(
    page: CredentialsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.filter_bar.chips[2].click()
    page.filter_bar.field.setText("неврология")
    page.header.order_by(Column.ISSUED, descending=True)
    assert menu_texts(page) == ["Сохранить этот отбор…"]
    page.extras.filters.ask_name()
    dialog = page.findChild(QInputDialog)
    assert dialog is not None
    dialog.textValueSelected.emit("Скоро & точно")
    dialog.done(1)
    qtbot.waitUntil(lambda: len(SavedFilters(settings_of(tmp_path)).all()) == 1)
    saved = SavedFilters(settings_of(tmp_path)).find("Скоро & точно")
    assert saved.statuses == {CredentialStatus.RENEWAL}
    assert (saved.search, saved.sort, saved.reverse) == ("неврология", "date", True)
    page.filter_bar.reset()
    page.header.order_by(Column.NAME, descending=False)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert menu_texts(page)[0] == "Скоро && точно"
    page.filter_bar.saved.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: [row.name for row in page.model.in_view()] == ["Неврология"])
    assert page.filter_bar.saved_chip.isChecked()
    assert page.header.layout().sort_column == Column.ISSUED
    assert page.filter_bar.description() == "Скоро & точно; поиск: «неврология»"


def test_a_filter_of_the_command_with_other_statuses_works_here(
    page: CredentialsPage, qtbot: QtBot
) -> None:
    page.extras.filters.use(SavedFilter("Просроченные", frozenset({CredentialStatus.EXPIRED})))
    assert [row.name for row in page.model.in_view()] == ["Хирургия"]
    page.filter_bar.chips[0].click()
    assert page.model.rowCount() == 3


def test_what_ends_soon_is_said_once_in_the_window_without_a_tray(
    page: CredentialsPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "Заканчивается срок документов: 2" in page.footer.text.text())
    words = page.footer.text.text()
    assert "Неврология: осталось 8 дней" in words
    assert "Хирургия: срок закончился 22 дня назад" in words
    with qtbot.assertNotEmitted(page.extras.reminding.reminded, wait=100):
        page.extras.reminding.take_rows(ROWS)


def test_the_dialog_keeps_the_days_and_writes_the_calendar(
    page: CredentialsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.extras.reminding.show_dialog()
    dialog = page.findChild(RemindersDialog)
    assert dialog is not None
    assert dialog.due.count() == 2
    file, other = tmp_path / "terms.ics", tmp_path / "other"
    other.touch()
    dialog.save_calendar(file)
    qtbot.waitUntil(lambda: "Календарь сохранён" in dialog.heading.text())
    assert file.stat().st_mode == other.stat().st_mode, "a calendar is handed on"
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 2
    dialog.days.setText("через неделю")
    assert "Дни напоминаний" in dialog.error.text()
    dialog.accept()
    assert dialog.isVisible()
    dialog.days.setText("3")
    assert dialog.due.count() == 0
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    assert Reminders(settings_of(tmp_path)).days() == (3,)


def test_without_a_place_beside_the_clock_nothing_is_claimed(page: CredentialsPage) -> None:
    available = QSystemTrayIcon.isSystemTrayAvailable()
    shown = Notifications(QIcon(), page).show("Заголовок", "Текст", page.show)
    assert shown is available


def select(page: CredentialsPage, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: not page.presenter.state.refreshing)
    row = next(n for n, each in enumerate(page.model.in_view()) if each.name == name)
    page.table.selectRow(row)


def test_a_sound_file_goes_on_review_and_the_old_document_stays(
    page: CredentialsPage, qtbot: QtBot, service: FakeCredentials, tmp_path: Path
) -> None:
    select(page, qtbot, "Терапия")
    assert page.details.replace.isEnabled()
    page.details.replace.trigger()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    file = tmp_path / "new.pdf"
    file.write_bytes(b"%PDF-")
    with qtbot.waitSignal(page.extras.replacing.replaced):
        dialog.fileSelected.emit(str(file))
        dialog.reject()
    assert service.replaced == [("id-1", file)]
    qtbot.waitUntil(lambda: page.footer.text.text().startswith("Версия 1 на проверке"))


def test_a_file_out_of_order_is_shown_and_not_sent(
    page: CredentialsPage, qtbot: QtBot, service: FakeCredentials, tmp_path: Path
) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"")
    page.extras.replacing.take("id-1", file)
    qtbot.waitUntil(lambda: page.findChild(FileCheckDialog) is not None)
    dialog = page.findChild(FileCheckDialog)
    assert dialog is not None
    dialog.reject()
    assert service.replaced == []


def test_the_history_shows_every_version_and_opens_it(
    page: CredentialsPage, qtbot: QtBot, service: FakeCredentials
) -> None:
    refused = CredentialVersion(
        2, VersionState.REFUSED, MOMENT, "Иванова", "", 1, MOMENT, "Нет печати"
    )
    service.history = (refused, CredentialVersion(1, VersionState.ACCEPTED, MOMENT, "МГМУ", "", 1))
    select(page, qtbot, "Терапия")
    page.details.history.trigger()
    dialog = page.findChild(VersionsDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert "Версия 2: отклонена" in dialog.list.item(0).text()
    assert "Нет печати" in dialog.list.item(0).text()
    with qtbot.waitSignal(dialog.open_wanted):
        dialog.opening.click()


def test_a_document_on_review_is_said_beside_the_status(
    page: CredentialsPage, qtbot: QtBot, service: FakeCredentials
) -> None:
    qtbot.waitUntil(lambda: not page.presenter.state.refreshing)
    service.fetched = fresh(replace(ROWS[0], review=VersionState.ON_REVIEW))
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.selectRow(0)
    assert page.details.status.value.text() == "Действителен, новый документ на проверке"


def test_hr_sees_the_people_and_goes_back_to_the_own_table(
    qtbot: QtBot, theme: Theme, background: Background, tmp_path: Path, service: FakeCredentials
) -> None:
    staff = tuple(
        replace(credential(n, name=f"Курс {n}"), holder=name)
        for n, name in ((11, "Яковлев Пётр Ильич"), (12, "Белова Анна Львовна"))
    )
    service.staff = fresh(*staff)
    services = services_with(service, tmp_path / "settings.json")
    hr = replace(ACCOUNT, roles=(Role.SPECIALIST, Role.HR))
    services = replace(services, login=cast("Any", FakeLogin(hr)))
    page = CredentialsPage(services, background, theme, now=lambda: MOMENT)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(ROWS))
    assert page.table.isColumnHidden(Column.HOLDER)
    page.headline.people.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert not page.table.isColumnHidden(Column.HOLDER)
    page.header.order_by(Column.HOLDER, descending=False)
    assert [row.holder for row in page.model.in_view()] == [
        "Белова Анна Львовна",
        "Яковлев Пётр Ильич",
    ]
    page.filter_bar.field.setText("белова")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.selectRow(0)
    assert not page.details.replace.isEnabled()
    page.filter_bar.reset()
    page.headline.people.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(ROWS))
    assert page.table.isColumnHidden(Column.HOLDER)


def test_the_first_of_many_people_show_at_once_and_only_all_of_them_are_saved(
    qtbot: QtBot, theme: Theme, background: Background, tmp_path: Path, service: FakeCredentials
) -> None:
    first, *_rest = staff = [
        replace(credential(n, name=f"Курс {n}"), holder="Яковлев Пётр Ильич") for n in range(11, 14)
    ]
    service.first = replace(fresh(first), promised=len(staff))
    service.staff = fresh(*staff)
    services = services_with(service, tmp_path / "settings.json")
    hr = replace(ACCOUNT, roles=(Role.SPECIALIST, Role.HR))
    services = replace(services, login=cast("Any", FakeLogin(hr)))
    page = CredentialsPage(services, background, theme, now=lambda: MOMENT)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(ROWS))
    page.headline.people.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert "показаны первые 1 из 3" in page.headline.facts.text()
    assert not page.headline.export.isEnabled()
    assert not page.headline.check_all.isEnabled()
    service.rest_gate.set()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert "показаны первые" not in page.headline.facts.text()
    assert page.headline.export.isEnabled()
    assert page.headline.check_all.isEnabled()


def test_a_specialist_is_not_offered_the_people(page: CredentialsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.presenter.state.refreshing)
    assert not page.headline.people.isVisible()


def test_the_cycle_stands_where_no_row_is_chosen(
    page: CredentialsPage, qtbot: QtBot, service: FakeCredentials
) -> None:
    qtbot.waitUntil(lambda: not page.presenter.state.refreshing)
    assert page.details.hint.text() == "Выберите строку, чтобы увидеть подробности."
    service.counted = Cycle(date(2024, 3, 1), date(2029, 3, 1), 80, 40, 20)
    page.refresh()
    qtbot.waitUntil(lambda: "01.03.2024 – 01.03.2029" in page.details.hint.text())
    assert "Набрано: 80 ч программ и 60 ЗЕТ" in page.details.hint.text()
