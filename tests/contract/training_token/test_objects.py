"""Objects of the training token: who sees them, what they tell, what a template may say."""

from __future__ import annotations

import ctypes

import pytest

from tests.modules.pkcs11_numbers import (
    CERTIFICATE,
    CLASS,
    CODES,
    CRYPTOPRO_A,
    DATA,
    DIGEST_PARAMETERS,
    GENERATE,
    GOST,
    GOST_512,
    GOST_PARAMETERS,
    ID,
    KEY_TYPE,
    LABEL,
    LOCAL,
    MODIFIABLE,
    PRIVATE,
    PRIVATE_FLAG,
    PUBLIC,
    SENSITIVE,
    SIGN,
    TC26_512_A,
    TOKEN,
    VALUE,
    VERIFY,
)
from tests.modules.raw_pkcs11 import UNAVAILABLE, RawModule, Template, packed, refused
from tests.modules.token_objects import certificate, imported, pair
from tests.modules.training_token import PIN, SO_PIN


def test_a_private_key_shows_after_login_only_and_never_its_value(
    raw: RawModule, session: int
) -> None:
    public, private = pair(raw, session)
    assert raw.find(session, {}) == [public, private]
    with refused("sensitive"):
        raw.value(session, private, VALUE)
    assert raw.lengths(session, private, [LABEL, VALUE, 0x9999, ID]) == (
        CODES["sensitive"],
        [0, UNAVAILABLE, UNAVAILABLE, 1],
    )
    raw.ok("Logout", session)
    assert raw.find(session, {}) == [public]
    with refused("object"):
        raw.value(session, private, LABEL)
    assert len(raw.value(session, public, VALUE)) == 64


def test_a_search_is_no_way_to_guess_a_secret(raw: RawModule, session: int) -> None:
    secret = bytes([7]) + bytes(31)
    key = raw.create(session, imported(secret))
    assert raw.find(session, {CLASS: PRIVATE}) == [key]
    assert raw.find(session, {VALUE: secret}) == []


def test_a_buffer_that_is_too_small_is_told_and_left_alone(raw: RawModule, session: int) -> None:
    made = raw.create(session, certificate())
    attribute = (ctypes.c_ulong * 3)(VALUE, 0, 2)
    buffer = ctypes.create_string_buffer(b"\xff" * 2, 2)
    attribute[1] = ctypes.addressof(buffer)
    assert raw.code("GetAttributeValue", session, made, attribute, 1) == CODES["buffer"]
    assert (attribute[2], buffer.raw) == (UNAVAILABLE, b"\xff\xff")


