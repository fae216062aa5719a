"""PC/SC in memory on the three systems, against the published headers."""

from __future__ import annotations

import ctypes

import pytest

from desktop_app.signing.helper.pcsc_layout import LINUX, MACOS, WINDOWS, Layout, layout_of
from desktop_app.signing.helper.smart_cards import _tags

_64_BIT = ctypes.sizeof(ctypes.c_void_p) == 8
GET_FEATURES = 3400


@pytest.mark.skipif(not _64_BIT, reason="sizes of 64-bit systems")
@pytest.mark.parametrize(
    ("layout", "size", "event", "atr"),
    [(LINUX, 80, 24, 40), (MACOS, 61, 20, 28), (WINDOWS, 64, 20, 28)],
)
def test_the_state_of_a_reader_lies_as_in_the_headers(
    layout: Layout, size: int, event: int, atr: int
) -> None:
    assert ctypes.sizeof(layout.state) == size
    assert layout.state.event_state.offset == event
    assert layout.state.atr.offset == atr


def test_control_codes_are_those_of_each_system() -> None:
    assert WINDOWS.control_code(GET_FEATURES) == 0x313520
    assert LINUX.control_code(GET_FEATURES) == 0x42000D48
    assert MACOS.control_code(GET_FEATURES) == 0x42000D48


def test_functions_with_text_are_wide_on_windows_alone() -> None:
    assert WINDOWS.function("SCardConnect") == "SCardConnectW"
    assert LINUX.function("SCardConnect") == "SCardConnect"
    assert MACOS.control == "SCardControl132"


def test_each_platform_has_its_layout() -> None:
    assert [layout_of(each) for each in ("linux", "win32", "darwin")] == [LINUX, WINDOWS, MACOS]


def test_tags_that_are_cut_off_are_left_out() -> None:
    assert _tags(bytes.fromhex("0604420000011204")) == {6: bytes.fromhex("42000001")}
    assert _tags(b"\x06") == {}
    assert _tags(b"") == {}
