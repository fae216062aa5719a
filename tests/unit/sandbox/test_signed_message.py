"""Reading a signed message: what is refused, and that nothing else can happen."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.sandbox.authority_making import make_authority
from desktop_app.sandbox.people import TRAINING_ACCOUNTS
from desktop_app.sandbox.portal.signed_message import MessageRefused, read_signed_message
from desktop_app.services.portal.contract import LOGIN_CONTENT_TYPE
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.cms import CadesWriter, sign_cades

CONTENT = b"what is signed"


@cache
def good_message() -> bytes:
    """Return what the program itself signs."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        authority = make_authority(Path(folder) / "authority", "http://127.0.0.1:1", now)
        person = TRAINING_ACCOUNTS[0].person
        certificate = authority.issue(
            person, public, now - timedelta(days=1), now + timedelta(days=1)
        )
    writer = CadesWriter(certificate.public_bytes(Encoding.DER), algorithms_for(public)[0])
    return sign_cades(
        writer,
        lambda attributes: key.sign(attributes, ec.ECDSA(hashes.SHA256())),
        hashlib.sha256(CONTENT).digest(),
        content=CONTENT,
        content_type=LOGIN_CONTENT_TYPE,
        signing_time=now,
    )


def test_what_the_program_signs_is_read() -> None:
    message = read_signed_message(good_message(), LOGIN_CONTENT_TYPE)
    assert message.content == CONTENT
    assert message.attributes_complete
    assert message.algorithms_allowed


def test_the_wrong_content_type_is_refused() -> None:
    with pytest.raises(MessageRefused) as caught:
        read_signed_message(good_message(), "1.2.840.113549.1.7.1")
    assert caught.value.cause == "message.content-type"


@given(st.data())
def test_a_changed_byte_ends_in_an_answer(data: st.DataObject) -> None:
    message = bytearray(good_message())
    for _ in range(data.draw(st.integers(1, 3))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    with suppress(MessageRefused):
        assert read_signed_message(bytes(message), LOGIN_CONTENT_TYPE).content is not None


@given(st.integers(0, 3000))
def test_a_cut_message_is_refused(length: int) -> None:
    whole = good_message()
    with pytest.raises(MessageRefused):
        read_signed_message(whole[: min(length, len(whole) - 1)], LOGIN_CONTENT_TYPE)