def test_what_is_made_has_all_attributes_of_its_class(raw: RawModule, session: int) -> None:
    public, private = pair(raw, session)
    assert raw.value(session, private, DIGEST_PARAMETERS) == bytes.fromhex("06082a85030701010202")
    told = {kind: raw.value(session, private, kind) for kind in (SENSITIVE, SIGN, LOCAL)}
    assert set(told.values()) == {b"\1"}
    assert raw.value(session, public, VERIFY) == b"\1"
    assert raw.value(session, private, KEY_TYPE) == bytes(ctypes.c_ulong(GOST))


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ({CLASS: CERTIFICATE, 0x80: 0}, "incomplete"),
        ({TOKEN: True}, "incomplete"),
        ({CLASS: 99, VALUE: b"1"}, "value"),
        ({CLASS: DATA, VALUE: b"1", ID: b"1"}, "type"),
        ({CLASS: DATA, TOKEN: b"\2"}, "value"),
        ({CLASS: DATA, TOKEN: b"\1\1"}, "value"),
        ({CLASS: DATA, VALUE: bytes(40_000)}, "value"),
        ({CLASS: CERTIFICATE, VALUE: b""}, "value"),
        ({CLASS: CERTIFICATE, 0x80: 0, VALUE: b"1", 0x86: True}, "read-only attribute"),
        (imported(bytes(31)), "value"),
        (imported(bytes(32)), "value"),
        (imported(b"\xff" * 32), "value"),
        (imported(b"\1" * 32, GOST_512), "domain"),
        (imported(b"\1" * 32, GOST, TC26_512_A), "domain"),
        (imported(b"\1" * 32, GOST, b"\x06\x01\x2a"), "domain"),
        (imported(b"\1" * 32, 0), "value"),
        ({**imported(b"\1" * 32), DIGEST_PARAMETERS: b"\x06\x01\x2a"}, "domain"),
        ({**imported(b"\1" * 32), PRIVATE_FLAG: False}, "inconsistent"),
        ({**imported(b"\1" * 64), CLASS: PUBLIC}, "value"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused(
    raw: RawModule, session: int, template: Template, code: str
) -> None:
    with refused(code):
        raw.create(session, template)
    assert raw.find(session, {}) == []


@pytest.mark.parametrize(
    ("public", "private", "code"),
    [
        ({}, {}, "incomplete"),
        ({GOST_PARAMETERS: TC26_512_A}, {}, "domain"),
        ({GOST_PARAMETERS: CRYPTOPRO_A}, {GOST_PARAMETERS: TC26_512_A}, "inconsistent"),
        ({GOST_PARAMETERS: CRYPTOPRO_A, KEY_TYPE: GOST_512}, {}, "inconsistent"),
        ({GOST_PARAMETERS: CRYPTOPRO_A, CLASS: PRIVATE}, {}, "inconsistent"),
        ({GOST_PARAMETERS: CRYPTOPRO_A, VALUE: bytes(64)}, {}, "inconsistent"),
        ({GOST_PARAMETERS: CRYPTOPRO_A}, {PRIVATE_FLAG: False}, "inconsistent"),
    ],
)
def test_a_pair_that_makes_no_sense_is_refused(
    raw: RawModule, session: int, public: Template, private: Template, code: str
) -> None:
    with refused(code):
        raw.generate(session, GENERATE, public, private)
    assert raw.find(session, {}) == []


def test_who_may_write_what(raw: RawModule, session: int) -> None:
    reading = raw.open(0, writing=False)
    with refused("read-only session"):
        raw.create(reading, certificate())
    kept = raw.create(reading, {**certificate(), TOKEN: False})
    assert raw.find(session, {}) == [kept]
    raw.ok("CloseSession", reading)
    assert raw.find(session, {}) == []
    raw.ok("Logout", session)
    with refused("not logged in"):
        raw.create(session, {**certificate(), PRIVATE_FLAG: True})
    with refused("not logged in"):
        pair(raw, session)


def test_a_label_can_be_changed_and_a_value_cannot(raw: RawModule, session: int) -> None:
    made = raw.create(session, certificate())

    def change(template: Template) -> None:
        attributes = packed(template)
        raw.ok("SetAttributeValue", session, made, attributes, len(attributes))

    change({LABEL: "Подпись".encode(), ID: b"\2"})
    assert raw.value(session, made, LABEL).decode() == "Подпись"
    with refused("read-only attribute"):
        change({LABEL: b"other", VALUE: b"other"})
    assert raw.value(session, made, LABEL).decode() == "Подпись"
    fixed = raw.create(session, {**certificate(), MODIFIABLE: False})
    made = fixed
    with refused("read-only attribute"):
        change({LABEL: b"other"})


def test_a_full_token_takes_no_more_and_loses_nothing(raw: RawModule, session: int) -> None:
    big = {**certificate(), VALUE: bytes(30_000)}
    made = [raw.create(session, big) for _ in range(4)]
    with refused("memory"):
        raw.create(session, big)
    assert raw.find(session, {}) == made
    raw.ok("DestroyObject", session, made[0])
    assert raw.create(session, big) not in made


def test_a_private_session_object_ends_with_the_login(raw: RawModule, session: int) -> None:
    kept, private = (
        raw.create(session, {**certificate(), TOKEN: False, PRIVATE_FLAG: flag})
        for flag in (False, True)
    )
    assert raw.find(session, {}) == [kept, private]
    raw.ok("Logout", session)
    raw.login(session, PIN)
    assert raw.find(session, {}) == [kept]


def test_an_administrator_sees_no_private_object(raw: RawModule, session: int) -> None:
    public, _ = pair(raw, session)
    raw.ok("Logout", session)
    raw.login(session, SO_PIN, user=0)
    assert raw.find(session, {}) == [public]
