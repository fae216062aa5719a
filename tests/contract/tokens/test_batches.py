"""Batches of files on real modules: all of them signed, also when the token leaves in between."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled, Progress
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.tokens import Token
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import BatchSigning, TokenGone
from desktop_app.services.document_signer import DocumentSigner
from desktop_app.services.file_signing import FileDocument, file_batch, file_report
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.revocations import Revocations
from desktop_app.services.signing_batch import DocumentState, SigningBatch
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.tokens import JudgedTokens
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import only
from tests.modules.provisioned import Provisioned
from tests.modules.watching import until

FILES = 120
"""More than are under way at once: a card that is taken out early leaves some unsigned."""


@pytest.fixture
def signing(tokens: Tokens, tmp_path: Path) -> Iterator[BatchSigning]:
    with closing(Database(tmp_path / "audit.db")) as database:
        yield BatchSigning(
            DocumentSigner(tokens, JudgedTokens(tokens)),
            Revocations(PathJudge(), OwnTrust()),
            AuditLog(database),
        )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "files"
    folder.mkdir()
    made = [folder / f"{number:03}.txt" for number in range(FILES)]
    for file in made:
        file.write_text(f"document {file.name}")
    return made


def accepted(file: Path, module: Provisioned) -> bool:
    """Whether OpenSSL takes the signature beside a file for good."""
    command = ["openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER"]
    command += ["-in", f"{file}.sig", "-content", str(file), "-out", "/dev/null"]
    command += ["-CAfile", str(module.folder / "ca.pem"), "-purpose", "any"]
    environment = dict(os.environ)
    if (settings := module.folder / "openssl.cnf").exists():
        environment["OPENSSL_CONF"] = str(settings)
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.returncode == 0


def test_every_file_of_a_batch_gets_its_own_good_signature(
    signing: BatchSigning, token: Token, module: Provisioned, files: list[Path], tokens: Tokens
) -> None:
    few = files[:24]
    for found in token.certificates:
        out = files[0].parent / found.certificate.id[:8]
        out.mkdir()
        batch = file_batch(few, out)
        signing.sign(batch, found.certificate.id, PinGiven(Pin(module.pin)), Control())
        report = file_report(batch)
        assert [each.file for each in report.signed] == few, report.failed
        for each in (report.signed[0], report.signed[7], report.signed[-1]):
            each.signature.rename(f"{each.file}.sig")
            assert accepted(each.file, module)
    assert tokens.pins_sent == len(token.certificates)


@dataclass
class AtTheReader:
    """Puts the card back when told that it is gone, and gives a PIN."""

    card: Provisioned
    pin: str
    told: list[TokenGone] = field(default_factory=list)
    back: list[Token] = field(default_factory=list)
    first: Callable[[], None] = lambda: None

    def token_gone(self, gone: TokenGone) -> None:
        self.told.append(gone)
        self.first()
        self.card.tell_card("insert")

    def pin_again(self, token: Token) -> PinGiven:
        self.back.append(token)
        return PinGiven(Pin(self.pin))


@pytest.fixture
def card(module: Provisioned) -> Iterator[Provisioned]:
    """The virtual card, put right again afterwards."""
    yield module
    module.tell_card("reset-pin")
    module.tell_card("insert")


def at_the_sixth(act: Callable[[], object]) -> Callable[[Progress], None]:
    """Return a listener that acts once, when six files are done."""

    def listen(progress: Progress) -> None:
        if progress.done == 6:
            act()

    return listen


def first_certificate(token: Token) -> str:
    """Return the certificate whose key asks for the PIN once."""
    return next(
        each.certificate.id
        for each in token.certificates
        if "Signature" not in each.certificate.subject
    )


Run = Callable[..., SigningBatch[FileDocument]]


@pytest.fixture
def run(signing: BatchSigning, token: Token, card: Provisioned, files: list[Path]) -> Run:
    def sign(
        attendant: AtTheReader | None,
        act: Callable[[], object],
        cancel: Cancellation | None = None,
    ) -> SigningBatch[FileDocument]:
        batch = file_batch(files)
        control = Control(at_the_sixth(act), cancel=cancel)
        given = PinGiven(Pin(card.pin))
        if card.name == "training-token":
            card.tell_card("delay", "0.05")  # No chip: by itself it signs all before the sixth.
        signing.sign(batch, first_certificate(token), given, control, attendant)
        return batch

    return sign


@only("opensc", "training-token")
@pytest.mark.parametrize("order", ["eject", "eject-on-sign"])
def test_a_card_taken_out_and_put_back_loses_no_file_and_signs_none_twice(
    run: Run, token: Token, card: Provisioned, tokens: Tokens, order: str
) -> None:
    person = AtTheReader(card, card.pin)
    batch = run(person, lambda: card.tell_card(order))
    report = file_report(batch)
    assert len(report.signed) == FILES, report.failed
    assert [outcome.document.name for outcome in batch.settled] == [
        f"{number:03}.txt" for number in range(FILES)
    ]
    (gone,) = person.told
    assert 6 <= gone.signed < FILES
    assert (gone.total, gone.token.serial) == (FILES, token.serial)
    assert [back.serial for back in person.back] == [token.serial]
    assert tokens.pins_sent == 2
    assert all(accepted(each.file, card) for each in report.signed)


@only("opensc")
def test_a_card_that_is_away_for_a_moment_is_waited_for_like_any_other(
    run: Run, card: Provisioned
) -> None:
    person = AtTheReader(card, card.pin)
    batch = run(person, lambda: [card.tell_card(order) for order in ("eject", "insert")])
    assert len(file_report(batch).signed) == FILES, batch.stopped_by
    assert len(person.told) == 1


@only("opensc", "training-token")
def test_a_card_taken_out_with_nobody_there_leaves_the_rest_for_another_pass(
    run: Run, signing: BatchSigning, token: Token, tokens: Tokens, card: Provisioned
) -> None:
    batch = run(None, lambda: card.tell_card("eject"))
    assert batch.stopped_by is not None
    assert batch.stopped_by.code == "token.removed"
    signed = batch.count(DocumentState.SIGNED)
    assert 6 <= signed < FILES
    card.tell_card("insert")
    assert until(lambda: bool(tokens.overview().tokens))
    given = PinGiven(Pin(card.pin))
    signing.sign(batch, first_certificate(token), given, Control())
    assert len(batch.settled) == FILES - signed
    assert len(file_report(batch).signed) == FILES


@only("opensc", "training-token")
def test_a_pin_refused_after_the_card_is_back_costs_one_try_and_stops(
    run: Run, card: Provisioned, tokens: Tokens
) -> None:
    batch = run(AtTheReader(card, "999999"), lambda: card.tell_card("eject"))
    assert batch.stopped_by is not None
    assert batch.stopped_by.code == "pin.incorrect"
    assert tokens.pins_sent == 2


@only("opensc", "training-token")
def test_waiting_for_a_card_can_be_given_up(run: Run, card: Provisioned) -> None:
    cancel = Cancellation()
    person = AtTheReader(card, card.pin, first=cancel.cancel)
    person.card = NoCard(card)  # type: ignore[assignment]
    with pytest.raises(Cancelled):
        run(person, lambda: card.tell_card("eject"), cancel)
    assert person.back == []


@dataclass
class NoCard:
    """A card that stays away whatever it is told."""

    card: Provisioned

    def tell_card(self, *order: str) -> str:
        return "done"
