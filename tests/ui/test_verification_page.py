"""What does the page «Проверка подписи» say of files, over the real verification?"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.services.file_verification import FileVerifier
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.signatures import FileSignatures
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import CardRole
from desktop_app.ui.pages.verification import VerificationPage
from desktop_app.ui.theme import Theme
from tests.certificates.authority import NOW, Wanted, root
from tests.ui.test_accessibility import check
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ANCHOR = root("Корень")
SIGNER = ANCHOR.issue(Wanted("<b>Иванова</b>"))
PATIENCE = 20_000


class Log:
    """An audit log that forgets."""

    def record(self, *_arguments: object, **_more: object) -> None:
        """Forget."""

    record_failure = record


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileVerifier]:
    folder = tmp_path_factory.mktemp("trust")
    (folder / "root.pem").write_bytes(ANCHOR.pem)
    judge, pdfs, trust, log = PathJudge(), PdfFiles(), OwnTrust(anchors=folder), cast(Any, Log())
    signatures = FileSignatures(cast(Any, None), judge, cast(Any, None), trust, log)
    yield FileVerifier(signatures, pdfs, judge, trust, log)
    judge.close()
    pdfs.close()


@pytest.fixture
def page(
    fakes: Fakes, verifier: FileVerifier, background: Background, theme: Theme, qtbot: QtBot
) -> VerificationPage:
    forms = cast(Any, SimpleNamespace(verifier=verifier))
    services = replace(fakes.services(), open_signature_forms=lambda: forms)
    page = VerificationPage(services, background, theme)
    qtbot.addWidget(page)
    page.resize(1040, 720)
    page.show()
    return page


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_bytes(b"document")
    algorithm = SIGNER.algorithms[0]
    signature = sign_cades(
        CadesWriter(SIGNER.der, algorithm),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.sha256(b"document").digest(),
        signing_time=NOW,
    )
    (tmp_path / "letter.txt.sig").write_bytes(signature)
    return file


def verified(page: VerificationPage, qtbot: QtBot, *files: Path) -> None:
    with qtbot.waitSignal(page.presenter.verified, timeout=PATIENCE):
        page.verify(files)


def shown(page: VerificationPage, row: int, role: int) -> Any:
    return page.model.index(row, 0).data(role)


def test_an_empty_page_says_what_to_do(page: VerificationPage) -> None:
    assert page.stack.currentIndex() == 0
    assert "Перетащите сюда" in page.state.text.text()
    assert not page.save_button.isEnabled()


def test_a_signature_is_answered_in_words(
    page: VerificationPage, letter: Path, qtbot: QtBot
) -> None:
    page.offline.setChecked(True)
    verified(page, qtbot, letter)
    assert page.model.rowCount() == 1
    assert shown(page, 0, CardRole.STATE) == "Нельзя сказать"
    words = page.details.text()
    assert "Документ тот самый" in words
    assert "Без сети этого не узнать" in words
    assert page.save_button.isEnabled()


def test_what_was_found_is_walked_by_keyboard(
    page: VerificationPage, letter: Path, qtbot: QtBot
) -> None:
    page.offline.setChecked(True)
    verified(page, qtbot, letter)
    check(page, qtbot)
    page.search()
    assert page.list.hasFocus()


def test_nothing_of_a_file_is_shown_as_markup(
    page: VerificationPage, letter: Path, qtbot: QtBot
) -> None:
    page.offline.setChecked(True)
    verified(page, qtbot, letter)
    assert "<b>Иванова</b>" in page.details.text()
    labels = page.details.findChildren(QLabel)
    texts = [label for label in labels if label.text()]
    assert {label.textFormat() for label in texts} == {Qt.TextFormat.PlainText}


def test_a_file_that_cannot_be_read_stands_beside_the_others(
    page: VerificationPage, letter: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.sig"
    broken.write_bytes(b"text")
    page.offline.setChecked(True)
    verified(page, qtbot, letter, broken)
    assert page.model.rowCount() == 2
    page.list.setCurrentIndex(page.model.index(1, 0))
    assert "нет подписи CMS" in page.details.text()
    assert "input.not-signature" in page.details.text()


def test_a_changed_document_is_bad(page: VerificationPage, letter: Path, qtbot: QtBot) -> None:
    letter.write_bytes(b"another")
    verified(page, qtbot, letter)
    assert shown(page, 0, CardRole.STATE) == "Не подтверждено"
    assert "не подходит к документу" in page.details.text()


def test_files_and_folders_are_dropped(page: VerificationPage, letter: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(letter.parent))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(page.presenter.verified, timeout=PATIENCE):
        page.dropEvent(event)
    assert page.model.rowCount() == 1, "the signature; the letter is no file of signatures"


def test_a_signature_that_carries_a_pdf_is_no_pdf(
    page: VerificationPage, tmp_path: Path, qtbot: QtBot
) -> None:
    algorithm, content = SIGNER.algorithms[0], b"%PDF-1.7 " + b"x" * 200
    signature = sign_cades(
        CadesWriter(SIGNER.der, algorithm),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.sha256(content).digest(),
        content=content,
        signing_time=NOW,
    )
    file = tmp_path / "letter.pdf.sig"
    file.write_bytes(signature)
    page.offline.setChecked(True)
    verified(page, qtbot, file)
    assert page.model.rows[0].file.format == "CAdES"
    assert "Документ тот самый" in page.details.text()


def test_a_document_in_a_folder_is_verified_once_with_the_signature_beside_it(
    page: VerificationPage, letter: Path, qtbot: QtBot
) -> None:
    (letter.parent / "letter.pdf").write_bytes(letter.read_bytes())
    signature = letter.with_name("letter.txt.sig")
    (letter.parent / "letter.pdf.sig").write_bytes(signature.read_bytes())
    signature.unlink()
    page.offline.setChecked(True)
    verified(page, qtbot, letter.parent)
    assert [Path(row.file.file).name for row in page.model.rows] == ["letter.pdf.sig"]


def test_the_report_is_saved_once(
    page: VerificationPage, letter: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    page.offline.setChecked(True)
    verified(page, qtbot, letter)
    target = tmp_path / "report.html"
    with qtbot.waitSignal(page.presenter.saved, timeout=PATIENCE):
        page.presenter.save(target)
    assert "Документ тот самый" in target.read_text("utf-8")
    assert str(target) in page.sentence.text()
    with qtbot.waitSignal(page.presenter.failed, timeout=PATIENCE) as caught:
        page.presenter.save(target)
    assert isinstance(caught.args[0], OutputExistsError)
    assert page.message.isVisible()
    assert page.stack.currentIndex() == 1, "what was found stays"


def test_verifying_can_be_stopped(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot, letter: Path
) -> None:
    begun = threading.Event()

    def verify(_file: Path, _content: None, _options: Any, cancel: Cancellation) -> None:
        begun.set()
        while not cancel.wait(5):
            pass
        cancel.checkpoint()

    forms = cast(Any, SimpleNamespace(verifier=SimpleNamespace(verify=verify)))
    services = replace(fakes.services(), open_signature_forms=lambda: forms)
    page = VerificationPage(services, background, theme)
    qtbot.addWidget(page)
    page.show()
    page.verify([letter])
    qtbot.waitUntil(begun.is_set)
    assert not page.choose_button.isEnabled()
    with qtbot.waitSignal(page.presenter.stopped, timeout=PATIENCE):
        page.state.button.click()
    qtbot.waitUntil(page.choose_button.isEnabled)
    assert "Перетащите сюда" in page.state.text.text()
