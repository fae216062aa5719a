"""Signing, verifying and digesting on the training token, call by call."""

from __future__ import annotations

import os

import pytest

from desktop_app.signing.gost import gost_signature_is_valid, new_gost_digest
from tests.modules.pkcs11_numbers import (
    COMBINED,
    COMBINED_512,
    CRYPTOPRO_A,
    DIGEST,
    DIGEST_512,
    DIGEST_PARAMETERS,
    GENERATE,
    GENERATE_512,
    GOST_PARAMETERS,
    RAW,
    RAW_512,
    SIGN,
    TC26_512_A,
    VALUE,
)
from tests.modules.raw_pkcs11 import RawModule, refused
from tests.modules.token_objects import imported, pair
from tests.modules.training_token import PIN


def test_an_imported_key_signs_as_its_public_half_says(raw: RawModule, session: int) -> None:
    private = raw.create(session, imported(os.urandom(31) + b"\1"))
    with refused("key"):
        raw.begin("Verify", session, RAW, private)
    assert len(raw.sign(session, RAW, private, os.urandom(32))) == 64


@pytest.mark.parametrize(
    ("generate", "raw_number", "combined", "parameters", "size"),
    [
        (GENERATE, RAW, COMBINED, CRYPTOPRO_A, 32),
        (GENERATE_512, RAW_512, COMBINED_512, TC26_512_A, 64),
    ],
)
def test_parts_whole_and_digest_are_one(
    raw: RawModule,
    session: int,
    generate: int,
    raw_number: int,
    combined: int,
    parameters: bytes,
    size: int,
) -> None:
    public, private = raw.generate(session, generate, {GOST_PARAMETERS: parameters}, {})
    message = os.urandom(300)
    raw.begin("Sign", session, combined, private)
    for start in range(0, 300, 70):
        raw.ok("SignUpdate", session, message[start : start + 70], len(message[start : start + 70]))
    signature = raw.output("SignFinal", session)
    raw.verify(session, combined, public, message, signature)
    raw.begin("Digest", session, DIGEST if size == 32 else DIGEST_512)
    digest = raw.output("Digest", session, message)
    expected = new_gost_digest(f"streebog{size * 8}")
    expected.update(message)
    assert digest == expected.digest()
    raw.verify(session, raw_number, public, digest, signature)
    assert gost_signature_is_valid(public_info(raw, session, public), digest, signature)
    with refused("signature"):
        raw.verify(session, combined, public, message + b"!", signature)
    with refused("signature length"):
        raw.verify(session, combined, public, message, signature[1:])
    with refused("length"):
        raw.sign(session, raw_number, private, digest[1:])


def public_info(raw: RawModule, session: int, public: int) -> bytes:
    """Return SubjectPublicKeyInfo (RFC 9215 section 4)."""
    value = raw.value(session, public, VALUE)
    kind = b"\x06\x08" + bytes.fromhex(f"2a850307010101{1 if len(value) == 64 else 2:02x}")
    inside = raw.value(session, public, GOST_PARAMETERS) + raw.value(
        session, public, DIGEST_PARAMETERS
    )
    point = _element(4, value)
    return _element(
        0x30, _element(0x30, kind + _element(0x30, inside)) + _element(3, b"\0" + point)
    )


def _element(tag: int, inside: bytes) -> bytes:
    length = bytes([len(inside)]) if len(inside) < 128 else bytes([0x81, len(inside)])
    return bytes([tag]) + length + inside


def test_an_operation_has_its_order(raw: RawModule, session: int) -> None:
    _, private = pair(raw, session)
    with refused("not begun"):
        raw.output("Sign", session, bytes(32))
    raw.begin("Sign", session, RAW, private)
    with refused("active"):
        raw.begin("Sign", session, RAW, private)
    with refused("buffer"):
        raw.output("Sign", session, bytes(32), room=63)
    assert len(raw.output("Sign", session, bytes(32))) == 64
    with refused("key type"):
        raw.begin("Sign", session, RAW_512, private)
    with refused("mechanism"):
        raw.begin("Sign", session, 0x1, private)
    with refused("mechanism"):
        raw.begin("Sign", session, GENERATE, private)
    with refused("key"):
        raw.begin("Sign", session, RAW, 9999)


def test_a_key_that_may_not_sign_does_not(raw: RawModule, session: int) -> None:
    _, private = raw.generate(session, GENERATE, {GOST_PARAMETERS: CRYPTOPRO_A}, {SIGN: False})
    with refused("not permitted"):
        raw.begin("Sign", session, RAW, private)


def test_a_key_can_ask_for_the_pin_before_each_signature(raw: RawModule, session: int) -> None:
    _, private = pair(raw, session, always=True)
    with refused("not logged in"):
        raw.sign(session, RAW, private, bytes(32))
    raw.begin("Sign", session, RAW, private)
    raw.login(session, PIN, user=2)
    assert len(raw.output("Sign", session, bytes(32))) == 64
    with refused("not begun"):
        raw.login(session, PIN, user=2)


def test_what_is_not_offered_says_so(raw: RawModule, session: int) -> None:
    wide = (0,) * 6
    names = ("Encrypt", "DecryptInit", "WrapKey", "DeriveKey", "CopyObject", "SignRecover")
    assert {raw.code(name, session, *wide) for name in names} == {0x54}
    assert raw.code("GetFunctionStatus", session) == 0x51
