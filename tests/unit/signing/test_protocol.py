"""Messages survive the line between the program and its helper."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.signing.protocol import (
    NO_RESULT,
    VERSION,
    Answer,
    CertificateObject,
    Contents,
    Failure,
    OpenedKey,
    Operation,
    PrivateKeyObject,
    Request,
    SessionRequest,
    Signatures,
    SignRequest,
    Slots,
    TokenState,
    decode,
    encode,
    wipe,
)

MESSAGES = (Slots, Contents, OpenedKey, Signatures, Failure, TokenState, CertificateObject)


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_message_comes_back_as_it_went(kind: type, data: st.DataObject) -> None:
    text = st.text(st.characters(exclude_categories=["Cs"]))
    values = st.dictionaries(text, st.integers(-(2**53), 2**53) | text)
    st.register_type_strategy(Failure, st.builds(Failure, text, values))
    message = data.draw(st.from_type(kind))
    line = encode(message)
    assert b"\n" not in line
    assert decode(line, kind) == message


@given(pin=st.binary(max_size=64), data=st.binary())
def test_a_pin_travels_inside_the_request_and_both_buffers_can_be_wiped(
    pin: bytes, data: bytes
) -> None:
    request = SignRequest("ECDSA", (data,), pin=bytearray(pin))
    inner = encode(request)
    line = encode(Request(VERSION, 1, Operation.SIGN, msgspec.Raw(inner)))
    arrived = decode(decode(line, Request).arguments, SignRequest)
    assert arrived.pin == bytearray(pin)
    wipe(arrived.pin)
    wipe(line)
    assert set(line) <= {0}
    assert not arrived.pin or set(arrived.pin) == {0}


def test_no_message_shows_its_pin() -> None:
    session = SessionRequest(1, "serial", "label", b"", b"", bytearray(b"hidden-pin"))
    sign = SignRequest("ECDSA", (b"",), pin=bytearray(b"hidden-pin"))
    line = Request(VERSION, 1, Operation.OPEN, msgspec.Raw(encode(session)))
    assert "hidden-pin" not in f"{session}{sign}{line}"


def test_an_answer_is_one_flat_line_of_json() -> None:
    key = PrivateKeyObject(b"\x01")
    answer = Answer(VERSION, 3, Operation.POLL, NO_RESULT, Failure("pin.locked"))
    assert json.loads(encode(answer)) == {
        "version": VERSION,
        "id": 3,
        "operation": "poll",
        "result": None,
        "failure": {"code": "pin.locked", "data": {}},
    }
    assert json.loads(encode(key))["key_id"] == "AQ=="


@given(st.binary(max_size=300))
def test_whatever_arrives_is_a_message_or_a_value_error(line: bytes) -> None:
    try:
        decode(line, Answer)
    except ValueError:
        return
    assert json.loads(line)["version"] is not None
