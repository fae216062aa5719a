"""Files that are added are looked at first; what is unfit says why and stays out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors.papers import MendRefusedError
from desktop_app.core.file_examinations import MendedFile
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import CardRole
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.theme import Theme
from tests.ui.documents_opening import open_documents
from tests.ui.file_services import BAD_NAME, EMPTY, PASSWORD
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Opened = Callable[..., tuple[DocumentsPage, FileCheckDialog]]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("one.pdf", "two.pdf", "three.pdf")]
    for path in paths:
        path.write_text(path.name)
    return paths


@pytest.fixture
def opened(
    fakes: Fakes,
    background: Background,
    theme: Theme,
    qtbot: QtBot,
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Opened:
    """Add the files to the page and return it with the dialog that follows."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    def add() -> tuple[DocumentsPage, FileCheckDialog]:
        page, _courier = open_documents(fakes.services(), background, theme)
        qtbot.addWidget(page)
        page.show()
        page.add(files)
        qtbot.waitUntil(lambda: bool(page.findChildren(FileCheckDialog)))
        return page, page.findChildren(FileCheckDialog)[0]

    return add


def left_over(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


def test_files_in_order_are_added_without_a_question(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot, files: list[Path]
) -> None:
    page, _courier = open_documents(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.add(files)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert not page.findChildren(FileCheckDialog)


def test_an_unfit_file_says_why_and_is_not_added(
    opened: Opened, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    fakes.doctor.flaws = {"two.pdf": PASSWORD}
    page, dialog = opened()
    assert dialog.summary.text() == "Файлов: 3. Можно добавить: 2, нельзя: 1."
    assert dialog.list.currentIndex().row() == 1
    assert dialog.model.index(1).data(CardRole.STATE) == "отправлять нельзя"
    assert "пароль" in dialog.details.text().lower()
    assert dialog.mend_button.isHidden()
    dialog.take_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert {each.file_name for each in fakes.outbox.items} == {"one.pdf", "three.pdf"}
    qtbot.waitUntil(lambda: not left_over(tmp_path))


def test_what_can_be_mended_is_mended_on_a_copy_which_is_added_instead(
    opened: Opened, fakes: Fakes, qtbot: QtBot, files: list[Path], tmp_path: Path
) -> None:
    fakes.doctor.flaws = {"two.pdf": BAD_NAME, "three.pdf": EMPTY}
    page, dialog = opened()
    assert dialog.mend_button.text() == "Исправить на копии (1)"
    dialog.mend_button.click()
    qtbot.waitUntil(lambda: dialog.mend_button.isHidden() and dialog.take_button.isEnabled())
    assert dialog.model.index(1).data() == "mended-two.pdf"
    assert dialog.model.index(1).data(CardRole.STATE) == "в порядке"
    dialog.list.setCurrentIndex(dialog.model.index(1))
    assert dialog.details.text() == "На копии исправлено: переименован."
    dialog.take_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert b"mended two.pdf" in fakes.outbox.contents.values()
    assert files[1].read_text() == "two.pdf"
    qtbot.waitUntil(lambda: not left_over(tmp_path))


def test_a_file_with_a_signature_beside_it_is_never_mended(
    opened: Opened, fakes: Fakes, files: list[Path]
) -> None:
    fakes.doctor.flaws = {"two.pdf": BAD_NAME}
    files[1].with_name("two.pdf.sig").write_text("signature")
    _page, dialog = opened()
    assert dialog.mend_button.isHidden()
    assert "Рядом лежит подпись" in dialog.details.text()


def test_a_copy_that_cannot_be_made_says_why(
    opened: Opened, fakes: Fakes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fakes.doctor.flaws = {"two.pdf": BAD_NAME}
    _page, dialog = opened()
    refused = MendedFile(dialog.model.files[1].source, None, error=MendRefusedError("signed"))
    monkeypatch.setattr(fakes.doctor, "mend", lambda *_, **__: refused)
    dialog.mend_button.click()
    qtbot.waitUntil(lambda: dialog.model.files[1].mended is refused)
    dialog.list.setCurrentIndex(dialog.model.index(1))
    message = fakes.services().catalogue.of_error(MendRefusedError("signed"), "ru")
    assert dialog.details.text().startswith(message.title)


def test_closing_adds_nothing_and_leaves_nothing(
    opened: Opened, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    fakes.doctor.flaws = {"two.pdf": BAD_NAME}
    _page, dialog = opened()
    assert left_over(tmp_path)
    dialog.cancel_button.click()
    assert not dialog.isVisible()
    assert not fakes.outbox.items
    qtbot.waitUntil(lambda: not left_over(tmp_path))
