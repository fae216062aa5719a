"""Does the page «Поддержка» write, keep, show and answer requests, and cover what is personal?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.accounts import Account, AccountLevel, SessionState
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.tickets import KeptTicket, SupportDesk, TicketList
from desktop_app.ui.background import Background
from desktop_app.ui.masked_picture import personal_places, picture_of
from desktop_app.ui.new_ticket_dialog import NewTicketDialog
from desktop_app.ui.pages.support import SupportPage
from desktop_app.ui.theme import Theme
from tests.ui.support_services import MOMENT, TICKET
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> SupportPage:
    page = SupportPage(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.resize(1040, 720)
    page.show()
    return page


def opened(page: SupportPage, qtbot: QtBot) -> NewTicketDialog:
    page.new_button.click()
    (dialog,) = page.findChildren(NewTicketDialog)
    qtbot.waitUntil(lambda: dialog.form is not None)
    return dialog


def opened_again(page: SupportPage, qtbot: QtBot) -> NewTicketDialog:
    page.details.change_button.click()

    def found() -> list[NewTicketDialog]:
        return [each for each in page.findChildren(NewTicketDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()) and found()[0].form is not None)
    return found()[0]


def write(dialog: NewTicketDialog, **values: str) -> None:
    assert dialog.form is not None
    for name, text in values.items():
        dialog.form.fields[name].write(text)


def test_telephones_show_while_there_is_nothing_else(page: SupportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "8 800 100-70-10" in page.details.text())
    assert not page.details.reply.isVisibleTo(page)


def test_a_request_is_checked_written_and_sent(
    page: SupportPage, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(page, qtbot)
    dialog.send_button.click()
    assert dialog.isVisible()
    write(dialog, subject="Не грузится", text="Ошибка 500")
    dialog.attachments.take_picture()
    qtbot.waitUntil(lambda: dialog.attachments.list.count() == 1)
    (tmp_path / "log.txt").write_text("что было", "utf-8")
    dialog.attachments.add_file(tmp_path / "log.txt")
    qtbot.waitUntil(lambda: dialog.attachments.list.count() == 2)
    dialog.has_moment.setChecked(True)
    dialog.send_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    (draft,) = fakes.support.filed
    assert (draft.desk, len(draft.moments)) == (SupportDesk.NMO, 1)
    assert [each.media_type for each in draft.files] == ["image/png", "text/plain"]
    assert "Не грузится" in page.details.text()


def test_a_large_picture_is_made_smaller_and_the_list_says_so(
    page: SupportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    attachments = opened(page, qtbot).attachments
    Image.effect_noise((1400, 1000), 60).save(tmp_path / "экран.png")
    attachments.add_file(tmp_path / "экран.png")
    qtbot.waitUntil(lambda: attachments.list.count() == 1)
    assert "снимок уменьшен (было" in attachments.list.item(0).text()
    assert attachments.files[0].name == "экран.jpg"


def test_another_desk_asks_for_what_it_needs_and_keeps_what_was_typed(
    page: SupportPage, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot)
    write(dialog, subject="Код не приходит")
    dialog.desk.setCurrentIndex(0)
    qtbot.waitUntil(lambda: dialog.form is not None and "phone" in dialog.form.fields)
    assert dialog.form is not None
    assert dialog.form.values()["subject"] == "Код не приходит"


def test_without_a_network_a_request_waits_and_may_be_dropped(
    page: SupportPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.support.trouble = PortalUnreachableError(host="portal")
    dialog = opened(page, qtbot)
    write(dialog, subject="Не войти", text="Окно закрывается")
    dialog.send_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.message.isVisibleTo(page)
    assert "зашифрованным" in page.details.text()
    page.details.drop_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_a_waiting_request_is_opened_as_it_was_written_and_changed(
    page: SupportPage, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    fakes.support.trouble = PortalUnreachableError(host="portal")
    (tmp_path / "log.txt").write_text("что было", "utf-8")
    dialog = opened(page, qtbot)
    write(dialog, subject="Не войти", text="Окно закрывается", account_number="")
    dialog.topic.setCurrentIndex(0)
    dialog.has_moment.setChecked(True)
    dialog.attachments.add_file(tmp_path / "log.txt")
    qtbot.waitUntil(lambda: dialog.attachments.list.count() == 1)
    dialog.send_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    (first,) = fakes.support.filed
    fakes.support.filed[:] = [replace(first, moments=(*first.moments, MOMENT))]

    dialog = opened_again(page, qtbot)
    assert dialog.form is not None
    assert dialog.draft(dialog.form) == fakes.support.filed[0]
    assert dialog.attachments.list.item(0).text().startswith("log.txt")
    dialog.reject()
    qtbot.waitUntil(lambda: fakes.support.opened == [])
    assert [each.subject for each in fakes.support.waiting] == ["Не войти"]

    dialog = opened_again(page, qtbot)
    write(dialog, subject="Не войти совсем")
    dialog.send_button.click()
    qtbot.waitUntil(lambda: "Не войти совсем" in page.details.text())
    assert (page.model.rowCount(), fakes.support.opened) == (1, [])


def test_a_request_that_is_just_being_sent_is_not_opened(
    page: SupportPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.support.waiting = [KeptTicket("cd" * 16, SupportDesk.NMO, "Не войти", MOMENT, ())]
    fakes.support.trouble = PortalUnreachableError(host="portal")
    page.refresh()
    qtbot.waitUntil(page.details.change_button.isVisible)
    fakes.support.is_leaving = True
    page.details.change_button.click()
    qtbot.waitUntil(lambda: page.message.title.text() == "Обращение как раз отправляется")
    assert page.findChildren(NewTicketDialog) == []


def test_kept_requests_show_without_a_network_and_go_with_their_person(
    page: SupportPage, fakes: Fakes, qtbot: QtBot
) -> None:
    account = Account("a", "Иванова", "11223344595", AccountLevel.CONFIRMED, ())
    page.take_session(SessionState(account))
    fakes.support.trouble = PortalUnreachableError("portal.example.org")
    fakes.support.last = TicketList((TICKET,), TICKET.changed_at)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert "сохранённое на 23.11.2026" in page.sentence.text()
    assert page.message.isVisibleTo(page)
    fakes.support.last = None
    page.take_session(SessionState(None))
    assert page.model.rowCount() == 0


def test_an_answer_is_shown_as_text_and_commented(
    page: SupportPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.support.found = [TICKET]
    page.refresh()
    qtbot.waitUntil(lambda: "Какой токен?" in page.details.text())
    assert "<b>Окно закрывается</b>" in page.details.text()
    assert not page.details.reply_button.isEnabled()
    page.details.reply.setPlainText("Рутокен")
    page.details.reply_button.click()
    qtbot.waitUntil(lambda: "Рутокен" in page.details.text())
    assert page.details.reply.toPlainText() == ""


def test_a_picture_covers_names_numbers_and_fields(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    name, plain = QLabel("Вы вошли: Иванова М. П."), QLabel("Сертификаты")
    snils, field = QPushButton("СНИЛС 112-233-445 95"), QLineEdit("ivanova@example.org")
    for widget in (name, plain, snils, field):
        column.addWidget(widget)
    window.resize(400, 200)
    window.show()
    person = "Иванова Мария Петровна"
    covered = personal_places(window, person)
    assert [each.geometry() in covered for each in (name, plain, snils, field)] == [
        *(True, False, True, True)
    ]
    image = QImage.fromData(picture_of(window, person=person))
    ratio = image.width() / window.width()
    assert image.pixelColor(name.geometry().center() * ratio) == QColor("#5b6470")
    open_picture = QImage.fromData(picture_of(window, person=person, hide_personal=False))
    assert open_picture != image
