"""Keys, digests and signatures that break a rule: a typed error or «no», never a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

import pytest
from asn1crypto import core
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    GostMissingError,
    KeyMalformedError,
)
from desktop_app.signing.der import OCTET_STRING, SEQUENCE, tlv
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost import (
    LIBRARIES,
    GostLibrary,
    gost_problem,
    gost_signature_is_valid,
    new_gost_digest,
)
from desktop_app.signing.gost_keys import CURVES, GOST_256, GOST_512
from desktop_app.signing.gost_signing import GostPrivateKey, generate_key
from desktop_app.signing.native_library import LibraryMissingError, LibraryRefusedError

KEYS = {oid: generate_key(oid) for oid in CURVES}
CRYPTOPRO_A, TC26_512_A = "1.2.643.2.2.35.1", "1.2.643.7.1.2.1.2.1"
BIT_STRING = 0x03


def oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def info(algorithm: str, parameters: bytes, point: bytes, unused: bytes = b"\0") -> bytes:
    """Encode a SubjectPublicKeyInfo as it is told to."""
    key = tlv(BIT_STRING, unused, tlv(OCTET_STRING, point))
    return tlv(SEQUENCE, tlv(SEQUENCE, oid(algorithm), parameters), key)


def sets(*dotted: str) -> bytes:
    return tlv(SEQUENCE, *(oid(each) for each in dotted))


def check(key: bytes, digest: bytes, signature: bytes) -> bool:
    return gost_signature_is_valid(key, digest, signature)


def signed(key: GostPrivateKey) -> tuple[bytes, bytes]:
    digest = digest_of(b"document", f"streebog{key.bits}")
    return digest, key.sign(digest)


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_each_curve_verifies_what_was_signed_and_nothing_else(key: GostPrivateKey) -> None:
    digest, signature = signed(key)
    assert check(key.public_key_info, digest, signature)
    assert not check(key.public_key_info, digest[::-1], signature)
    assert not check(KEYS[key.curve].public_key_info, digest, signature[::-1])
    other = generate_key(key.curve)
    assert not check(other.public_key_info, digest, signature)
    again = GostPrivateKey.from_bytes(key.to_bytes())
    assert again == key


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize(
    "spoiled",
    [
        lambda value: value[:-1],
        lambda value: value + b"\0",
        lambda value: b"",
        lambda value: bytes(len(value)),
        lambda value: b"\xff" * len(value),
        lambda value: value[: len(value) // 2] + bytes(len(value) // 2),
        lambda value: bytes(len(value) // 2) + value[len(value) // 2 :],
    ],
    ids=["short", "long", "empty", "zero", "all ones", "r is zero", "s is zero"],
)
def test_a_signature_of_a_wrong_form_is_no_signature(
    key: GostPrivateKey, spoiled: Callable[[bytes], bytes]
) -> None:
    digest, signature = signed(key)
    assert not check(key.public_key_info, digest, spoiled(signature))


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("octet", [0x00, 0xFF, None])
def test_a_point_off_its_curve_is_a_malformed_key(key: GostPrivateKey, octet: int | None) -> None:
    digest, signature = signed(key)
    flipped = bytes((key.point[0] ^ 1,)) + key.point[1:]
    point = flipped if octet is None else bytes((octet,)) * len(key.point)
    off = replace(key, point=point)
    with pytest.raises(KeyMalformedError) as caught:
        check(off.public_key_info, digest, signature)
    assert caught.value.detail == "the point is off its curve"


POINT = KEYS[CRYPTOPRO_A].point
MALFORMED_KEYS = {
    "a 512-bit curve for a 256-bit key": info(GOST_256, sets(TC26_512_A), POINT),
    "a 256-bit curve for a 512-bit key": info(GOST_512, sets(CRYPTOPRO_A), POINT),
    "the digest of another size": info(GOST_256, sets(CRYPTOPRO_A, "1.2.643.7.1.1.2.3"), POINT),
    "half a point": info(GOST_256, sets(CRYPTOPRO_A), POINT[:32]),
    "a point cut by an octet": info(GOST_256, sets(CRYPTOPRO_A), POINT[:-1]),
    "an octet too many": info(GOST_256, sets(CRYPTOPRO_A), POINT + b"\0"),
    "no point": info(GOST_256, sets(CRYPTOPRO_A), b""),
    "no parameters": info(GOST_256, b"", POINT),
    "parameters that are null": info(GOST_256, b"\x05\x00", POINT),
    "parameters without a set": info(GOST_256, sets(), POINT),
    "unused bits": info(GOST_256, sets(CRYPTOPRO_A), POINT, unused=b"\x03"),
    "nothing": b"",
    "not DER": b"\x30\x80\x01",
    "no sequence": b"\x02\x01\x00",
}


@pytest.mark.parametrize("key", MALFORMED_KEYS.values(), ids=MALFORMED_KEYS)
def test_a_key_that_breaks_a_rule_is_malformed(key: bytes) -> None:
    with pytest.raises(KeyMalformedError):
        check(key, bytes(32), bytes(64))


UNSUPPORTED_KEYS = {
    "ГОСТ Р 34.10-2001": info("1.2.643.2.2.19", sets(CRYPTOPRO_A, "1.2.643.2.2.30.1"), POINT),
    "the set for tests": info(GOST_256, sets("1.2.643.2.2.35.0"), POINT),
    "an unknown set": info(GOST_256, sets("1.2.643.7.1.2.1.1.99"), POINT),
    "RSA": info("1.2.840.113549.1.1.1", b"\x05\x00", POINT),
}


@pytest.mark.parametrize("key", UNSUPPORTED_KEYS.values(), ids=UNSUPPORTED_KEYS)
def test_what_is_not_known_is_not_supported(key: bytes) -> None:
    with pytest.raises(AlgorithmUnsupportedError) as caught:
        check(key, bytes(32), bytes(64))
    assert not isinstance(caught.value, GostMissingError)


@pytest.mark.parametrize(("curve", "size"), [(CRYPTOPRO_A, 64), (TC26_512_A, 32), (TC26_512_A, 0)])
def test_a_digest_of_another_size_than_the_curve_is_refused(curve: str, size: int) -> None:
    key = KEYS[curve]
    with pytest.raises(KeyMalformedError) as caught:
        check(key.public_key_info, bytes(size), bytes(key.bits // 4))
    assert caught.value.detail == "size of the digest"


def absent(*_: object) -> NoReturn:
    raise LibraryMissingError("no such file")


def ignorant(*_: object) -> NoReturn:
    raise LibraryRefusedError("GnuTLS", -322)


ABSENT = GostLibrary(absent, absent)
IGNORANT = GostLibrary(ignorant, ignorant)


@pytest.mark.parametrize("curve", CURVES)
def test_without_the_fast_library_the_other_one_answers(curve: str) -> None:
    key = KEYS[curve]
    digest, signature = signed(key)
    for first in (ABSENT, IGNORANT):
        libraries = (first, LIBRARIES[1])
        assert gost_signature_is_valid(key.public_key_info, digest, signature, libraries)
        wrong = bytes(len(signature))
        assert not gost_signature_is_valid(key.public_key_info, digest, wrong, libraries)


def test_the_fast_library_alone_tells_valid_from_wrong_and_admits_what_it_does_not_know() -> None:
    alone = (LIBRARIES[0], ABSENT)
    for curve in (CRYPTOPRO_A, TC26_512_A):
        key = KEYS[curve]
        digest, signature = signed(key)
        assert gost_signature_is_valid(key.public_key_info, digest, signature, alone)
        assert not gost_signature_is_valid(key.public_key_info, digest, signature[::-1], alone)
    key = KEYS["1.2.643.7.1.2.1.1.1"]
    with pytest.raises(GostMissingError) as caught:
        gost_signature_is_valid(key.public_key_info, *signed(key), alone)
    assert caught.value.detail == "GnuTLS -322; no such file"


def test_with_no_library_everything_is_unknown_and_the_reason_is_told() -> None:
    nothing = (ABSENT, ABSENT)
    key = KEYS[CRYPTOPRO_A]
    with pytest.raises(GostMissingError):
        gost_signature_is_valid(key.public_key_info, *signed(key), nothing)
    with pytest.raises(GostMissingError):
        new_gost_digest("streebog256", nothing)
    assert gost_problem(nothing) == "no such file; no such file"
    assert gost_problem() == ""


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_octets_as_a_key_are_answered(data: bytes) -> None:
    with pytest.raises((KeyMalformedError, AlgorithmUnsupportedError)):
        check(data, bytes(32), bytes(64))


@given(
    st.sampled_from(sorted(CURVES)),
    st.binary(max_size=64),
    st.binary(max_size=128),
    st.integers(0, 127),
    st.integers(0, 255),
)
@settings(max_examples=200, deadline=None)
def test_any_point_digest_and_signature_are_answered(
    curve: str, digest: bytes, signature: bytes, place: int, octet: int
) -> None:
    key = KEYS[curve]
    point = bytearray(key.point)
    point[place % len(point)] = octet
    changed = replace(key, point=bytes(point))
    size = key.bits // 8
    whole = digest.ljust(size, b"\1")[:size], signature.ljust(2 * size, b"\1")[: 2 * size]
    try:
        assert not check(changed.public_key_info, *whole)
    except KeyMalformedError:
        assert changed != key
