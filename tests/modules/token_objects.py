"""Objects for tests of the training token."""

from __future__ import annotations

from tests.modules.pkcs11_numbers import (
    ALWAYS_AUTHENTICATE,
    CERTIFICATE,
    CLASS,
    CRYPTOPRO_A,
    GENERATE,
    GOST,
    GOST_PARAMETERS,
    ID,
    KEY_TYPE,
    PRIVATE,
    TOKEN,
    VALUE,
)
from tests.modules.raw_pkcs11 import RawModule, Template


def certificate() -> Template:
    return {CLASS: CERTIFICATE, TOKEN: True, 0x80: 0, VALUE: b"\x30\x03\x02\x01\x05", ID: b"\x01"}


def imported(secret: bytes, kind: int = GOST, parameters: bytes = CRYPTOPRO_A) -> Template:
    return {CLASS: PRIVATE, KEY_TYPE: kind, VALUE: secret, GOST_PARAMETERS: parameters}


def pair(raw: RawModule, session: int, **private: bool) -> tuple[int, int]:
    always = private.get("always", False)
    return raw.generate(
        session,
        GENERATE,
        {TOKEN: True, ID: b"\x01", GOST_PARAMETERS: CRYPTOPRO_A},
        {TOKEN: True, ID: b"\x01", ALWAYS_AUTHENTICATE: always},
    )
