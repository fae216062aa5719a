"""Cutting a message and putting it together leaves everything that was signed as it was."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from pathlib import Path

import pytest
from asn1crypto import pem

from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import (
    SIGNATURE_TIME_STAMP,
    CutSigner,
    around_content,
    cut_message,
    joined,
    with_time_stamps,
    without_content,
)
from desktop_app.signing.der import SEQUENCE, tlv
from desktop_app.signing.signed_data import read_signed_message
from tests.certificates.authority import NOW, Issued, Wanted, ec_key, root, rsa_key

ANCHOR = root("Корень")
FIRST = ANCHOR.issue(Wanted("Иванова"), rsa_key())
SECOND = ANCHOR.issue(Wanted("Петров"), ec_key())
CONTENT = b"document"
TOKEN = tlv(SEQUENCE)


def signed(signer: Issued, content: bytes | None = None) -> bytes:
    algorithm = signer.algorithms[0]
    return sign_cades(
        CadesWriter(signer.der, algorithm, [ANCHOR.der]),
        lambda attributes: signer.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, CONTENT).digest(),
        content=content,
        signing_time=NOW,
    )


@pytest.mark.parametrize("content", [None, CONTENT])
def test_what_is_cut_and_joined_is_the_same(content: bytes | None) -> None:
    message = signed(FIRST, content)
    assert cut_message(message).encode() == message
    assert cut_message(pem.armor("CMS", message)).encode() == message
    assert cut_message(base64.encodebytes(message)).encode() == message


def test_a_streamed_message_keeps_its_signer(tmp_path: Path) -> None:
    """OpenSSL streams with indefinite lengths; the outermost become definite."""
    (tmp_path / "signer.pem").write_bytes(FIRST.pem + FIRST.key_pem)
    (tmp_path / "content").write_bytes(CONTENT)
    command = ["openssl", "cms", "-sign", "-stream", "-nodetach", "-binary", "-outform", "der"]
    command += ["-signer", "signer.pem", "-in", "content", "-out", "made"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    streamed = (tmp_path / "made").read_bytes()
    assert streamed[1] == 0x80
    again = cut_message(streamed).encode()
    was, has = read_signed_message(streamed), read_signed_message(again)
    assert (was.content, was.signers) == (has.content, has.signers)


def test_a_stamp_goes_to_each_signer_and_touches_nothing_else() -> None:
    message = joined(cut_message(signed(FIRST)), cut_message(signed(SECOND)))
    asked: list[bytes] = []

    def stamp(signer: CutSigner) -> bytes:
        asked.append(signer.value)
        return TOKEN

    after = with_time_stamps(message, stamp)
    assert asked == [each.value for each in message.signers]
    assert [each.before for each in after.signers] == [each.before for each in message.signers]
    read = cut_message(after.encode())
    assert [each.attribute(SIGNATURE_TIME_STAMP) for each in read.signers] == [TOKEN, TOKEN]
    assert with_time_stamps(read, stamp) == read


def test_a_second_signer_is_added_and_the_first_stays_to_the_byte() -> None:
    first, second = cut_message(signed(FIRST)), cut_message(signed(SECOND))
    both = cut_message(joined(first, second).encode())
    assert set(both.signers) == {*first.signers, *second.signers}
    assert both.certificates is not None
    assert both.certificates.count(ANCHOR.der) == 1
    assert {FIRST.der, SECOND.der} <= set(both.certificates)
    assert len(both.digests) == 1
    encoded = [each.encode() for each in both.signers]
    assert encoded == sorted(encoded), "DER orders a set"
    subjects = {each.certificate for each in read_signed_message(both.encode()).signers}
    assert subjects == {FIRST.der, SECOND.der}


@pytest.mark.parametrize(
    "data",
    [b"", b"text", b"\x30\x00", b"\x30\x80" * 60, tlv(SEQUENCE, b"\x06\x01\x2a", tlv(0xA0))],
)
def test_what_is_no_signature_is_refused(data: bytes) -> None:
    with pytest.raises(NotSignatureError):
        cut_message(data)


def test_a_message_is_the_same_again_around_its_document() -> None:
    attached = joined(cut_message(signed(FIRST, CONTENT)), cut_message(signed(SECOND, CONTENT)))
    apart = without_content(attached)
    assert read_signed_message(apart.encode()).content is None
    assert len(read_signed_message(apart.encode()).signers) == 2
    assert around_content(apart, CONTENT).encode() == attached.encode()
    assert without_content(apart) == apart
