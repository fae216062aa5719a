"""A driver that fails in the middle of a batch: what was signed is on disk and in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import BatchSigning
from desktop_app.services.document_signer import DocumentSigner
from desktop_app.services.file_signing import FileDocument, file_batch, file_report
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.revocations import Revocations
from desktop_app.services.signing_batch import SigningBatch
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.tokens import JudgedTokens
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.tokens import Tokens
from tests.drivers.hostile import HostileDriver
from tests.faults.tokens.token_steps import certificate_of

FILES = 40
Sign = Callable[..., SigningBatch[FileDocument]]


@pytest.fixture
def sign(tokens: Tokens, tmp_path: Path) -> Iterator[Sign]:
    """Sign what waits in a batch, or forty new files, with the first key."""
    certificate = certificate_of(tokens.overview())
    folder = tmp_path / "files"
    folder.mkdir()
    files = [folder / f"{number:02}.txt" for number in range(FILES)]
    for file in files:
        file.write_text(file.name)
    with closing(Database(tmp_path / "audit.db")) as database:
        signer = DocumentSigner(tokens, JudgedTokens(tokens))
        revocations = Revocations(PathJudge(), OwnTrust())
        signing = BatchSigning(signer, revocations, AuditLog(database))

        def run(batch: SigningBatch[FileDocument] | None = None) -> SigningBatch[FileDocument]:
            batch = batch or file_batch(files)
            signing.sign(batch, certificate, PinGiven(Pin("123456")), Control())
            return batch

        yield run


@pytest.mark.parametrize(
    ("orders", "code"),
    [
        (("C_Sign segfault",), "driver.crashed"),
        (("C_Sign exit 0",), "driver.crashed"),
        (("C_Sign hang",), "driver.hung"),
        (("signature long",), "driver.nonsense"),
        (("signature garbage",), "signature.mismatch"),
        (("C_Sign return 0x32",), "token.removed"),
        (("C_Sign return 0x30",), "token.failed"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else None,
)
def test_what_was_signed_before_is_reported_and_the_next_pass_signs_the_rest(
    sign: Sign, hostile: HostileDriver, orders: tuple[str, ...], code: str
) -> None:
    hostile.misbehave(*orders, "spare 20")
    batch = sign()
    report = file_report(batch)
    assert {each.error.code for each in report.failed} == {code}
    assert 6 <= len(report.signed) <= 20
    assert len(report.signed) + len(report.failed) == FILES
    assert all(each.signature.stat().st_size > 500 for each in report.signed)
    folder = report.signed[0].file.parent
    assert len(list(folder.glob("*.sig"))) == len(report.signed)
    assert not list(folder.glob(".nmo-*"))
    hostile.misbehave()
    assert len(file_report(sign(batch)).signed) == FILES
    assert len(batch.settled) == len(report.failed)


def test_a_pin_that_each_signature_needs_is_refused_once(
    sign: Sign, hostile: HostileDriver, tmp_path: Path
) -> None:
    logins = tmp_path / "logins"
    hostile.misbehave("always-authenticate 999999", f"logins {logins}")
    batch = sign()
    assert isinstance(batch.stopped_by, PinIncorrectError)
    assert (len(batch.settled), len(batch.waiting())) == (0, FILES)
    assert logins.read_text().count("login") == 2
