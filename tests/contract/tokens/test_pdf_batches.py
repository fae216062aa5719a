"""Batches that sign inside PDFs on real modules: held, the token taken out, put back, gone on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from desktop_app.core.cancellation import Cancellation, Pause, Progress
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.tokens import Token
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import BatchSigning
from desktop_app.services.document_signer import DocumentSigner
from desktop_app.services.file_signing import FileDocument
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.pdf_signing import PdfSigning, signed_path
from desktop_app.services.revocations import Revocations
from desktop_app.services.signing_batch import DocumentState, SigningBatch
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.tokens import JudgedTokens
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import only
from tests.contract.tokens.test_batches import AtTheReader, accepted, first_certificate
from tests.modules.provisioned import Provisioned

FILES = 20
RANGE = re.compile(rb"/ByteRange *\[ *(\d+) +(\d+) +(\d+) +(\d+) *\]")
Sign = Callable[..., None]


class AnyKey(PdfFiles):
    """Prepares for ГОСТ keys too, whose digests pyHanko does not know: it digests nothing here."""

    def prepare(self, path: Path, target: Path, *, digest: str, **more: Any) -> tuple[int, int]:
        return super().prepare(path, target, digest="sha256", **more)


@pytest.fixture(scope="module")
def pdfs() -> Iterator[PdfFiles]:
    opened = AnyKey()
    yield opened
    opened.close()


@pytest.fixture
def card(module: Provisioned) -> Iterator[Provisioned]:
    """The virtual card or training token, put right again afterwards."""
    yield module
    module.tell_card("reset-pin")
    module.tell_card("insert")


@pytest.fixture
def batch(pdfs: PdfFiles, tokens: Tokens, tmp_path: Path) -> SigningBatch[FileDocument]:
    made = FPDF()
    made.add_page()
    files = [tmp_path / f"{number:02}.pdf" for number in range(FILES)]
    for file in files:
        file.write_bytes(bytes(made.output()))
    return PdfSigning(DocumentSigner(tokens, JudgedTokens(tokens)), pdfs).batch(files)


@pytest.fixture
def sign(
    batch: SigningBatch[FileDocument],
    tokens: Tokens,
    token: Token,
    card: Provisioned,
    tmp_path: Path,
) -> Iterator[Sign]:
    if card.name == "training-token":
        card.tell_card("delay", "0.05")
    with closing(Database(tmp_path / "audit.db")) as database:
        signing = BatchSigning(
            DocumentSigner(tokens, JudgedTokens(tokens)),
            Revocations(PathJudge(), OwnTrust()),
            AuditLog(database),
        )

        def run(control: Control, attendant: AtTheReader | None = None) -> None:
            given = PinGiven(Pin(card.pin))
            signing.sign(batch, first_certificate(token), given, control, attendant)

        yield run


def at_the_third(act: Callable[[], object]) -> Callable[[Progress], None]:
    def listen(progress: Progress) -> None:
        if progress.done == 3:
            act()

    return listen


def good(document: FileDocument, module: Provisioned) -> bool:
    """Whether OpenSSL takes the CMS inside a copy for one over all the rest of it."""
    pdf = signed_path(document.file, None).read_bytes()
    assert pdf.startswith(document.file.read_bytes())
    found = RANGE.search(pdf)
    assert found is not None
    start, first, second, length = map(int, found.groups())
    assert (start, second + length) == (0, len(pdf))
    covered = document.file.with_suffix(".covered")
    covered.write_bytes(pdf[:first] + pdf[second:])
    message = bytes.fromhex(pdf[first + 1 : second - 1].decode())
    Path(f"{covered}.sig").write_bytes(message)
    return accepted(covered, module)


@only("opensc", "training-token")
def test_a_token_taken_out_and_put_back_loses_no_pdf_and_signs_none_twice(
    sign: Sign, batch: SigningBatch[FileDocument], card: Provisioned, tokens: Tokens
) -> None:
    person = AtTheReader(card, card.pin)
    sign(Control(at_the_third(lambda: card.tell_card("eject"))), person)
    assert batch.count(DocumentState.SIGNED) == FILES, batch.stopped_by
    assert [each.document.name for each in batch.settled] == [
        f"{number:02}.pdf" for number in range(FILES)
    ]
    (gone,) = person.told
    assert 3 <= gone.signed < FILES
    assert tokens.pins_sent == 2
    assert all(good(each.document, card) for each in batch.outcomes)


class LeavesMeanwhile(Pause):
    """The token is taken out while the batch is held; then it goes on."""

    def __init__(self, card: Provisioned) -> None:
        super().__init__()
        self._card = card
        self.held = 0

    def wait(self, cancel: Cancellation | None = None) -> None:
        if self.requested:
            self.held += 1
            self._card.tell_card("eject")
            self.resume()
        super().wait(cancel)


@only("training-token")
def test_a_token_that_leaves_while_the_batch_is_held_is_waited_for_too(
    sign: Sign, batch: SigningBatch[FileDocument], card: Provisioned
) -> None:
    pause, person = LeavesMeanwhile(card), AtTheReader(card, card.pin)
    sign(Control(at_the_third(pause.pause), pause), person)
    assert batch.count(DocumentState.SIGNED) == FILES, batch.stopped_by
    assert (pause.held, len(person.told)) == (1, 1)


@only("training-token")
def test_a_pdf_that_is_broken_fails_alone_and_another_pass_signs_it_alone(
    sign: Sign, batch: SigningBatch[FileDocument], card: Provisioned
) -> None:
    broken = batch.document(1).file
    whole = broken.read_bytes()
    broken.write_bytes(b"%PDF-1.7")
    sign(Control())
    states = [each.state for each in batch.outcomes]
    assert states.count(DocumentState.SIGNED) == FILES - 1
    error = batch.outcomes[1].error
    assert error is not None
    assert error.code == "pades.unreadable"
    broken.write_bytes(whole)
    sign(Control())
    assert [each.document.file for each in batch.settled] == [broken]
    assert good(batch.document(1), card)
