"""A new document on the real training: written, shown, signed by a token, taken by the portal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.composition import build_services
from desktop_app.core.outbox_item import OutboxState
from desktop_app.core.pin import Pin
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog
from desktop_app.ui.new_document_dialog import NewDocumentDialog
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.documents_opening import open_documents
from tests.ui.real_training import RealTraining, real_training

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PATIENCE_MILLISECONDS = 20_000
Kind = TypeVar("Kind", bound=QDialog)
VALUES = {
    "addressee": "Служба поддержки",
    "full_name": "Иванова Мария Петровна",
    "email": "ivanova@portal.example",
    "subject": "Не открывается страница",
    "details": "Страница не открывается.",
}


@pytest.fixture
def training(tmp_path: Path) -> Iterator[RealTraining]:
    with real_training(tmp_path) as running:
        yield running


@pytest.fixture
def services(training: RealTraining) -> Iterator[Services]:
    services = build_services(training.home)
    state = training.control.state()
    assert state is not None
    label = state.people[0].token_label
    token = next(each for each in services.tokens.overview().tokens if each.label == label)
    fitting = next(each for each in token.certificates if each.fitness.can_sign_in)
    statement = services.login.prepare(fitting.certificate.id)
    services.login.sign_in(statement, Pin(training.pin))
    yield services
    services.close()


def test_a_new_document_is_signed_by_the_token_and_the_portal_takes_it_once(
    services: Services, training: RealTraining, qtbot: QtBot, qapp: QApplication
) -> None:
    background = Background()
    page, courier = open_documents(services, background, Theme(qapp))
    qtbot.addWidget(page)
    page.resize(1040, 760)
    page.show()

    def shown(kind: type[Kind]) -> Kind:
        qtbot.waitUntil(
            lambda: any(each.isVisible() for each in page.findChildren(kind)),
            timeout=PATIENCE_MILLISECONDS,
        )
        return next(each for each in page.findChildren(kind) if each.isVisible())

    page.head.new_button.click()
    dialog = shown(NewDocumentDialog)
    qtbot.waitUntil(lambda: dialog.choice.count() > 0)
    names = [each.id for each in services.papers.templates()]
    dialog.choice.setCurrentIndex(names.index("request"))
    qtbot.waitUntil(lambda: dialog.form is not None and "subject" in dialog.form.fields)
    assert dialog.form is not None
    for name, text in VALUES.items():
        dialog.form.fields[name].write(text)
    dialog.show_button.click()
    qtbot.waitUntil(dialog.sign_button.isEnabled, timeout=PATIENCE_MILLISECONDS)
    assert dialog.paper is not None
    paper = dialog.paper
    dialog.sign_button.click()
    choice = shown(CertificateDialog)
    state = training.control.state()
    assert state is not None
    rows = [choice.model.row(row) for row in range(choice.model.rowCount())]
    row = next(
        row
        for row, (token, each) in enumerate(rows)
        if token.label == state.people[0].token_label and each.fitness.can_sign_in
    )
    choice.list.setCurrentIndex(choice.model.index(row))
    choice.go_button.click()
    pin = shown(PinDialog)
    pin.field.edit.setText(training.pin)
    pin.sign_button.click()
    batch = shown(BatchDialog)
    qtbot.waitUntil(lambda: batch.has_result, timeout=PATIENCE_MILLISECONDS)
    batch.close_button.click()
    qtbot.waitUntil(
        lambda: [each.state for each in page.model.items] == [OutboxState.DELIVERED],
        timeout=PATIENCE_MILLISECONDS,
    )
    item = page.model.items[0]
    assert item.receipt is not None
    assert item.receipt.version == 1
    assert item.sha256 == hashlib.sha256(paper.content).hexdigest() == paper.sha256
    background.leave()
    courier.wait()
    background.close()
