"""How PC/SC looks in memory: widths and names differ between the three systems."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any


class LinuxReaderState(ctypes.Structure):
    """SCARD_READERSTATE of pcsc-lite: DWORD is as wide as a pointer."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("user_data", ctypes.c_void_p),
        ("current_state", ctypes.c_ulong),
        ("event_state", ctypes.c_ulong),
        ("atr_length", ctypes.c_ulong),
        ("atr", ctypes.c_ubyte * 33),
    )


class MacosReaderState(ctypes.Structure):
    """SCARD_READERSTATE of PCSC.framework: 32 bits and packed."""

    _pack_ = 1
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("user_data", ctypes.c_void_p),
        ("current_state", ctypes.c_uint32),
        ("event_state", ctypes.c_uint32),
        ("atr_length", ctypes.c_uint32),
        ("atr", ctypes.c_ubyte * 33),
    )


class WindowsReaderState(ctypes.Structure):
    """SCARD_READERSTATEW of winscard.dll."""

    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("user_data", ctypes.c_void_p),
        ("current_state", ctypes.c_uint32),
        ("event_state", ctypes.c_uint32),
        ("atr_length", ctypes.c_uint32),
        ("atr", ctypes.c_ubyte * 36),
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """What a caller of one system's PC/SC library has to know."""

    library: str
    dword: Any
    """Type of DWORD."""
    long: Any
    """Type of LONG, which the functions return."""
    context: Any
    """Type of SCARDCONTEXT and SCARDHANDLE."""
    state: Any
    wide: bool = False
    """Names are UTF-16 and functions end in W."""
    control: str = "SCardControl"
    first_control_code: int = 0x42000000

    def control_code(self, number: int) -> int:
        """Return SCARD_CTL_CODE(number)."""
        if self.first_control_code == 0:
            return 0x31 << 16 | number << 2
        return self.first_control_code + number

    def function(self, name: str) -> str:
        """Return the exported name of a function that takes text."""
        return f"{name}W" if self.wide else name


LINUX = Layout("libpcsclite.so.1", ctypes.c_ulong, ctypes.c_long, ctypes.c_long, LinuxReaderState)
MACOS = Layout(
    "/System/Library/Frameworks/PCSC.framework/PCSC",
    ctypes.c_uint32,
    ctypes.c_int32,
    ctypes.c_int32,
    MacosReaderState,
    control="SCardControl132",
)
WINDOWS = Layout(
    "winscard.dll",
    ctypes.c_uint32,
    ctypes.c_int32,
    ctypes.c_size_t,
    WindowsReaderState,
    wide=True,
    first_control_code=0,
)


def layout_of(platform: str) -> Layout:
    """Return the layout for a value of ``sys.platform``."""
    return {"win32": WINDOWS, "darwin": MACOS}.get(platform, LINUX)
