"""When is a signature added beside others, and when is that refused?"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from asn1crypto import core

from desktop_app.core.errors.inputs import ContentNeededError
from desktop_app.core.errors.signatures import CosigningRefusedError
from desktop_app.core.errors.tokens import TokenRemovedError
from desktop_app.services.cosigning import FileCosigner, SignedBefore
from desktop_app.services.signing_report import SigningReport
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import cut_message
from desktop_app.signing.der import SEQUENCE, SET, tlv
from desktop_app.signing.verification import check_signers
from tests.certificates.authority import NOW, Issued, Wanted, ec_key, root, rsa_key

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


@dataclass
class Key:
    """A login that signs so many times, then the token is gone."""

    left: int = 9
    algorithm: Any = MINE.algorithms[0]

    def sign(self, digest: bytes) -> bytes:
        if not self.left:
            raise TokenRemovedError(token="t")
        self.left -= 1
        return signed(MINE, digest)


@dataclass
class Everything:
    """Stands for signer, revocations and log."""

    key: Key = field(default_factory=Key)
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def require(self, _id: str, _allowed: Any) -> Any:
        return SimpleNamespace(id="00")

    def refuse_revoked(self, _certificate: Any) -> None:
        """Refuse nobody."""

    @contextmanager
    def open(self, *_arguments: Any, **_more: Any) -> Iterator[Key]:
        yield self.key

    def record(self, action: str, outcome: str = "ok", subject: str = "") -> None:
        self.lines.append((action, outcome, subject))

    def record_all(self, lines: list[tuple[str, str, str]]) -> None:
        self.lines += lines


def cosigner(all_of_it: Everything) -> FileCosigner:
    one = cast(Any, all_of_it)
    return FileCosigner(one, one, one)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_bytes(CONTENT)
    digest = hashlib.sha256(CONTENT).digest()
    (tmp_path / "letter.txt.sig").write_bytes(signed(OTHER, digest))
    return file


def sign(work: FileCosigner, *files: SignedBefore, out: Path | None = None) -> SigningReport:
    return work.cosign_files(files, "00", None, out=out)


def test_the_document_or_its_signature_may_be_named(document: Path) -> None:
    work = cosigner(Everything())
    signature = document.with_name("letter.txt.sig")
    assert work.read(document) == work.read(signature)
    report = sign(work, work.read(signature))
    assert [each.signature for each in report.signed] == [signature]
    checked = check_signers(signature.read_bytes(), io.BytesIO(CONTENT))
    assert [each.verdict.value for each in checked.signers] == ["good", "good"]


def test_the_result_may_go_elsewhere_and_theirs_stays(document: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    before = document.with_name("letter.txt.sig").read_bytes()
    work = cosigner(Everything())
    report = sign(work, work.read(document), out=tmp_path / "out")
    assert report.signed[0].signature == tmp_path / "out" / "letter.txt.sig"
    assert document.with_name("letter.txt.sig").read_bytes() == before
    again = sign(work, work.read(document), out=tmp_path / "out")
    assert again.failed[0].error.code == "output.exists"


def test_a_signature_that_changed_meanwhile_is_not_written_over(document: Path) -> None:
    work = cosigner(Everything())
    read = work.read(document)
    signature = document.with_name("letter.txt.sig")
    meanwhile = signed(MINE, hashlib.sha256(CONTENT).digest())
    signature.write_bytes(meanwhile)
    (failed,) = sign(work, read).failed
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
        cosigner(Everything()).read(document)
    assert caught.value.reasons == [reason]


def test_an_attached_signature_over_another_document_is_noticed(document: Path) -> None:
    other = b"something else"
    digest = hashlib.sha256(other).digest()
    document.with_name("letter.txt.sig").write_bytes(signed(OTHER, digest, other))
    with pytest.raises(CosigningRefusedError) as caught:
        cosigner(Everything()).read(document)
    assert caught.value.reasons == ["signature.content-changed"]


def test_a_signature_without_its_document_asks_for_it(document: Path) -> None:
    document.unlink()
    with pytest.raises(ContentNeededError):
        cosigner(Everything()).read(document.with_name("letter.txt.sig"))


def test_once_the_token_is_gone_the_rest_is_untried(document: Path, tmp_path: Path) -> None:
    whole = Everything(Key(left=0))
    work = cosigner(whole)
    second = tmp_path / "second.txt"
    second.write_bytes(CONTENT)
    report = sign(work, work.read(document), work.read(second))
    assert [each.error.code for each in report.failed] == ["token.removed"] * 2
    assert [line[1] for line in whole.lines if line[0] == "file.sign"] == ["token.removed"] * 2
