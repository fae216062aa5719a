"""The functions that Рутокен has beyond PKCS#11, called through their table."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, byref, c_ulong, c_void_p

import pytest

from tests.modules.pkcs11_numbers import CODES
from tests.modules.raw_pkcs11 import RawModule
from tests.modules.training_token import LABEL, PIN, SO_PIN, TokenStore, module_under_test

COUNT = 34
GET_TOKEN_INFO, UNBLOCK_USER_PIN, SET_TOKEN_NAME, GET_TOKEN_NAME = 2, 3, 4, 11
OFFERED = {0, GET_TOKEN_INFO, UNBLOCK_USER_PIN, SET_TOKEN_NAME, GET_TOKEN_NAME}
NOT_SUPPORTED, WORD = 0x54, ctypes.sizeof(c_ulong)
SERIAL_AT = 14 * WORD
WHOLE = 256
WITHOUT_BATTERY = WHOLE - 2 * WORD


class Table(ctypes.Structure):
    """CK_FUNCTION_LIST_EXTENDED."""

    _fields_ = [("version", ctypes.c_ubyte * 2), ("call", c_void_p * COUNT)]


def table(library: ctypes.CDLL) -> list[Callable[..., int]]:
    found = POINTER(Table)()
    assert library.C_EX_GetFunctionListExtended(byref(found)) == 0
    return [ctypes.CFUNCTYPE(c_ulong)(address) for address in found.contents.call]


@pytest.fixture
def calls(raw: RawModule) -> list[Callable[..., int]]:
    return table(raw.library)


def information(call: Callable[..., int], size: int) -> tuple[int, bytes]:
    """Return code and structure, in a room that is larger than the size told."""
    room = ctypes.create_string_buffer(b"\xee" * 300, 300)
    ctypes.memmove(room, bytes(c_ulong(size)), WORD)
    return call(c_ulong(0), room), room.raw


def words(structure: bytes) -> list[int]:
    return [int.from_bytes(structure[at : at + WORD], "little") for at in range(0, SERIAL_AT, WORD)]


def test_the_table_is_there_before_the_module_is_initialised() -> None:
    calls = table(ctypes.CDLL(str(module_under_test())))
    assert information(calls[GET_TOKEN_INFO], WHOLE)[0] == CODES["not initialised"]


@pytest.mark.parametrize("size", [WHOLE, WITHOUT_BATTERY])
def test_both_sizes_of_the_structure_are_filled_and_no_more(
    calls: list[Callable[..., int]], store: TokenStore, size: int
) -> None:
    code, structure = information(calls[GET_TOKEN_INFO], size)
    assert code == 0
    told = words(structure)
    assert told[0] == size
    assert told[6:14] == [32, 6, 32, 6, 10, 10, 10, 10]
    serial = structure[SERIAL_AT : SERIAL_AT + 8]
    assert f"serial num         : {serial[4:].hex()}" in store.tool("--list-slots")
    assert serial[:4] == bytes(4)
    assert structure[size:] == b"\xee" * (300 - size)


@pytest.mark.parametrize("size", [0, 8, WHOLE - 1, WHOLE + 1, 2**63])
def test_a_structure_of_another_size_is_left_alone(
    calls: list[Callable[..., int]], size: int
) -> None:
    code, structure = information(calls[GET_TOKEN_INFO], size)
    assert code == CODES["arguments"]
    assert structure[WORD:] == b"\xee" * (300 - WORD)


def test_only_the_administrator_unblocks_and_the_old_pin_counts_again(
    calls: list[Callable[..., int]], raw: RawModule
) -> None:
    session = raw.open(0)
    for _ in range(9):
        assert raw.code("Login", session, 1, b"0000000", 7) == CODES["pin"]
    assert raw.code("Login", session, 1, b"0000000", 7) == CODES["locked"]
    assert raw.code("Login", session, 1, PIN.encode(), 7) == CODES["locked"]
    assert calls[UNBLOCK_USER_PIN](c_ulong(session)) == CODES["not logged in"]
    raw.login(session, SO_PIN, user=0)
    assert calls[UNBLOCK_USER_PIN](c_ulong(session)) == 0
    raw.ok("Logout", session)
    raw.login(session, PIN)
    assert calls[UNBLOCK_USER_PIN](c_ulong(session)) == CODES["not logged in"]


def test_a_long_name_is_kept_whole_and_shown_cut_at_a_character(
    calls: list[Callable[..., int]], raw: RawModule, store: TokenStore
) -> None:
    session, name = raw.open(0), ("Токен " + "ё" * 29).encode()
    raw.login(session, PIN)
    assert calls[SET_TOKEN_NAME](c_ulong(session), name, c_ulong(len(name))) == CODES["length"]
    name = name[:63]
    assert calls[SET_TOKEN_NAME](c_ulong(session), name, c_ulong(len(name))) == 0
    length = c_ulong()
    assert calls[GET_TOKEN_NAME](c_ulong(session), None, byref(length)) == 0
    buffer = ctypes.create_string_buffer(length.value)
    assert calls[GET_TOKEN_NAME](c_ulong(session), buffer, byref(length)) == 0
    assert buffer.raw == name
    assert list(store.slots()) == ["Токен " + "ё" * 10]
    assert LABEL not in store.slots()


def test_the_rest_says_that_it_is_not_offered(calls: list[Callable[..., int]]) -> None:
    others = [call for index, call in enumerate(calls) if index not in OFFERED]
    assert len(others) == COUNT - len(OFFERED)
    assert {call(c_ulong(0), None, None) for call in others} == {NOT_SUPPORTED}
