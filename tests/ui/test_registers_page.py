"""The page «Регистрация и ФРМР»: passport, registration, ФРМР, each in its states."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.name_places import NamePlace, PlacedName, name_case
from desktop_app.core.register_sync import (
    Difference,
    DifferenceKind,
    RecordSection,
    SyncReport,
    SyncState,
    TicketText,
)
from desktop_app.core.registrations import (
    RegistrationDraft,
    RegistrationState,
    RegistrationStatus,
    ScanKind,
)
from desktop_app.core.tokens import TokenOverview
from desktop_app.services.storage.settings import REGISTER_SYNC_DAYS
from desktop_app.ui.background import Background
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.new_ticket_dialog import NewTicketDialog
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.registers import RegistersPage
from desktop_app.ui.register_schedule import RegisterSchedule
from desktop_app.ui.theme import Theme
from tests.ui.register_services import NOW, application
from tests.ui.window_samples import certificate, token
from tests.ui.window_services import NOBODY, SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PASSPORT = {"birth_date": "07.03.1985", "passport": "00 20 000001"}
REGISTRATION = {
    "birth_date": "07.03.1985",
    "snils": "112-233-445 95",
    "phone": "8 912 345-67-89",
    "email": "doctor@clinic.example",
    "category": "врач",
    "speciality": "Терапия",
    "organisation": "Поликлиника",
    "diploma": "107704 0012345",
}


@pytest.fixture
def page(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> RegistersPage:
    page = RegistersPage(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_without_a_session_it_leads_to_the_login(page: RegistersPage, qtbot: QtBot) -> None:
    page.refresh()
    assert page.stack.currentWidget() is page.state
    with qtbot.waitSignal(page.login_requested):
        page.state.button.click()


def test_the_passport_is_compared_once_the_form_is_complete(
    page: RegistersPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.registers.passport.trouble = PortalUnreachableError("portal.example.org")
    page.take_session(SIGNED_IN)
    panel = page.passport
    qtbot.waitUntil(lambda: panel.form is not None)
    assert panel.form is not None
    assert panel.message.isVisibleTo(page)
    fakes.registers.passport.trouble = None
    panel.compare_button.click()
    assert fakes.registers.passport.compared == []
    assert panel.form.fields["birth_date"].edit.hasFocus()
    for name, value in PASSPORT.items():
        panel.form.fields[name].write(value)
    panel.compare_button.click()
    qtbot.waitUntil(panel.differing.isVisible)
    assert panel.differing.text().startswith("Дата рождения: проверьте день и месяц")
    assert "Попыток до паузы: 2" in panel.next_step.text()
    panel.compare_button.click()
    qtbot.waitUntil(lambda: not panel.differing.isVisible())
    assert panel.headline.text().startswith("Паспортные данные совпали")
    page.take_session(NOBODY)
    assert {view.text for view in panel.form.fields.values()} == {""}


def test_a_registration_is_filled_in_kept_and_sent(
    page: RegistersPage, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    page.take_session(SIGNED_IN)
    panel = page.registration
    page.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: panel.form is not None)
    assert panel.form is not None
    assert panel.headline.text() == "Заявки пока нет"
    assert panel.scans.missing.isVisible()
    for name, value in REGISTRATION.items():
        panel.form.fields[name].write(value)
    qtbot.waitUntil(lambda: fakes.registers.registration.now.draft.values.get("category") == "врач")
    for kind in (ScanKind.DIPLOMA, ScanKind.ACCREDITATION):
        panel.scans.added.emit(kind, tmp_path / f"{kind}.pdf")
        qtbot.waitUntil(lambda: not panel.work.running)
    assert panel.scans.list.count() == 2
    assert not panel.scans.missing.isVisible()
    fakes.registers.registration.failing = PortalUnreachableError(host="portal.example")
    panel.send_button.click()
    qtbot.waitUntil(panel.message.isVisible)
    fakes.registers.registration.failing = None
    panel.send_button.click()
    qtbot.waitUntil(lambda: "На доработке" in panel.headline.text())
    assert not panel.message.isVisible()
    assert "✕ Паспорт сверен: сверьте паспорт" in panel.details.text()
    assert "Скан обрезан." in panel.details.text()
    assert panel.withdraw_button.isVisible()
    assert fakes.registers.registration.now.registration is not None
    assert fakes.registers.registration.now.registration.status is RegistrationStatus.REWORK


def test_the_second_factor_is_switched_on_by_a_code_and_the_keyboard(
    page: RegistersPage, fakes: Fakes, qtbot: QtBot
) -> None:
    active = application(RegistrationStatus.CLOSED, is_activated=True, checks=(), events=())
    kept = fakes.registers.registration
    kept.now = RegistrationState(RegistrationDraft(), active, NOW)
    page.take_session(SIGNED_IN)
    panel = page.registration
    page.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(panel.code_button.isVisible)
    panel.code_button.setFocus()
    QTest.keyClick(panel.code_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(panel.findChildren(QInputDialog)))
    dialog = panel.findChildren(QInputDialog)[0]
    assert "+7 *** ***-67-89" in dialog.labelText()
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "123456")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "второй фактор включён" in panel.next_step.text())
    assert kept.codes == ["123456"]
    assert not panel.code_button.isVisible()


def test_tab_walks_the_registration_as_it_is_seen(page: RegistersPage, qtbot: QtBot) -> None:
    page.take_session(SIGNED_IN)
    panel = page.registration
    page.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: panel.form is not None)
    assert panel.form is not None
    fields = [view.edit for view in panel.form.fields.values()]
    at = fields[0].nextInFocusChain()
    way = [at]
    while at is not None and at not in (panel.scans.list, fields[0]):
        at = at.nextInFocusChain()
        way.append(at)
    assert [each for each in way if each in fields] == fields[1:]


def test_without_a_network_the_draft_can_be_filled_in(
    page: RegistersPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.registers.registration.unreachable = PortalUnreachableError(host="portal.example")
    page.take_session(SIGNED_IN)
    panel = page.registration
    page.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(panel.message.isVisible)
    assert panel.form is not None
    panel.form.fields["diploma"].write("107704 0012345")
    kept = fakes.registers.registration
    qtbot.waitUntil(lambda: kept.now.draft.values.get("diploma") == "107704 0012345")


def test_a_report_of_the_register_becomes_a_ticket(
    page: RegistersPage, fakes: Fakes, qtbot: QtBot
) -> None:
    missing = Difference(
        "1", RecordSection.CERTIFICATE, DifferenceKind.MISSING, "Сертификат", "УЗИ, 2022", ""
    )
    names = name_case(
        [
            PlacedName(NamePlace.ACCOUNT, "Кравченко Мария Петровна"),
            PlacedName(NamePlace.REGISTER, "Иванова Мария Петровна"),
        ]
    )
    report = SyncReport("ab", NOW, "Кравченко Мария Петровна", "Иванова", (missing,), 4, ())
    fakes.registers.sync.now = SyncState(report, names)
    page.take_tokens(TokenOverview(tokens=(token(certificate()),)))
    page.take_session(SIGNED_IN)
    panel = page.sync
    page.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: not panel.work.running)
    assert panel.headline.text() == "Сверки с ФРМР ещё не было"
    panel.run_button.click()
    qtbot.waitUntil(panel.ticket_button.isVisible)
    assert len(fakes.registers.sync.runs[0]) == 1
    assert "Фамилия изменилась не везде" in panel.details.text()
    item = panel.table.item(0, 4)
    assert item is not None
    assert item.text() == "Нет в ФРМР: вносит работодатель"
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        panel.ticket_button.click()
    assert wanted.args
    assert "Иванова Мария Петровна" in wanted.args[0].body


def test_it_compares_by_itself_unless_that_is_switched_off(
    fakes: Fakes, background: Background, qtbot: QtBot
) -> None:
    services = fakes.services()
    schedule = RegisterSchedule(services, background, background)
    schedule.take_session(SIGNED_IN)
    schedule.compare()
    qtbot.waitUntil(lambda: len(fakes.registers.sync.runs) == 1)
    services.settings.set(REGISTER_SYNC_DAYS, 0)
    schedule.compare()
    schedule.take_session(NOBODY)
    assert len(fakes.registers.sync.runs) == 1


def test_the_ticket_opens_at_the_support_with_its_text(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot
) -> None:
    window = MainWindow(fakes.services(), background, theme)
    qtbot.addWidget(window)
    window.show()
    window.write_ticket(TicketText("Фамилия изменилась", "Имена различаются: …"))
    assert window.shown is PageKey.SUPPORT
    qtbot.waitUntil(lambda: bool(window.findChildren(NewTicketDialog)))
    dialog = window.findChildren(NewTicketDialog)[0]
    qtbot.waitUntil(lambda: dialog.form is not None)
    assert dialog.form is not None
    assert dialog.form.values()["subject"] == "Фамилия изменилась"
    assert dialog.form.values()["text"] == "Имена различаются: …"
    dialog.reject()
