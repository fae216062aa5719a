"""Documents handed over on a medium, and taken in from one, on the page «Документы»."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.outbox_item import OutboxState
from desktop_app.ui.background import Background
from desktop_app.ui.package_dialogs import HandOverDialog, PackageDialog, TakeInDialog
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.theme import Theme
from tests.ui.carrying_outbox import CarryingOutbox
from tests.ui.document_services import document
from tests.ui.documents_opening import open_documents
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PHRASE = "correct horse battery"
Kind = TypeVar("Kind", bound=QDialog)
Opener = Callable[[], DocumentsPage]


@pytest.fixture
def outbox(fakes: Fakes) -> CarryingOutbox:
    fakes.outbox = CarryingOutbox()
    return fakes.outbox


@pytest.fixture
def page(
    outbox: CarryingOutbox, fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot
) -> DocumentsPage:
    outbox.have(document(3, OutboxState.WAITING), document(2, OutboxState.WAITING), document(1))
    page, _courier = open_documents(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.resize(1040, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    return page


def opened(page: DocumentsPage, kind: type[Kind]) -> Kind:
    return next(each for each in page.findChildren(kind) if each.isVisible())


def write(dialog: PackageDialog, folder: Path, phrase: str, again: str) -> None:
    assert isinstance(dialog, HandOverDialog)
    dialog.folder.setText(str(folder))
    dialog.phrase.edit.setText(phrase)
    dialog.again.edit.setText(again)
    dialog.go_button.click()


def test_all_that_wait_are_handed_over_under_a_passphrase(
    page: DocumentsPage, outbox: CarryingOutbox, qtbot: QtBot, tmp_path: Path
) -> None:
    page.head.hand_over.trigger()
    dialog = opened(page, HandOverDialog)
    assert dialog.go_button.text() == "Передать (2)"
    assert not dialog.go_button.isEnabled()
    write(dialog, tmp_path, PHRASE, "another phrase")
    assert dialog.message.code.text() == "package.passphrase-differs"
    assert not outbox.packages
    write(dialog, tmp_path, "short", "short")
    qtbot.waitUntil(lambda: dialog.message.code.text() == "package.passphrase-short")
    qtbot.waitUntil(dialog.go_button.isEnabled)
    left: list[str] = []
    edit = dialog.phrase.edit
    dialog.finished.connect(lambda _result: left.append(edit.text()))
    write(dialog, tmp_path, PHRASE, PHRASE)
    told = f"Передано документов: 2. Папка: {tmp_path / 'package'}"
    qtbot.waitUntil(lambda: page.footer.text() == told)
    qtbot.waitUntil(lambda: left == [""])
    assert outbox.packages[tmp_path / "package"][0] == PHRASE
    states = [OutboxState.EXPORTED, OutboxState.EXPORTED, OutboxState.PREPARED]
    assert [each.state for each in outbox.items] == states


def test_only_the_chosen_ones_go_when_several_are_chosen_and_plainly_when_asked(
    page: DocumentsPage, outbox: CarryingOutbox, qtbot: QtBot, tmp_path: Path
) -> None:
    outbox.items[1] = document(2)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.items[1].state is OutboxState.PREPARED)
    page.list.selectAll()
    page.head.hand_over.trigger()
    dialog = opened(page, HandOverDialog)
    assert dialog.go_button.text() == "Передать (1)"
    dialog.folder.setText(str(tmp_path))
    dialog.plain.setChecked(True)
    assert not dialog.phrase.isEnabled()
    dialog.go_button.click()
    qtbot.waitUntil(lambda: tmp_path / "package" in outbox.packages)
    phrase, items = outbox.packages[tmp_path / "package"]
    assert phrase is None
    assert [each.number for each in items] == [3]


def test_nothing_is_handed_over_where_nothing_waits(
    page: DocumentsPage, outbox: CarryingOutbox, qtbot: QtBot
) -> None:
    outbox.have(document(1))
    page.refresh()
    qtbot.waitUntil(lambda: not page.head.hand_over.isEnabled())


def test_documents_are_taken_in_after_their_passphrase(
    page: DocumentsPage, outbox: CarryingOutbox, qtbot: QtBot, tmp_path: Path
) -> None:
    new = document(9, OutboxState.WAITING)
    outbox.packages[tmp_path] = (PHRASE, (new, outbox.items[0]))
    page.carrying.take_in_from(tmp_path)
    qtbot.waitUntil(lambda: bool(page.findChildren(TakeInDialog)))
    dialog = opened(page, TakeInDialog)
    assert not dialog.go_button.isEnabled()
    dialog.phrase.edit.setText("wrong phrase")
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.message.code.text() == "package.passphrase-wrong")
    assert not dialog.phrase.edit.text()
    dialog.phrase.edit.setText(PHRASE)
    qtbot.waitUntil(dialog.go_button.isEnabled)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.footer.text() == "Взято документов: 1, уже были здесь: 1"


def test_readable_documents_are_taken_in_at_once(
    page: DocumentsPage, outbox: CarryingOutbox, qtbot: QtBot, tmp_path: Path
) -> None:
    outbox.packages[tmp_path] = (None, (document(9, OutboxState.WAITING),))
    page.carrying.take_in_from(tmp_path)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert not page.findChildren(TakeInDialog)


def test_another_folder_says_so(page: DocumentsPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.carrying.take_in_from(tmp_path)
    qtbot.waitUntil(lambda: page.message.code.text() == "package.unreadable")
