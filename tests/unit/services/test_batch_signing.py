"""A token that leaves in the middle of a batch: told, waited for, asked for the PIN, gone on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import CertificateNotFoundError, CertificateUnfitError
from desktop_app.core.errors.tokens import (
    PinIncorrectError,
    PinLockedError,
    TokenFailedError,
    TokenMissingError,
    TokenRemovedError,
)
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.tokens import PinState, Token
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import BatchSigning, TokenGone
from desktop_app.services.document_signer import DocumentSigner, OpenSigner
from desktop_app.services.file_signing import FileDocument, file_batch, file_report
from desktop_app.services.revocations import Revocations
from desktop_app.services.signing_batch import SigningBatch
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.signing.certificates import read_certificate
from tests.certificates.authority import Wanted, root
from tests.unit.services.prepared_signer import Life, PreparedSigner
from tests.unit.services.test_signing_batch import codes, files_in

SIGNER = read_certificate(root("Корень").issue(Wanted("Врач")).der)
TOKEN = Token(
    serial="0f2a",
    label="Рутокен",
    model="Рутокен ЭЦП",
    manufacturer="",
    reader="",
    drivers=(),
    pin_state=PinState.OK,
    pin_pad=False,
    certificates=(),
)


@dataclass
class Signer(DocumentSigner):
    """Logs in as often as there are lives; an error among them refuses the login."""

    lives: list[Life | NmoError]
    pins: list[str | None] = field(default_factory=list)
    waited: int = 0

    def require(self, certificate_id: str, allowed: Callable[[Fitness], bool]) -> Certificate:
        return SIGNER

    def token_of(self, certificate_id: str) -> Token:
        return TOKEN

    def token_back(self, gone: Token, certificate_id: str, cancel: Cancellation | None) -> Token:
        assert (gone, certificate_id) == (TOKEN, SIGNER.id)
        self.waited += 1
        if cancel is not None:
            cancel.checkpoint()
        return TOKEN

    @contextmanager
    def open(
        self,
        certificate_id: str,
        pin: Pin | None,
        allowed: Callable[[Fitness], bool],
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> Iterator[OpenSigner]:
        self.pins.append(pin.reveal() if pin else None)
        life = self.lives.pop(0)
        if isinstance(life, NmoError):
            raise life
        yield PreparedSigner(life=life)


@dataclass
class Person:
    """Stands by, with so many PINs; None means that the person gives up."""

    pins: list[str | NmoError | None]
    told: list[TokenGone] = field(default_factory=list)
    given: list[Pin] = field(default_factory=list)

    def token_gone(self, gone: TokenGone) -> None:
        self.told.append(gone)

    def pin_again(self, token: Token) -> PinGiven | None:
        answer = self.pins.pop(0)
        if isinstance(answer, NmoError):
            raise answer
        if answer is None:
            return None
        self.given.append(Pin(answer))
        return PinGiven(self.given[-1])


class NothingRevoked(Revocations):
    """Knows of no revocation."""

    def __init__(self) -> None:
        pass

    def refuse_revoked(self, certificate: Certificate) -> None:
        assert certificate == SIGNER


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[AuditLog]:
    with closing(Database(tmp_path / "audit.db")) as database:
        yield AuditLog(database)


@pytest.fixture
def batch(tmp_path: Path) -> SigningBatch[FileDocument]:
    (tmp_path / "files").mkdir()
    return file_batch(files_in(tmp_path / "files", 8))


Sign = Callable[..., Signer]


@pytest.fixture
def sign(audit: AuditLog, batch: SigningBatch[FileDocument]) -> Sign:
    def run(*lives: Life | NmoError, person: Person | None = None, **control: Any) -> Signer:
        signer = Signer(list(lives))
        signing = BatchSigning(signer, NothingRevoked(), audit)
        signing.sign(batch, SIGNER.id, PinGiven(Pin("first")), Control(**control), person)
        return signer

    return run


def test_the_batch_goes_on_from_the_same_file_when_the_token_is_back(
    sign: Sign, batch: SigningBatch[FileDocument]
) -> None:
    person = Person(["again", "and again"])
    signer = sign(Life(3), Life(2), Life(), person=person)
    report = file_report(batch)
    assert (len(report.signed), report.failed) == (8, ())
    assert [(gone.signed, gone.total) for gone in person.told] == [(3, 8), (5, 8)]
    assert signer.pins == ["first", "again", "and again"]
    assert signer.waited == 2
    assert [each.document.name for each in batch.settled] == [f"{n}.txt" for n in range(8)]


def test_what_is_said_names_the_token_and_how_far_it_came() -> None:
    gone = TokenGone(TOKEN, 14, 40)
    assert gone.data() == {"token": "Рутокен, 0f2a", "signed": 14, "total": 40}


def test_every_pin_that_was_asked_for_is_overwritten(sign: Sign) -> None:
    person = Person(["again", "wrong"])
    sign(Life(3), Life(2), PinIncorrectError(), person=person)
    assert [bool(pin) for pin in person.given] == [False, False]


def test_without_anybody_the_rest_fails(sign: Sign, batch: SigningBatch[FileDocument]) -> None:
    signer = sign(Life(3), Life())
    assert codes(file_report(batch)) == ["token.removed"] * 5
    assert (len(signer.lives), signer.waited) == (1, 0)


@pytest.mark.parametrize("refusal", [PinIncorrectError(), PinLockedError()])
def test_a_pin_refused_when_the_token_is_back_stops_the_batch(
    sign: Sign, batch: SigningBatch[FileDocument], refusal: NmoError
) -> None:
    person = Person(["wrong", "never asked for"])
    sign(Life(3), refusal, Life(), person=person)
    assert codes(file_report(batch)) == [refusal.code] * 5
    assert person.pins == ["never asked for"]


def test_a_person_who_gives_no_pin_ends_the_batch(
    sign: Sign, batch: SigningBatch[FileDocument]
) -> None:
    sign(Life(3), Life(), person=Person([None]))
    assert codes(file_report(batch)) == ["token.removed"] * 5


def test_a_pin_that_cannot_be_asked_for_stops_the_batch(
    sign: Sign, batch: SigningBatch[FileDocument]
) -> None:
    sign(Life(3), Life(), person=Person([PinLockedError()]))
    assert codes(file_report(batch)) == ["pin.locked"] * 5


@pytest.mark.parametrize(
    "loss", [TokenRemovedError(), TokenMissingError(), CertificateNotFoundError()]
)
def test_a_token_that_leaves_again_before_the_login_is_waited_for_again(
    sign: Sign, batch: SigningBatch[FileDocument], loss: NmoError
) -> None:
    person = Person(["again", "and again"])
    sign(Life(3), loss, Life(), person=person)
    assert len(file_report(batch).signed) == 8
    assert len(person.told) == 2


def test_a_token_that_fails_otherwise_is_not_waited_for(
    sign: Sign, batch: SigningBatch[FileDocument]
) -> None:
    person = Person([])
    sign(Life(3, end=TokenFailedError()), Life(), person=person)
    assert codes(file_report(batch)) == ["token.failed"] * 5
    assert person.told == []


def test_waiting_for_the_token_can_be_cancelled(
    sign: Sign, batch: SigningBatch[FileDocument], audit: AuditLog
) -> None:
    cancel = Cancellation()
    person = Person([])
    person.token_gone = lambda gone: cancel.cancel()  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        sign(Life(3), Life(), person=person, cancel=cancel)
    assert [entry.outcome for entry in audit.entries()].count("ok") == 4


def test_a_refused_first_login_is_the_callers(
    sign: Sign, batch: SigningBatch[FileDocument], audit: AuditLog
) -> None:
    with pytest.raises(PinIncorrectError):
        sign(PinIncorrectError(), person=Person([]))
    assert len(batch.waiting()) == 8
    assert [(e.action, e.outcome) for e in audit.entries()] == [
        ("file.sign.login", "pin.incorrect")
    ]


def test_an_unfit_certificate_is_refused_before_the_pin(
    audit: AuditLog, batch: SigningBatch[FileDocument]
) -> None:
    class Unfit(Signer):
        def require(self, certificate_id: str, allowed: Callable[[Fitness], bool]) -> Certificate:
            raise CertificateUnfitError(certificate_id, ["certificate.expired"])

    signer = Unfit([Life()])
    signing = BatchSigning(signer, NothingRevoked(), audit)
    with pytest.raises(CertificateUnfitError):
        signing.sign(batch, SIGNER.id, PinGiven(Pin("first")), Control())
    assert signer.pins == []


def test_the_audit_log_has_one_line_per_file_and_login(
    sign: Sign, batch: SigningBatch[FileDocument], audit: AuditLog
) -> None:
    cast(Any, batch.document(1)).file.unlink()
    sign(Life(2), Life(1), person=Person(["again", None]))
    lines = [(entry.action, entry.outcome, entry.subject) for entry in reversed(audit.entries())]
    assert [line[:2] for line in lines] == [
        ("file.sign.login", "ok"),
        ("file.sign.login", "ok"),
        ("file.sign", "input.unreadable"),
        ("file.sign", "ok"),
        ("file.sign", "ok"),
        ("file.sign", "ok"),
        *[("file.sign", "token.removed")] * 4,
    ]
    digest = next(each.digest for each in batch.settled if each.digest)
    assert lines[3][2] == f"0.txt {digest}"
