"""The outbox, papers and batches for tests of the window: all in memory, no cryptography."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from desktop_app.core.cancellation import Cancellation, Progress
from desktop_app.core.documents import DocumentSigner, DocumentVersion
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import OutboxDuplicateError, OutboxMaybeArrivedError
from desktop_app.core.field_checks.checking import check_field
from desktop_app.core.field_checks.field import FieldFlaw, FieldKind, FieldState, FlawWeight
from desktop_app.core.outbox_item import OutboxCounts, OutboxItem, OutboxMove, OutboxState, moved
from desktop_app.core.page_pictures import PagePicture, PagePictures
from desktop_app.core.papers import Bilingual, Paper, PaperCheck, PaperField, PaperTemplate
from desktop_app.core.pin import PinGiven
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.core.tokens import Token
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import Attendant, TokenGone
from desktop_app.services.outbox_batch import OutboxDocument
from desktop_app.services.outbox_service import (
    NOTHING_SAID,
    About,
    ContentSource,
    OutboxPage,
    RoundListener,
    SendReport,
    ignore_round,
)
from desktop_app.services.signing_batch import (
    DocumentState,
    Outcome,
    Signed,
    SigningBatch,
    SigningKey,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SIGNER = DocumentSigner(
    "Иванова Мария Петровна", "11223344595", f"{1:064x}", datetime(2027, 3, 12, tzinfo=UTC)
)
TEMPLATE = PaperTemplate(
    id="request",
    version="1",
    title=Bilingual("Обращение", "Request"),
    summary=Bilingual("Письмо", "A letter"),
    heading="ОБРАЩЕНИЕ",
    file_name="obrashchenie",
    fields=(
        PaperField("snils", FieldKind.SNILS, Bilingual("Ваш номер", "Your number")),
        PaperField("text", FieldKind.LINES, Bilingual("Текст", "Text"), required=False),
    ),
    blocks=(),
)


def document(
    number: int = 1, state: OutboxState = OutboxState.PREPARED, **more: object
) -> OutboxItem:
    """Return a document of the outbox."""
    content = f"%PDF {number}".encode()
    item = OutboxItem(
        number=number,
        id=f"{number:032x}",
        state=state,
        accepted_at=NOW,
        changed_at=NOW,
        title=f"Report {number}",
        file_name=f"report-{number}.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        signer=None if state is OutboxState.PREPARED else SIGNER,
    )
    return replace(item, **more)  # type: ignore[arg-type]  # fields of the item


@dataclass
class FakeOutbox:
    """Keeps documents in a list, newest first, and moves them as the table of moves says."""

    items: list[OutboxItem] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    failing: NmoError | None = None
    """Reading the list raises it."""
    refusing: NmoError | None = None
    """Every action raises it."""
    portal: tuple[DocumentVersion, ...] = ()
    """What the portal says that it has."""
    listeners: list[object] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    rounds: list[RoundListener] = field(default_factory=list)
    courier_ended: bool = False

    def have(self, *items: OutboxItem) -> None:
        """Hold these, the newest first, with the contents that their digests say."""
        self.items = list(items)
        self.contents = {each.id: f"%PDF {each.number}".encode() for each in items}

    def page(
        self, states: Sequence[OutboxState] = (), *, limit: int = 200, before: int | None = None
    ) -> OutboxPage:
        if self.failing is not None:
            raise self.failing
        wanted = [each for each in self.items if each.state in (states or OutboxState)]
        counts: dict[OutboxState, int] = {}
        for each in self.items:
            counts[each.state] = counts.get(each.state, 0) + 1
        return OutboxPage(tuple(wanted[:limit]), OutboxCounts(counts), None)

    def received(self, cancel: Cancellation | None = None) -> tuple[DocumentVersion, ...]:
        self._refuse()
        return self.portal

    def watch(self, listener: object) -> FakeOutbox:
        self.listeners.append(listener)
        return self

    def stop(self) -> None:
        """Nothing is told after this."""
        self.listeners.clear()

    def keep_sending(
        self, cancel: Cancellation, *, on_round: RoundListener = ignore_round, **_more: object
    ) -> None:
        self.rounds.append(on_round)
        while not cancel.wait(1):
            pass
        self.courier_ended = True

    def add_unsigned(
        self,
        content: ContentSource,
        file_name: str,
        about: About = NOTHING_SAID,
        *,
        again: bool = False,
    ) -> OutboxItem:
        self._refuse()
        with content() as stream:
            data = stream.read()
        sha256 = hashlib.sha256(data).hexdigest()
        if any(each.sha256 == sha256 for each in self.items):
            raise OutboxDuplicateError
        number = len(self.items) + 1
        item = document(
            number,
            title=about.title or file_name,
            file_name=file_name,
            kind=about.kind,
            size=len(data),
            sha256=sha256,
        )
        self.items.insert(0, item)
        self.contents[item.id] = data
        return item

    def open_content(self, identifier: str) -> BinaryIO:
        return io.BytesIO(self.contents[identifier])

    open_accepted = open_content

    def put_signature(
        self, identifier: str, _signature: bytes, shape: SignatureShape
    ) -> OutboxItem:
        return self._move(identifier, OutboxMove.SIGN, signer=SIGNER, shape=shape)

    def send(self, identifiers: Sequence[str] = (), **_more: object) -> SendReport:
        self._refuse()
        for each in identifiers:
            self._move(each, OutboxMove.BEGIN)
            self._move(each, OutboxMove.ARRIVE)
        return SendReport(tuple(self.items[:1]))

    def retry(self, identifier: str) -> OutboxItem:
        return self._move(identifier, OutboxMove.RETRY, error_code="")

    def decide(self, identifier: str, *, keep_mine: bool) -> OutboxItem:
        move = OutboxMove.KEEP_MINE if keep_mine else OutboxMove.TAKE_THEIRS
        return self._move(identifier, move, error_code="")

    def drop(self, identifier: str, *, confirmed: bool = False) -> OutboxItem:
        item = next(each for each in self.items if each.id == identifier)
        if item.maybe_arrived and not confirmed:
            raise OutboxMaybeArrivedError(id=identifier)
        self.dropped.append(identifier)
        return self._move(identifier, OutboxMove.DROP)

    def _move(self, identifier: str, move: OutboxMove, **more: object) -> OutboxItem:
        self._refuse()
        row = next(row for row, each in enumerate(self.items) if each.id == identifier)
        state = moved(self.items[row].state, move)
        self.items[row] = replace(self.items[row], state=state, **more)  # type: ignore[arg-type]  # as above
        return self.items[row]

    def _refuse(self) -> None:
        if self.refusing is not None:
            raise self.refusing


@dataclass
class FakePapers:
    """One template, checked by the real checks; its pages are one white picture."""

    drawn: list[bytes] = field(default_factory=list)
    other_content: bool = False
    """The worker draws something else than it was given."""

    def templates(self) -> tuple[PaperTemplate, ...]:
        return (TEMPLATE,)

    def known_values(self, template: str, certificate_id: str = "") -> Mapping[str, str]:
        return {}

    def check(self, template: str, values: Mapping[str, str]) -> PaperCheck:
        checks = {each.name: check_field(each.kind, values[each.name]) for each in TEMPLATE.fields}
        flaws = {"snils": checks["snils"].flaws} if not checks["snils"].is_acceptable else {}
        if checks["snils"].state is FieldState.EMPTY:
            flaws = {"snils": (FieldFlaw("field.required", FlawWeight.ERROR, 0, 0),)}
        return PaperCheck(checks, flaws)

    def compose(self, template: str, values: Mapping[str, str]) -> Paper:
        content = f"%PDF {sorted(values.items())}".encode()
        digest = hashlib.sha256(content).hexdigest()
        return Paper(template, "Обращение", "obrashchenie.pdf", content, digest, 1, NOW)

    def pictures(
        self,
        document: bytes | Path,
        first: int = 1,
        count: int = 1,
        width: int = 1000,
        cancel: Cancellation | None = None,
    ) -> PagePictures:
        assert isinstance(document, bytes)
        self.drawn.append(document)
        seen = b"other" if self.other_content else document
        return PagePictures(
            hashlib.sha256(seen).hexdigest(), len(seen), 2, (PagePicture(first, 60, 85, _png()),)
        )


def _open() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class FakeBatches:
    """Signs a batch by giving each document the signature ``b"signed"``."""

    refusals: list[NmoError] = field(default_factory=list)
    """Raised by the next logins, one each."""
    failing: dict[str, NmoError] = field(default_factory=dict)
    """By the name of the document: fails once."""
    token_gone: Token | None = None
    """This token is taken out after the first document, and put back at once."""
    pins: list[str] = field(default_factory=list)
    signed_one: threading.Event = field(default_factory=threading.Event)
    gate: threading.Event = field(default_factory=_open)
    """Closed, the batch stops after the first document."""
    held: threading.Event = field(default_factory=threading.Event)
    """Set once the batch waits for the end of a pause."""

    def sign_batch(
        self,
        batch: SigningBatch[OutboxDocument],
        certificate_id: str,
        given: PinGiven,
        control: Control,
        attendant: Attendant,
    ) -> None:
        self._log_in(given)
        batch.begin_pass()
        for number in batch.waiting():
            if control.pause is not None:
                if control.pause.requested:
                    self.held.set()
                control.pause.wait(control.cancel)
            if self.token_gone is not None and batch.count(DocumentState.SIGNED) == 1:
                token, self.token_gone = self.token_gone, None
                attendant.token_gone(TokenGone(token, 1, len(batch.outcomes)))
                again = attendant.pin_again(token)
                assert again is not None
                self._log_in(again)
            control.progress(self._sign(batch, number))
            self.signed_one.set()
            self.gate.wait(10)

    def _log_in(self, given: PinGiven) -> None:
        self.pins.append(given.pin.reveal() if given.pin else "")
        if self.refusals:
            raise self.refusals.pop(0)

    def _sign(self, batch: SigningBatch[OutboxDocument], number: int) -> Progress:
        item = batch.document(number)
        error = self.failing.pop(item.name, None)
        try:
            reading = item.read(SigningKey("sha256"), None)
            error = error or batch.keep([Signed(item, reading, b"signed")])[0]
        except NmoError as found:
            error = found
        state = DocumentState.FAILED if error else DocumentState.SIGNED
        return batch.settle(number, Outcome(item, state, error))


def _png() -> bytes:
    image = QImage(60, 85, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())
