"""Does `nmo documents` accept what is to be signed, sign it and ask the portal what it has?"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion
from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.core.outbox_item import OutboxCounts, OutboxItem, OutboxState
from desktop_app.core.pin import PinGiven
from desktop_app.services.batch_login import Control
from desktop_app.services.outbox_batch import OutboxDocument
from desktop_app.services.outbox_service import About, ContentSource, OutboxPage
from desktop_app.services.signing_batch import DocumentState, Outcome, SigningBatch
from tests.unit.cli.conftest import Ran, StubConsole
from tests.unit.cli.test_outbox import ITEM
from tests.unit.services.storage.outbox_place import MOMENT

Nmo = Callable[..., Ran]
PREPARED = replace(ITEM, state=OutboxState.PREPARED, signer=None)


class StubOutbox:
    """Holds documents that wait for a signature."""

    def __init__(self) -> None:
        self.items = [replace(PREPARED, number=number, id=f"{number:032x}") for number in (2, 1)]
        self.accepted: list[tuple[str, bytes, About, bool]] = []

    def page(
        self, states: Sequence[OutboxState] = (), *, limit: int = 9, before: int | None = None
    ) -> OutboxPage:
        items = [
            item
            for item in self.items
            if (not states or item.state in states) and (before is None or item.number < before)
        ]
        return OutboxPage(tuple(items[:1]), OutboxCounts({}), None)

    def find(self, beginning: str) -> OutboxItem:
        names = (item for item in self.items if beginning in (str(item.number), item.id))
        return next(names)

    def open_accepted(self, identifier: str) -> BinaryIO:
        return io.BytesIO()

    def add_unsigned(
        self, content: ContentSource, file_name: str, about: About, *, again: bool
    ) -> OutboxItem:
        with content() as stream:
            self.accepted.append((file_name, stream.read(), about, again))
        return PREPARED

    def received(self, cancel: Cancellation | None) -> tuple[DocumentVersion, ...]:
        return (DocumentVersion("d1", 2, "Письмо", "l.txt", 5, "ef" * 32, "Петров", MOMENT),)


class StubSigning:
    """Signs each document but those whose turn comes after a refusal."""

    def __init__(self) -> None:
        self.refusal: PinIncorrectError | None = None
        self.signed: list[str] = []
        self.shapes: set[str] = set()

    def __call__(
        self,
        batch: SigningBatch[OutboxDocument],
        certificate_id: str,
        given: PinGiven,
        control: Control,
        attendant: object,
    ) -> None:
        for number in batch.waiting()[: 1 if self.refusal else None]:
            document = batch.document(number)
            self.signed.append(document.item.id)
            self.shapes.add(document.shape)
            control.progress(batch.settle(number, Outcome(document, DocumentState.SIGNED)))
        batch.stopped_by = self.refusal


@pytest.fixture(autouse=True)
def outbox(services: SimpleNamespace) -> StubOutbox:
    services.outbox = StubOutbox()
    made: StubOutbox = services.outbox
    return made


@pytest.fixture(autouse=True)
def signing(services: SimpleNamespace, console: StubConsole) -> StubSigning:
    services.signatures.sign_batch = made = StubSigning()
    console.pins = ["1234"]
    return made


def test_a_file_is_accepted_to_be_signed(nmo: Nmo, outbox: StubOutbox, tmp_path: Path) -> None:
    file = tmp_path / "письмо.txt"
    file.write_bytes(b"letter")
    ran = nmo("documents", "add", "--to-sign", str(file), "--again")
    assert outbox.accepted == [("письмо.txt", b"letter", About(), True)]
    assert "ждёт подписи" in ran.out
    wrong = nmo("documents", "add", "--to-sign", str(file), "--signature", "s.sig")
    assert wrong.exit_code == ExitCode.USAGE


def test_all_that_waits_is_signed_in_the_order_of_acceptance(
    nmo: Nmo, signing: StubSigning
) -> None:
    ran = nmo("--json", "documents", "sign", "--certificate", "01" * 32)
    assert ran.exit_code == ExitCode.DONE
    assert [int(each, 16) for each in signing.signed] == [1, 2]
    assert len(ran.document["signed"]) == 2
    assert "1/2" in ran.err


def test_the_form_of_the_signatures_can_be_chosen(nmo: Nmo, signing: StubSigning) -> None:
    nmo("documents", "sign", "--attached", "--certificate", "01" * 32)
    assert signing.shapes == {"attached"}
    wrong = nmo("documents", "sign", "--attached", "--pades", "--certificate", "01" * 32)
    assert wrong.exit_code == ExitCode.USAGE


def test_what_a_refusal_left_fails_with_its_code(nmo: Nmo, signing: StubSigning) -> None:
    signing.refusal = PinIncorrectError(tries_left=2)
    ran = nmo("--json", "documents", "sign", "--certificate", "01" * 32)
    assert [each["code"] for each in ran.document["failed"]] == ["pin.incorrect"]
    assert ran.exit_code == ExitCode.PIN
    assert len(ran.document["signed"]) == 1


def test_what_may_not_be_signed_is_refused_before_the_pin(
    nmo: Nmo, outbox: StubOutbox, console: StubConsole
) -> None:
    outbox.items = [replace(ITEM, state=OutboxState.DELIVERED)]
    ran = nmo("--json", "documents", "sign", "1", "--certificate", "01" * 32)
    assert ran.document["error"]["code"] == "outbox.not-now"
    assert not console.asked


def test_nothing_to_sign_asks_for_no_pin(
    nmo: Nmo, outbox: StubOutbox, console: StubConsole
) -> None:
    outbox.items = []
    ran = nmo("documents", "sign", "--certificate", "01" * 32)
    assert ("Подписано: 0" in ran.out, console.asked) == (True, [])


def test_the_portal_is_asked_what_it_has(nmo: Nmo) -> None:
    assert "Документов на портале: 1" in nmo("documents", "received").out
    (document,) = nmo("--json", "documents", "received").document["documents"]
    assert (document["document"], document["version"]) == ("d1", 2)
