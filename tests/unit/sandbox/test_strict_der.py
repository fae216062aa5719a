"""Strict DER, against vectors and against another encoder."""

from __future__ import annotations

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.sandbox.portal.strict_der import NotDerError, require_der

LOOSE = {
    "nothing": "",
    "a tag only": "30",
    "cut off": "3003020105"[:-2],
    "bytes after": "020105" + "00",
    "indefinite length": "3080" + "020105" + "0000",
    "length not minimal": "308103020105",
    "length with a zero": "30820003020105",
    "huge length": "3085" + "01" * 5,
    "integer padded with 00": "02020001",
    "integer padded with ff": "0202ff80",
    "empty integer": "0200",
    "boolean of 1": "010101",
    "null with content": "050100",
    "constructed octet string": "2403040100",
    "primitive sequence": "1000",
    "set out of order": "3106020105020101",
    "member past its end": "3003020205",
    "too deep": "30820138" + "",
}


@pytest.mark.parametrize("name", LOOSE)
def test_other_encodings_are_refused(name: str) -> None:
    with pytest.raises(NotDerError):
        require_der(bytes.fromhex(LOOSE[name]))


def test_deep_nesting_is_refused() -> None:
    value = b""
    for _ in range(50):
        value = b"\x30" + bytes([len(value)]) + value
    with pytest.raises(NotDerError):
        require_der(value)


@pytest.mark.parametrize(
    "value", ["020100", "020180", "0101ff", "0500", "3000", "3106020101020105"]
)
def test_der_is_accepted(value: str) -> None:
    require_der(bytes.fromhex(value))


@given(st.lists(st.integers() | st.binary(max_size=300), max_size=8))
def test_what_another_encoder_writes_is_accepted(values: list[int | bytes]) -> None:
    encoded = b"".join(
        (core.Integer(value) if isinstance(value, int) else core.OctetString(value)).dump()
        for value in values
    )
    require_der(core.Sequence(contents=encoded).dump())


@given(st.binary(max_size=200))
def test_any_bytes_end_in_an_answer(data: bytes) -> None:
    try:
        require_der(data)
    except NotDerError:
        return
    assert data
