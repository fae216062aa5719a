"""A time-stamp token is read strictly: every field in its place, nothing more."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotSignatureError
from desktop_app.core.errors.signatures import TimeStampInvalidError, TimeStampRefusedError
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.der import SEQUENCE, elements, inner, tlv
from desktop_app.signing.time_stamp import TST_INFO, TimeStampRequest, read_answer, read_token
from tests.certificates.authority import NOW, root
from tests.certificates.time_stamp_service import WANTED, made_token

DATA = b"signature"
SERVICE = root().issue(WANTED)
VERSION, POLICY, IMPRINT, SERIAL, TIME = elements(
    inner(read_token(made_token(SERVICE, DATA)).message.content or b"")
)
OTHER_TIME = tlv(0x18, b"20260301120000.25Z")
ACCURACY = tlv(SEQUENCE, tlv(0x02, b"\x02"), tlv(0x80, b"\x01\xf4"), tlv(0x81, b"\x64"))
NONCE = tlv(0x02, b"\x07")


def token(*fields: bytes, content_type: str = TST_INFO) -> bytes:
    info = tlv(SEQUENCE, *fields)
    algorithm = SERVICE.algorithms[0]
    return sign_cades(
        CadesWriter(SERVICE.der, algorithm),
        lambda attributes: SERVICE.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, info).digest(),
        content=info,
        content_type=content_type,
        signing_time=NOW,
    )


def test_every_field_is_read() -> None:
    read = read_token(token(VERSION, POLICY, IMPRINT, SERIAL, OTHER_TIME, ACCURACY, NONCE))
    assert read.time == datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
    assert read.accuracy_seconds == pytest.approx(2.5001)
    assert (read.nonce, read.serial_number, read.digest) == (7, 7, "sha256")
    assert read.stands_for(DATA)


def test_what_may_be_left_out_is_left_out() -> None:
    read = read_token(token(VERSION, POLICY, IMPRINT, SERIAL, TIME))
    assert (read.nonce, read.accuracy_seconds) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [
        (),
        (VERSION, POLICY, IMPRINT, SERIAL),
        (tlv(0x02, b"\x02"), POLICY, IMPRINT, SERIAL, TIME),
        (VERSION, POLICY, IMPRINT, SERIAL, TIME, NONCE, ACCURACY),
        (VERSION, POLICY, IMPRINT, SERIAL, TIME, NONCE, NONCE),
        (VERSION, POLICY, IMPRINT, SERIAL, TIME, tlv(0x04, b"")),
        (VERSION, IMPRINT, POLICY, SERIAL, TIME),
        (VERSION, POLICY, IMPRINT, SERIAL, tlv(0x18, b"20261301120000Z")),
        (VERSION, POLICY, IMPRINT, SERIAL, tlv(0x18, b"20260301120000+0300")),
        (VERSION, POLICY, IMPRINT, SERIAL, tlv(0x17, b"260301120000Z")),
        (VERSION, POLICY, tlv(SEQUENCE), SERIAL, TIME),
        (VERSION, POLICY, IMPRINT, SERIAL, TIME, tlv(SEQUENCE, tlv(0x83, b"\x01"))),
    ],
)
def test_a_token_that_breaks_the_form_is_refused(fields: Sequence[bytes]) -> None:
    with pytest.raises(NotSignatureError):
        read_token(token(*fields))


def test_what_is_no_token_is_refused() -> None:
    whole = (VERSION, POLICY, IMPRINT, SERIAL, TIME)
    for data in (b"", b"\x30\x00", token(*whole)[:-1], token(*whole) + b"\0" * (1 << 20)):
        with pytest.raises(NotSignatureError):
            read_token(data)
    with pytest.raises(NotSignatureError):
        read_token(token(*whole, content_type="1.2.840.113549.1.7.1"))


def test_an_imprint_by_an_unknown_digest_is_not_computed() -> None:
    read = read_token(made_token(SERVICE, DATA, digest="sha1"))
    with pytest.raises(AlgorithmUnsupportedError):
        read.stands_for(DATA)


def answer(status: int, *more: bytes, failure: bytes = b"") -> bytes:
    words = tlv(0x03, failure) if failure else b""
    return tlv(SEQUENCE, tlv(SEQUENCE, tlv(0x02, bytes([status])), words), *more)


@pytest.mark.parametrize(
    ("failure", "detail"),
    [(b"\x05\x80", "bad-algorithm"), (b"\x01\x00\x02", "no-time"), (b"\x00\x40", ""), (b"", "")],
)
def test_a_refusal_tells_its_reason(failure: bytes, detail: str) -> None:
    with pytest.raises(TimeStampRefusedError) as caught:
        read_answer(answer(2, failure=failure), TimeStampRequest(DATA, "sha256"), "tsa.example")
    assert caught.value.data() == {"host": "tsa.example", "detail": detail}


@pytest.mark.parametrize("more", [(), (tlv(SEQUENCE),), (tlv(SEQUENCE), tlv(SEQUENCE))])
def test_a_grant_without_exactly_one_token_is_refused(more: tuple[bytes, ...]) -> None:
    with pytest.raises(TimeStampInvalidError) as caught:
        read_answer(answer(0, *more), TimeStampRequest(DATA, "sha256"))
    assert caught.value.detail == "form"


def test_a_question_asks_for_the_certificate_and_differs_each_time() -> None:
    first, second = (TimeStampRequest(DATA, "sha256") for _ in range(2))
    assert first.nonce != second.nonce
    assert first.encode().endswith(bytes.fromhex("0101ff"))
    assert DATA not in first.encode()
