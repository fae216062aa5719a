"""When is a signature added beside others, and when is that refused?"""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core

from desktop_app.core.errors.inputs import ContentNeededError
from desktop_app.core.errors.signatures import CosigningRefusedError
from desktop_app.services.batch_login import BatchLogin, Control
from desktop_app.services.cosigning import CosignedFile, FileCosigner, SignedBefore
from desktop_app.services.file_signing import file_report
from desktop_app.services.signing_batch import SigningBatch
from desktop_app.services.signing_report import SigningReport
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import cut_message
from desktop_app.signing.der import SEQUENCE, SET, tlv
from desktop_app.signing.verification import check_signers
from tests.certificates.authority import NOW, Issued, Wanted, ec_key, root, rsa_key
from tests.unit.services.prepared_signer import Life, PreparedSigner

ANCHOR = root()
OTHER, MINE = ANCHOR.issue(Wanted("Петров"), rsa_key()), ANCHOR.issue(Wanted("Иванова"), ec_key())
CONTENT = b"document"
ARCHIVE_STAMP = "1.2.840.113549.1.9.16.2.48"


def signed(signer: Issued, digest: bytes, content: bytes | None = None) -> bytes:
    algorithm = signer.algorithms[0]
    return sign_cades(
        CadesWriter(signer.der, algorithm),
        lambda attributes: signer.sign_message(attributes, algorithm),
        digest,
        content=content,
        signing_time=NOW,
    )


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_bytes(CONTENT)
    digest = hashlib.sha256(CONTENT).digest()
    (tmp_path / "letter.txt.sig").write_bytes(signed(OTHER, digest))
    return file


def life(left: int = 9) -> Life:
    """Return a token that signs so many times, then it is gone."""
    return Life(left, at_once=1, make=lambda reading: signed(MINE, reading.digest))


def sign(*files: SignedBefore, out: Path | None = None) -> SigningReport:
    batch = FileCosigner().batch(files, out)
    run(batch, life())
    return file_report(batch)


def run(batch: SigningBatch[CosignedFile], token: Life) -> None:
    batch.begin_pass()
    BatchLogin(batch, PreparedSigner(life=token), Control()).run()


def test_the_document_or_its_signature_may_be_named(document: Path) -> None:
    work = FileCosigner()
    signature = document.with_name("letter.txt.sig")
    assert work.read(document) == work.read(signature)
    report = sign(work.read(signature))
    assert [each.signature for each in report.signed] == [signature]
    checked = check_signers(signature.read_bytes(), io.BytesIO(CONTENT))
    assert [each.verdict.value for each in checked.signers] == ["good", "good"]


def test_the_result_may_go_elsewhere_and_theirs_stays(document: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    before = document.with_name("letter.txt.sig").read_bytes()
    work = FileCosigner()
    report = sign(work.read(document), out=tmp_path / "out")
    assert report.signed[0].signature == tmp_path / "out" / "letter.txt.sig"
    assert document.with_name("letter.txt.sig").read_bytes() == before
    again = sign(work.read(document), out=tmp_path / "out")
    assert again.failed[0].error.code == "output.exists"


def test_a_signature_that_changed_meanwhile_is_not_written_over(document: Path) -> None:
    work = FileCosigner()
    read = work.read(document)
    signature = document.with_name("letter.txt.sig")
    meanwhile = signed(MINE, hashlib.sha256(CONTENT).digest())
    signature.write_bytes(meanwhile)
    (failed,) = sign(read).failed
    assert isinstance(failed.error, CosigningRefusedError)
    assert failed.error.reasons == ["signature.changed-meanwhile"]
    assert signature.read_bytes() == meanwhile


def broken(signature: bytes) -> bytes:
    return signature[:-1] + bytes([signature[-1] ^ 1])


def archived(signature: bytes) -> bytes:
    message = cut_message(signature)
    kind = bytes(core.ObjectIdentifier(ARCHIVE_STAMP).dump())
    attribute = tlv(SEQUENCE, kind, tlv(SET, tlv(SEQUENCE)))
    signers = tuple(replace(each, unsigned=(attribute,)) for each in message.signers)
    return replace(message, signers=signers).encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [(broken, "signature.broken"), (archived, "signature.archived")],
)
def test_signatures_that_do_not_hold_or_would_not_are_left_alone(
    document: Path, change: Any, reason: str
) -> None:
    signature = document.with_name("letter.txt.sig")
    signature.write_bytes(change(signature.read_bytes()))
    with pytest.raises(CosigningRefusedError) as caught:
        FileCosigner().read(document)
    assert caught.value.reasons == [reason]


def test_an_attached_signature_over_another_document_is_noticed(document: Path) -> None:
    other = b"something else"
    digest = hashlib.sha256(other).digest()
    document.with_name("letter.txt.sig").write_bytes(signed(OTHER, digest, other))
    with pytest.raises(CosigningRefusedError) as caught:
        FileCosigner().read(document)
    assert caught.value.reasons == ["signature.content-changed"]


def test_a_signature_without_its_document_asks_for_it(document: Path) -> None:
    document.unlink()
    with pytest.raises(ContentNeededError):
        FileCosigner().read(document.with_name("letter.txt.sig"))


def test_a_batch_goes_on_where_the_token_left_it(document: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.txt"
    second.write_bytes(CONTENT)
    work = FileCosigner()
    batch = work.batch([work.read(document), work.read(second)])
    run(batch, life(left=1))
    report = file_report(batch)
    assert [each.file for each in report.signed] == [document]
    assert [each.error.code for each in report.failed] == ["token.removed"]
    run(batch, life())
    assert [each.file for each in file_report(batch).signed] == [document, second]
    for file, signers in ((document, 2), (second, 1)):
        signature = file.with_name(f"{file.name}.sig").read_bytes()
        checked = check_signers(signature, io.BytesIO(CONTENT)).signers
        assert [each.verdict.value for each in checked] == ["good"] * signers
