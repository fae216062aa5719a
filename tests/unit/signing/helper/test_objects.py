"""Which private key belongs to a certificate, when tools name keys carelessly."""

from __future__ import annotations

import pytest

from desktop_app.signing.helper.objects import FoundKey, PublicKey, find_key
from desktop_app.signing.protocol import PrivateKeyObject

MODULUS, OTHER = bytes(range(64)), bytes(range(100, 164))
POINT = b"\x04" + bytes(range(64))
DER = b"\x30\x82" + MODULUS + POINT + b"\xff"


def key(handle: int, key_id: bytes, value: bytes = b"") -> FoundKey:
    return FoundKey(handle, PrivateKeyObject(key_id), value)


@pytest.mark.parametrize(
    ("keys", "public_keys", "expected"),
    [
        pytest.param([], [], None, id="no keys"),
        pytest.param([key(1, b"A")], [], 1, id="the only one by name"),
        pytest.param([key(1, b"B")], [], None, id="another name"),
        pytest.param([key(1, b"")], [], None, id="no name"),
        pytest.param([key(1, b"B", MODULUS)], [], 1, id="the modulus beats the name"),
        pytest.param([key(1, b"A", OTHER)], [], None, id="another modulus under the name"),
        pytest.param([key(1, b"A", OTHER), key(2, b"A", MODULUS)], [], 2, id="one name for two"),
        pytest.param([key(1, b"B", MODULUS), key(2, b"A", MODULUS)], [], 2, id="a copy"),
        pytest.param([key(1, b"B")], [PublicKey(b"B", POINT)], 1, id="by its public key"),
        pytest.param(
            [key(1, b"A"), key(2, b"B")], [PublicKey(b"B", POINT)], 2, id="public key beats name"
        ),
        pytest.param([key(1, b"A")], [PublicKey(b"A", b"")], 1, id="a silent public key"),
    ],
)
def test_the_key_is_found(
    keys: list[FoundKey], public_keys: list[PublicKey], expected: int | None
) -> None:
    found = find_key(keys, public_keys, DER, b"A")
    assert (found.handle if found else None) == expected


def test_a_certificate_without_a_name_takes_no_key_without_one() -> None:
    assert find_key([key(1, b"")], [], DER, b"") is None


def test_a_public_key_belongs_by_its_value_or_else_by_its_name() -> None:
    assert PublicKey(b"B", POINT).belongs_to(DER, b"A")
    assert not PublicKey(b"A", OTHER).belongs_to(DER, b"A")
    assert PublicKey(b"A", b"").belongs_to(DER, b"A")
    assert not PublicKey(b"", b"").belongs_to(DER, b"")
