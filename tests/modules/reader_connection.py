"""A program that holds a card for itself, as far as PC/SC (pcsc-lite) lets it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

_SCOPE_SYSTEM = 2
_SHARE_EXCLUSIVE = 1
_ANY_PROTOCOL = 3
_LEAVE_CARD = 0


@contextmanager
def exclusive_connection(reader: str) -> Iterator[None]:
    """Connect to the card in ``reader`` so that no other program can."""
    library = ctypes.CDLL("libpcsclite.so.1")
    context, card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    established = library.SCardEstablishContext(
        ctypes.c_ulong(_SCOPE_SYSTEM), None, None, ctypes.byref(context)
    )
    assert established == 0
    try:
        connected = library.SCardConnect(
            context,
            reader.encode(),
            ctypes.c_ulong(_SHARE_EXCLUSIVE),
            ctypes.c_ulong(_ANY_PROTOCOL),
            ctypes.byref(card),
            ctypes.byref(protocol),
        )
        assert connected == 0, hex(connected & 0xFFFFFFFF)
        yield
        library.SCardDisconnect(card, ctypes.c_ulong(_LEAVE_CARD))
    finally:
        library.SCardReleaseContext(context)
