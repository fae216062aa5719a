"""PC/SC: the readers, their cards, and whether a card lets itself be reached.

No command goes to a card: a connection is made beside others and leaves the card as it is.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from desktop_app.signing.helper.pcsc_layout import Layout, layout_of
from desktop_app.signing.reader_protocol import (
    NO_READERS,
    SUCCESS,
    ConnectAnswer,
    LookAnswer,
    ReaderState,
)

_SCOPE_SYSTEM = 2
_SHARE_SHARED = 2
_ANY_PROTOCOL = 3
_LEAVE_CARD = 0
_PRESENT, _EXCLUSIVE, _IN_USE, _MUTE = 0x20, 0x80, 0x100, 0x200
_UNAWARE = 0
_GET_FEATURES = 3400
_VERIFY_PIN_DIRECT, _TLV_PROPERTIES = 0x06, 0x12
_MAX_APDU_TAG = 0x0A
_SHORT_APDU = 261
_LARGEST_LIST = 1 << 20


class SmartCards:
    """One context of the smart-card service. Raises ``OSError`` where there is no library."""

    def __init__(self, library: str = "", platform: str = sys.platform) -> None:
        self._layout = layout_of(platform)
        self._library = _loaded(library or self._layout.library, self._layout)
        self._context = self._layout.context()

    def establish(self) -> int:
        """Open the context and return the service's code."""
        scope = self._layout.dword(_SCOPE_SYSTEM)
        return self._call("SCardEstablishContext", scope, None, None, self._to(self._context))

    def look(self) -> LookAnswer:
        """Return the readers and their states at this moment."""
        code, names = self._names()
        if code != SUCCESS or not names:
            return LookAnswer(SUCCESS if code == NO_READERS else code)
        states = (self._layout.state * len(names))()
        for state, name in zip(states, names, strict=True):
            state.name = name if self._layout.wide else name.encode()
            state.current_state = _UNAWARE
        count, at_once = self._layout.dword(len(names)), self._layout.dword(0)
        function = self._layout.function("SCardGetStatusChange")
        code = self._call(function, self._context, at_once, states, count)
        if code != SUCCESS:
            return LookAnswer(code)
        return LookAnswer(code, tuple(map(_state, states, names)))

    def connect(self, reader: str) -> ConnectAnswer:
        """Connect to a card beside others, ask the reader what it can do, and leave the card."""
        layout = self._layout
        card, protocol = layout.context(), layout.dword()
        code = self._call(
            layout.function("SCardConnect"),
            self._context,
            reader if layout.wide else reader.encode(),
            layout.dword(_SHARE_SHARED),
            layout.dword(_ANY_PROTOCOL),
            self._to(card),
            self._to(protocol),
        )
        if code != SUCCESS:
            return ConnectAnswer(code)
        try:
            features = _tags(self._control(card, layout.control_code(_GET_FEATURES)))
            return ConnectAnswer(
                code, self._takes_long_commands(card, features), _VERIFY_PIN_DIRECT in features
            )
        finally:
            self._call("SCardDisconnect", card, layout.dword(_LEAVE_CARD))

    def _names(self) -> tuple[int, list[str]]:
        layout = self._layout
        function = layout.function("SCardListReaders")
        length = layout.dword(0)
        code = self._call(function, self._context, None, None, self._to(length))
        if code != SUCCESS or not 0 < length.value < _LARGEST_LIST:
            return code, []
        kind = ctypes.c_wchar if layout.wide else ctypes.c_char
        buffer = (kind * length.value)()
        code = self._call(function, self._context, None, buffer, self._to(length))
        text = _text(buffer[: length.value])
        return code, [name for name in text.split("\0") if name]

    def _takes_long_commands(self, card: Any, features: dict[int, bytes]) -> bool | None:
        """Ask the reader's driver, not the card."""
        if _TLV_PROPERTIES not in features:
            return None
        number = int.from_bytes(features[_TLV_PROPERTIES], "big")
        largest = _tags(self._control(card, number)).get(_MAX_APDU_TAG, b"")
        size = int.from_bytes(largest, "little")
        return size > _SHORT_APDU if size else None

    def _control(self, card: Any, code: int) -> bytes:
        layout = self._layout
        answer = (ctypes.c_ubyte * 264)()
        length = layout.dword()
        result = self._call(
            layout.control,
            card,
            layout.dword(code),
            None,
            layout.dword(0),
            answer,
            layout.dword(len(answer)),
            self._to(length),
        )
        return bytes(answer[: length.value]) if result == SUCCESS else b""

    def _call(self, name: str, *arguments: object) -> int:
        function = getattr(self._library, name)
        function.restype = self._layout.long
        return int(function(*arguments)) & 0xFFFFFFFF

    @staticmethod
    def _to(value: Any) -> Any:
        return ctypes.byref(value)


def _loaded(library: str, layout: Layout) -> Any:
    if layout.wide:
        return ctypes.WinDLL(library)  # type: ignore[attr-defined,unused-ignore] # Windows only
    return ctypes.CDLL(library)


def _state(state: Any, name: str) -> ReaderState:
    event = int(state.event_state)
    return ReaderState(
        name=name,
        present=bool(event & _PRESENT),
        mute=bool(event & _MUTE),
        exclusive=bool(event & _EXCLUSIVE),
        in_use=bool(event & _IN_USE),
        atr=bytes(state.atr[: min(int(state.atr_length), len(state.atr))]).hex().upper(),
    )


def _text(characters: bytes | str) -> str:
    return characters if isinstance(characters, str) else characters.decode("utf-8", "replace")


def _tags(answer: bytes) -> dict[int, bytes]:
    """Take apart tag, length, value; what is cut off is left out."""
    found, place = {}, 0
    while place + 2 <= len(answer):
        tag, length = answer[place], answer[place + 1]
        value = answer[place + 2 : place + 2 + length]
        if len(value) == length:
            found[tag] = value
        place += 2 + length
    return found
