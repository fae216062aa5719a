"""The page «Документы»: preparing, signing, sending and deciding, over services in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.documents import DocumentKind
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.core.errors.tokens import PinIncorrectError, TokenMissingError
from desktop_app.core.outbox_item import OutboxMove, OutboxState
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.core.tokens import TokenOverview
from desktop_app.services.outbox_service import SendReport
from desktop_app.ui.background import Background
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog
from desktop_app.ui.documents_dropping import DropQuestion
from desktop_app.ui.new_document_dialog import NewDocumentDialog
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.conftest import Typed
from tests.ui.document_services import SIGNER, document
from tests.ui.documents_opening import open_documents
from tests.ui.window_samples import certificate, token, unfit
from tests.ui.window_services import SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Kind = TypeVar("Kind", bound=QDialog)
Opener = Callable[[], DocumentsPage]


@pytest.fixture
def show(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> Opener:
    def open_page() -> DocumentsPage:
        fakes.tokens.now = TokenOverview(tokens=(token(certificate()),))
        page, _courier = open_documents(fakes.services(), background, theme)
        qtbot.addWidget(page)
        page.resize(1040, 700)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(lambda: page.head.facts.text() != "")
        return page

    return open_page


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[DocumentsPage, type[Kind]], Kind]:
    def wait(page: DocumentsPage, kind: type[Kind]) -> Kind:
        qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
        return next(each for each in page.findChildren(kind) if each.isVisible())

    return wait


@pytest.fixture
def sign(shown: Callable[..., object], typed: Typed) -> Callable[[DocumentsPage], BatchDialog]:
    """Press the primary action, take the certificate that is offered and give a PIN."""

    def go(page: DocumentsPage) -> BatchDialog:
        page.head.sign_button.click()
        dialog = shown(page, CertificateDialog)
        assert isinstance(dialog, CertificateDialog)
        dialog.go_button.click()
        give_pin(page, shown, typed)
        batch = shown(page, BatchDialog)
        assert isinstance(batch, BatchDialog)
        return batch

    return go


def give_pin(page: DocumentsPage, shown: Callable[..., object], typed: Typed) -> PinDialog:
    pin = shown(page, PinDialog)
    assert isinstance(pin, PinDialog)
    typed(pin.field.edit, "1234")
    QTest.keyClick(pin.field.edit, Qt.Key.Key_Return)
    return pin


def states(fakes: Fakes) -> list[OutboxState]:
    return [each.state for each in fakes.outbox.items]


def test_an_empty_list_says_what_can_be_done(show: Opener, shown: Callable[..., object]) -> None:
    page = show()
    assert page.state.title.text() == "Документов пока нет"
    assert not page.head.sign_button.isEnabled()
    page.state.button.click()
    shown(page, NewDocumentDialog)


def test_an_outbox_that_cannot_be_opened_says_why_and_can_be_tried_again(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot
) -> None:
    fakes.outbox.failing = FolderNotWritableError(path="/x")
    page, _courier = open_documents(fakes.services(), background, theme)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.state.code.text() == FolderNotWritableError.code)
    fakes.outbox.failing = None
    page.state.button.click()
    qtbot.waitUntil(lambda: page.state.title.text() == "Документов пока нет")


def test_each_row_says_its_state_and_why_it_waits(show: Opener, fakes: Fakes) -> None:
    fakes.outbox.have(
        document(2, OutboxState.REFUSED, error_code="portal.unreachable"), document(1)
    )
    page = show()
    assert page.head.facts.text() == "Документов: 2 · ждут вас: 2"
    words = str(page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert words.startswith("Report 2. отказ портала. report-2.pdf")
    assert page.details.why.isVisible()
    assert page.details.buttons[OutboxMove.RETRY].text() == "Отправить ещё раз"
    assert page.head.sign_button.text() == "Подписать (1)"


def test_the_pages_of_the_chosen_document_are_those_of_its_digest(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.outbox.have(document())
    page = show()
    preview = page.details.preview
    qtbot.waitUntil(lambda: preview.place.text() == "Страница 1 из 2")
    assert not preview.page.pixmap().isNull()
    preview.forth.click()
    qtbot.waitUntil(lambda: preview.place.text() == "Страница 2 из 2")
    assert not preview.forth.isEnabled()


def test_pages_of_another_content_are_not_shown(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.outbox.have(document())
    fakes.papers.other_content = True
    preview = show().details.preview
    qtbot.waitUntil(lambda: preview.page.text().startswith("Файл"))
    assert preview.page.pixmap().isNull()


def test_files_that_are_dropped_are_taken_up_and_one_that_fails_stops_none(
    show: Opener, fakes: Fakes, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "папка"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_text(name)
    page = show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(folder / "a.pdf"))])
    move, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(9, 9), move, data, left, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.footer.text() == "Добавлено: 2"
    fakes.outbox.refusing = FileUnreadableError(path="a.pdf")
    page.add([folder / "b.pdf"])
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == FileUnreadableError.code
    assert "b.pdf" in page.footer.text()


def test_all_that_wait_are_signed_with_one_pin(
    show: Opener, fakes: Fakes, sign: Callable[[DocumentsPage], BatchDialog], qtbot: QtBot
) -> None:
    fakes.outbox.have(*(document(number) for number in (3, 2, 1)))
    page = show()
    dialog = sign(page)
    qtbot.waitUntil(lambda: dialog.has_result)
    assert dialog.summary.text() == "Подписаны все документы: 3"
    assert fakes.batches.pins == ["1234"]
    assert states(fakes) == [OutboxState.WAITING] * 3
    dialog.close_button.click()
    qtbot.waitUntil(lambda: "ждут отправки: 3" in page.head.facts.text())


def test_only_the_chosen_are_signed_when_several_are_chosen(
    show: Opener, fakes: Fakes, sign: Callable[[DocumentsPage], BatchDialog], qtbot: QtBot
) -> None:
    fakes.outbox.have(*(document(number) for number in (3, 2, 1)))
    page = show()
    add = QItemSelectionModel.SelectionFlag.Select
    page.list.selectionModel().select(page.model.index(1), add)
    assert page.head.sign_button.text() == "Подписать (2)"
    dialog = sign(page)
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes)[2] is OutboxState.PREPARED


def test_a_content_that_changed_since_it_was_shown_is_not_signed(
    show: Opener, fakes: Fakes, sign: Callable[[DocumentsPage], BatchDialog], qtbot: QtBot
) -> None:
    fakes.outbox.have(document())
    fakes.outbox.contents[document().id] = b"something else"
    dialog = sign(show())
    qtbot.waitUntil(lambda: dialog.has_result)
    assert "не подписан" in dialog.list.item(0).text()
    assert states(fakes) == [OutboxState.PREPARED]


def test_what_failed_is_signed_once_more(
    show: Opener,
    fakes: Fakes,
    sign: Callable[[DocumentsPage], BatchDialog],
    shown: Callable[..., object],
    typed: Typed,
    qtbot: QtBot,
) -> None:
    fakes.outbox.have(document(2), document(1))
    fakes.batches.failing["report-1.pdf"] = TokenMissingError()
    page = show()
    dialog = sign(page)
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes) == [OutboxState.WAITING, OutboxState.PREPARED]
    dialog.again_button.click()
    give_pin(page, shown, typed)
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes) == [OutboxState.WAITING, OutboxState.WAITING]


def test_a_wrong_pin_is_asked_for_again_and_signs_nothing(
    show: Opener,
    fakes: Fakes,
    sign: Callable[[DocumentsPage], BatchDialog],
    shown: Callable[..., object],
    typed: Typed,
    qtbot: QtBot,
) -> None:
    fakes.outbox.have(document())
    fakes.batches.refusals.append(PinIncorrectError(tries_left=2))
    page = show()
    dialog = sign(page)
    pin = shown(page, PinDialog)
    assert isinstance(pin, PinDialog)
    qtbot.waitUntil(pin.message.isVisible)
    assert states(fakes) == [OutboxState.PREPARED]
    give_pin(page, shown, typed)
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes) == [OutboxState.WAITING]


def test_closing_the_pin_dialog_signs_nothing(
    show: Opener, fakes: Fakes, shown: Callable[..., object], qtbot: QtBot
) -> None:
    fakes.outbox.have(document())
    page = show()
    page.head.sign_button.click()
    choice = shown(page, CertificateDialog)
    assert isinstance(choice, CertificateDialog)
    choice.go_button.click()
    pin = shown(page, PinDialog)
    assert isinstance(pin, PinDialog)
    with qtbot.waitSignal(page.signing.ended):
        pin.reject()
    assert states(fakes) == [OutboxState.PREPARED]
    assert not fakes.batches.pins


def test_the_form_of_the_signature_is_chosen_for_the_outbox(
    show: Opener,
    fakes: Fakes,
    shown: Callable[..., object],
    typed: Typed,
    qtbot: QtBot,
) -> None:
    fakes.outbox.have(document())
    page = show()
    page.head.sign_button.click()
    choice = shown(page, CertificateDialog)
    assert isinstance(choice, CertificateDialog)
    assert choice.options is not None
    assert not choice.options.stamp.isVisible()
    choice.options.shapes[SignatureShape.ATTACHED].setChecked(True)
    choice.go_button.click()
    give_pin(page, shown, typed)
    qtbot.waitUntil(lambda: fakes.outbox.items[0].signer is not None)
    (item,) = fakes.outbox.items
    assert item.shape is SignatureShape.ATTACHED
    assert "Подпись и документ в одном файле" in page.words.facts(item)


def test_beside_the_signatures_of_others_there_is_no_form_to_choose(
    show: Opener, fakes: Fakes, shown: Callable[..., object]
) -> None:
    fakes.outbox.have(document(cosigners=(SIGNER,)))
    page = show()
    assert SIGNER.name in page.words.facts(fakes.outbox.items[0])
    page.head.sign_button.click()
    choice = shown(page, CertificateDialog)
    assert isinstance(choice, CertificateDialog)
    assert choice.options is None


@pytest.mark.parametrize("accepted_size", [3, 0], ids=["signed-here", "came-signed"])
def test_a_refused_pdf_that_was_signed_here_is_signed_anew_in_its_form(
    show: Opener, fakes: Fakes, shown: Callable[..., object], accepted_size: int
) -> None:
    refused = document(
        state=OutboxState.REFUSED, shape=SignatureShape.IN_PDF, accepted_size=accepted_size
    )
    fakes.outbox.have(refused)
    page = show()
    page.list.choose(refused.id)
    button = page.details.buttons[OutboxMove.SIGN]
    assert button.isVisible() is bool(accepted_size)
    if accepted_size:
        button.click()
        choice = shown(page, CertificateDialog)
        assert isinstance(choice, CertificateDialog)
        assert choice.options is not None
        assert choice.options.wish().shape is SignatureShape.IN_PDF


def test_a_token_taken_out_is_waited_for_and_the_batch_goes_on(
    show: Opener,
    fakes: Fakes,
    sign: Callable[[DocumentsPage], BatchDialog],
    shown: Callable[..., object],
    typed: Typed,
    qtbot: QtBot,
) -> None:
    fakes.outbox.have(document(2), document(1))
    fakes.batches.token_gone = token(certificate())
    page = show()
    dialog = sign(page)
    qtbot.waitUntil(lambda: dialog.go_on_button.isVisible() and dialog.go_on_button.isEnabled())
    assert dialog.message.code.text() == "batch.token-gone"
    dialog.go_on_button.click()
    give_pin(page, shown, typed)
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes) == [OutboxState.WAITING, OutboxState.WAITING]
    assert fakes.batches.pins == ["1234", "1234"]


def test_a_batch_is_held_between_two_documents_and_goes_on(
    show: Opener, fakes: Fakes, sign: Callable[[DocumentsPage], BatchDialog], qtbot: QtBot
) -> None:
    fakes.outbox.have(document(2), document(1))
    fakes.batches.gate.clear()
    dialog = sign(show())
    qtbot.waitUntil(dialog.pause_button.isVisible)
    qtbot.waitUntil(fakes.batches.signed_one.is_set)
    dialog.pause_button.click()
    assert dialog.pause_button.text() == "Продолжить"
    fakes.batches.gate.set()
    qtbot.waitUntil(fakes.batches.held.is_set)
    assert states(fakes) == [OutboxState.PREPARED, OutboxState.WAITING]
    assert not dialog.has_result
    dialog.pause_button.click()
    assert dialog.pause_button.text() == "Пауза"
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes) == [OutboxState.WAITING, OutboxState.WAITING]


def test_a_batch_that_is_held_can_be_cancelled(
    show: Opener, fakes: Fakes, sign: Callable[[DocumentsPage], BatchDialog], qtbot: QtBot
) -> None:
    fakes.outbox.have(document(2), document(1))
    fakes.batches.gate.clear()
    dialog = sign(show())
    qtbot.waitUntil(dialog.pause_button.isVisible)
    qtbot.waitUntil(fakes.batches.signed_one.is_set)
    dialog.pause_button.click()
    fakes.batches.gate.set()
    qtbot.waitUntil(fakes.batches.held.is_set)
    dialog.cancel_button.click()
    qtbot.waitUntil(lambda: dialog.has_result)
    assert states(fakes) == [OutboxState.PREPARED, OutboxState.WAITING]


def test_a_batch_that_waits_for_its_token_can_be_cancelled(
    show: Opener, fakes: Fakes, sign: Callable[[DocumentsPage], BatchDialog], qtbot: QtBot
) -> None:
    fakes.outbox.have(document(2), document(1))
    fakes.batches.token_gone = token(certificate())
    dialog = sign(show())
    qtbot.waitUntil(lambda: dialog.go_on_button.isVisible() and dialog.go_on_button.isEnabled())
    dialog.cancel_button.click()
    qtbot.waitUntil(lambda: dialog.has_result)
    assert dialog.summary.text() == "Подписано: 1 из 2"
    assert dialog.again_button.isVisible()
    assert states(fakes) == [OutboxState.PREPARED, OutboxState.WAITING]


def test_the_certificate_of_the_login_is_offered_first(
    show: Opener, fakes: Fakes, shown: Callable[..., object]
) -> None:
    fakes.outbox.have(document())
    page = show()
    other, login = certificate(2, owner="Абрамов"), certificate(1)
    fakes.tokens.now = TokenOverview(tokens=(token(other, login),))
    fakes.login.session = SIGNED_IN
    page.head.sign_button.click()
    choice = shown(page, CertificateDialog)
    assert isinstance(choice, CertificateDialog)
    chosen = choice.chosen()
    assert chosen is not None
    assert chosen[1] == login


def test_an_unfit_certificate_says_why_and_cannot_be_taken(
    show: Opener, fakes: Fakes, shown: Callable[..., object], qtbot: QtBot
) -> None:
    fakes.outbox.have(document())
    page = show()
    spoilt = certificate(2, fitness=unfit("certificate.expired"))
    fakes.tokens.now = TokenOverview(tokens=(token(spoilt, certificate()),))
    page.head.sign_button.click()
    choice = shown(page, CertificateDialog)
    assert isinstance(choice, CertificateDialog)
    assert choice.chosen() is not None
    choice.list.setCurrentIndex(choice.model.index(1))
    assert choice.chosen() is None
    assert choice.reasons.isVisible()
    assert not choice.go_button.isEnabled()
    choice.reject()
    fakes.tokens.now = TokenOverview()
    page.head.sign_button.click()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == "token.missing"


def test_a_conflict_is_decided(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.outbox.have(document(1, OutboxState.CONFLICT))
    page = show()
    buttons = page.details.buttons
    assert buttons[OutboxMove.TAKE_THEIRS].isVisible()
    buttons[OutboxMove.KEEP_MINE].click()
    qtbot.waitUntil(lambda: states(fakes) == [OutboxState.WAITING])
    qtbot.waitUntil(buttons[OutboxMove.BEGIN].isVisible)
    qtbot.waitUntil(buttons[OutboxMove.BEGIN].isEnabled)
    buttons[OutboxMove.BEGIN].click()
    qtbot.waitUntil(lambda: states(fakes) == [OutboxState.DELIVERED])


def test_giving_a_document_up_takes_a_word_and_another_where_it_may_have_arrived(
    show: Opener, fakes: Fakes, shown: Callable[..., object], qtbot: QtBot
) -> None:
    fakes.outbox.have(document(1, OutboxState.WAITING, maybe_arrived=True))
    page = show()
    page.details.buttons[OutboxMove.DROP].click()
    question = shown(page, DropQuestion)
    assert isinstance(question, DropQuestion)
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert not fakes.outbox.dropped
    page.details.buttons[OutboxMove.DROP].click()
    first = shown(page, DropQuestion)
    assert isinstance(first, DropQuestion)
    first.drop_button.click()
    qtbot.waitUntil(
        lambda: any(q.isVisible() and q is not first for q in page.findChildren(DropQuestion))
    )
    second = shown(page, DropQuestion)
    assert isinstance(second, DropQuestion)
    second.drop_button.click()
    qtbot.waitUntil(lambda: fakes.outbox.dropped == [document().id])


def test_the_courier_says_why_nothing_leaves(show: Opener, fakes: Fakes, qtbot: QtBot) -> None:
    fakes.outbox.have(document(1, OutboxState.WAITING))
    page = show()
    qtbot.waitUntil(lambda: bool(fakes.outbox.rounds))
    error = PortalUnreachableError(host="portal.example")
    fakes.outbox.rounds[0](SendReport((), stopped_by=error))
    qtbot.waitUntil(lambda: page.footer.text().startswith("Пока не отправляется"))


def test_what_the_portal_took_is_told_from_what_it_refused(
    show: Opener, fakes: Fakes, qtbot: QtBot
) -> None:
    page = show()
    qtbot.waitUntil(lambda: bool(fakes.outbox.rounds))
    delivered = document(1, OutboxState.DELIVERED)
    fakes.outbox.rounds[0](SendReport((delivered,)))
    qtbot.waitUntil(lambda: page.footer.text() == "Портал принял: 1")
    fakes.outbox.rounds[0](SendReport((delivered, document(2, OutboxState.REFUSED))))
    qtbot.waitUntil(lambda: page.footer.text() == "Обработано при отправке: 2")


def test_a_new_document_is_checked_shown_and_only_then_signed(
    show: Opener,
    fakes: Fakes,
    shown: Callable[..., object],
    typed: Typed,
    qtbot: QtBot,
) -> None:
    page = show()
    page.head.new_button.click()
    dialog = shown(page, NewDocumentDialog)
    assert isinstance(dialog, NewDocumentDialog)
    qtbot.waitUntil(lambda: dialog.form is not None)
    assert dialog.form is not None
    snils = dialog.form.fields["snils"]
    assert isinstance(snils.edit, QLineEdit)
    dialog.show_button.click()
    qtbot.waitUntil(lambda: snils.note.text() == "Заполните это поле")
    typed(snils.edit, "l12-233-445 95")
    qtbot.waitUntil(snils.mend.isVisible)
    snils.place.click()
    assert snils.edit.selectedText() == "l"
    snils.mend.click()
    assert snils.text == "112-233-445 95"
    qtbot.waitUntil(lambda: not snils.place.isVisible())
    dialog.show_button.click()
    qtbot.waitUntil(dialog.sign_button.isEnabled)
    assert dialog.paper is not None
    assert fakes.papers.drawn == [dialog.paper.content]
    dialog.sign_button.click()
    choice = shown(page, CertificateDialog)
    assert isinstance(choice, CertificateDialog)
    item = fakes.outbox.items[0]
    assert item.kind is DocumentKind.APPEAL
    assert fakes.outbox.contents[item.id] == fakes.papers.drawn[0]
    choice.go_button.click()
    give_pin(page, shown, typed)
    batch = shown(page, BatchDialog)
    assert isinstance(batch, BatchDialog)
    qtbot.waitUntil(lambda: batch.has_result)
    assert states(fakes) == [OutboxState.WAITING]


def test_a_page_that_the_worker_drew_from_other_bytes_cannot_be_signed(
    show: Opener, fakes: Fakes, shown: Callable[..., object], qtbot: QtBot
) -> None:
    fakes.papers.other_content = True
    page = show()
    page.head.new_button.click()
    dialog = shown(page, NewDocumentDialog)
    assert isinstance(dialog, NewDocumentDialog)
    qtbot.waitUntil(lambda: dialog.form is not None)
    assert dialog.form is not None
    dialog.form.fields["snils"].write("112-233-445 95")
    dialog.show_button.click()
    qtbot.waitUntil(lambda: dialog.preview.page.text().startswith("Файл"))
    assert not dialog.sign_button.isEnabled()
    dialog.back_button.click()
    assert dialog.show_button.isVisible()
