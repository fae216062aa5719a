"""The page «Документы»: empty, a form, pages before the signature, a batch, a conflict."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog

from desktop_app.core.documents import DocumentVersion
from desktop_app.core.outbox_item import OutboxState
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog
from desktop_app.ui.documents_dropping import DropQuestion
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.new_document_dialog import NewDocumentDialog
from desktop_app.ui.package_dialogs import HandOverDialog, TakeInDialog
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pin_dialog import PinDialog
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage

Kind = TypeVar("Kind", bound=QDialog)
_REQUEST = 3
_VALUES = {
    "addressee": "Portal support",
    "full_name": "Иванова Мария Петровна",
    "email": "ivanova@portal.example",
    "subject": "Portal",
    "details": "The page does not open.",
}


def document_scenes(stage: Stage) -> None:
    """Write a document, sign it without a network, and decide what the portal outran."""
    page = stage.window.page(DocumentsPage)
    stage.scenario("portal-down")
    stage.window.show_page(PageKey.DOCUMENTS)
    wait_until("the empty list", page.state.button.isVisible)
    stage.take("documents-empty")
    stage.take_small("documents-empty-small")
    _write(stage)
    wait_until("the certificate", lambda: _dialog(stage, CertificateDialog) is not None)
    choice = _shown(stage, CertificateDialog)
    stage.camera.take("documents-certificate", choice)
    choice.reject()
    _add_others(stage)
    stage.take("documents-prepared")
    _check_files(stage)
    _sign_beside(stage)
    _sign(stage)
    wait_until("the signed documents", lambda: "3" in page.head.facts.text())
    wait_until("a page", lambda: bool(page.details.preview.place.text()))
    stage.take("documents-waiting")
    stage.take_small("documents-waiting-small")
    _carry(stage)
    _conflict(stage)
    stage.scenario("normal")
    _history(stage)


def _write(stage: Stage) -> None:
    """Fill the last template in, with a slip, and look at the pages."""
    stage.window.page(DocumentsPage).head.new_button.click()
    dialog = _shown(stage, NewDocumentDialog)
    wait_until("the templates", lambda: dialog.choice.count() > _REQUEST)
    first = dialog.form
    dialog.choice.setCurrentIndex(_REQUEST)
    wait_until("the form", lambda: dialog.form is not None and dialog.form is not first)
    wait_until("the fields", lambda: "addressee" in (dialog.form.fields if dialog.form else {}))
    assert dialog.form is not None
    stage.camera.take("documents-new-form", dialog)
    for name, view in dialog.form.fields.items():
        if not view.text:
            view.write(_VALUES.get(name, ""))
    phone = dialog.form.fields["phone"]
    phone.write("8 9l6 123-45-67")
    wait_until("the repair", phone.mend.isVisible)
    dialog.area.ensureWidgetVisible(phone)
    stage.camera.take("documents-new-repair", dialog)
    phone.mend.click()
    dialog.show_button.click()
    wait_until("the pages", lambda: dialog.sign_button.isEnabled() or dialog.area.isVisible())
    wait_until("the very pages", dialog.sign_button.isEnabled)
    stage.camera.take("documents-preview", dialog)
    dialog.sign_button.click()


def _add_others(stage: Stage) -> None:
    outbox = stage.services.outbox
    papers = stage.services.papers
    for number in (1, 2):
        paper = papers.compose("request", {**_VALUES, "wish": f"Wish {number}"})
        outbox.add_unsigned(partial(io.BytesIO, paper.content), f"request-{number}.pdf")
    page = stage.window.page(DocumentsPage)
    wait_until("three documents", lambda: page.model.rowCount() >= 3)
    wait_until("its page", lambda: bool(page.details.preview.place.text()))


def _sign_beside(stage: Stage) -> None:
    """Sign files where they lie; the time-stamp service does not answer."""
    with tempfile.TemporaryDirectory() as folder:
        letters = [Path(folder, f"letter-{number}.pdf") for number in (1, 2)]
        for letter in letters:
            letter.write_bytes(stage.services.papers.compose("request", _VALUES).content)
        stage.window.page(DocumentsPage).sign_beside(letters)
        choice = _shown(stage, CertificateDialog)
        assert choice.options is not None
        choice.options.stamp.setChecked(True)
        choice.options.service.setText("http://localhost:9/")
        _choose(stage, choice)
        stage.camera.take("documents-beside", choice)
        choice.go_button.click()
        pin = _shown(stage, PinDialog)
        pin.field.edit.setText(stage.person(0).pin)
        pin.sign_button.click()
        batch = _shown(stage, BatchDialog)
        wait_until("the signatures", lambda: batch.has_result)
        settle()
        stage.camera.take("documents-beside-no-stamp", batch)
        batch.close_button.click()
        settle()


def _choose(stage: Stage, choice: CertificateDialog) -> None:
    """Choose the certificate that the first person signs with."""
    wanted = stage.person(0).token_label
    for row in range(choice.model.rowCount()):
        token, each = choice.model.row(row)
        if token.label == wanted and each.fitness.can_sign:
            choice.list.setCurrentIndex(choice.model.index(row))


def _check_files(stage: Stage) -> None:
    """Add files with flaws, mend what can be mended, and leave it at that."""
    with tempfile.TemporaryDirectory() as folder:
        paper = stage.services.papers.compose("request", _VALUES)
        Path(folder, "request: 1?.pdf").write_bytes(paper.content)
        Path(folder, "empty.pdf").touch()
        Path(folder, "letter.pdf").write_text("This is no PDF.")
        stage.window.page(DocumentsPage).add([Path(folder)])
        dialog = _shown(stage, FileCheckDialog)
        stage.camera.take("documents-files", dialog)
        dialog.mend_button.click()
        wait_until("the copy", dialog.take_button.isEnabled)
        dialog.list.setCurrentIndex(dialog.model.index(dialog.model.rowCount() - 1))
        settle()
        stage.camera.take("documents-files-mended", dialog)
        dialog.reject()
        settle()


def _sign(stage: Stage) -> None:
    stage.window.page(DocumentsPage).head.sign_button.click()
    choice = _shown(stage, CertificateDialog)
    _choose(stage, choice)
    choice.go_button.click()
    pin = _shown(stage, PinDialog)
    stage.camera.take("documents-pin", pin)
    pin.field.edit.setText(stage.person(0).pin)
    pin.sign_button.click()
    batch = _shown(stage, BatchDialog)
    wait_until("the signatures", lambda: batch.has_result)
    stage.camera.take("documents-batch", batch)
    batch.close_button.click()
    settle()


def _carry(stage: Stage) -> None:
    """Ask for a medium and a passphrase, both ways; nothing is handed over."""
    page = stage.window.page(DocumentsPage)
    page.head.hand_over.trigger()
    giving = _shown(stage, HandOverDialog)
    giving.folder.setText("/media/usb")
    giving.phrase.edit.setText("four words of one's own")
    giving.again.edit.setText("other words")
    giving.go_button.click()
    settle()
    stage.camera.take("documents-hand-over", giving)
    giving.reject()
    taking = TakeInDialog(
        Path("/media/usb/nmo"), stage.services, stage.background, stage.theme, page
    )
    taking.open()
    settle()
    stage.camera.take("documents-take-in", taking)
    taking.reject()
    taking.deleteLater()
    settle()


def _conflict(stage: Stage) -> None:
    """Show what the page says of a document that the portal has a newer version of."""
    page = stage.window.page(DocumentsPage)
    item = page.model.items[0]
    theirs = DocumentVersion(
        "d", 3, item.title, item.file_name, item.size, item.sha256, "A. B.", item.accepted_at
    )
    page.list.show_items(
        (
            replace(item, state=OutboxState.CONFLICT, theirs=theirs),
            replace(page.model.items[1], state=OutboxState.REFUSED, error_code="document.refused"),
            *page.model.items[2:],
        )
    )
    page.list.choose(item.id)
    wait_until("its page", lambda: bool(page.details.preview.place.text()))
    stage.take("documents-conflict")
    question = DropQuestion(item.title, None, stage.window)
    question.open()
    settle()
    stage.camera.take("documents-drop", question)
    question.reject()
    question.deleteLater()
    page.refresh()
    settle()


def _history(stage: Stage) -> None:
    """Sign in, let the documents leave, and look at their receipts."""
    if stage.services.login.state().account is None:
        stage.sign_in(stage.person(0))
        stage.window.show_page(PageKey.DOCUMENTS)
    page = stage.window.page(DocumentsPage)
    wait_until("the delivery", lambda: page.model.items[0].state is OutboxState.DELIVERED)
    settle()
    stage.take("documents-delivered")
    page.head.history.trigger()
    history = _shown(stage, HistoryDialog)
    wait_until("the receipts", history.ask_button.isEnabled)
    history.ask_button.click()
    wait_until("the portal", history.ask_button.isEnabled)
    stage.camera.take("documents-history", history)
    history.close_button.click()
    settle()


def _dialog(stage: Stage, kind: type[Kind]) -> Kind | None:
    return next((each for each in stage.window.findChildren(kind) if each.isVisible()), None)


def _shown(stage: Stage, kind: type[Kind]) -> Kind:
    wait_until(kind.__name__, lambda: _dialog(stage, kind) is not None)
    dialog = _dialog(stage, kind)
    assert dialog is not None
    return dialog
