"""A PIN in memory: shown to nobody, wiped after use as far as Python allows."""

from __future__ import annotations

from dataclasses import dataclass


class Pin:
    """Hold a PIN as UTF-8 bytes that can be overwritten.

    Never put into argv, environment, log, settings, crash dump or keyring.
    """

    __slots__ = ("_bytes",)

    def __init__(self, text: str) -> None:
        self._bytes = bytearray(text.encode("utf-8"))

    def reveal(self) -> str:
        """Return the PIN for the one request line that carries it."""
        return self._bytes.decode("utf-8")

    def copy(self) -> bytearray:
        """Return the UTF-8 bytes in a copy that the caller overwrites after use."""
        return bytearray(self._bytes)

    def wipe(self) -> None:
        """Overwrite the PIN with zeros and forget its length."""
        for index in range(len(self._bytes)):
            self._bytes[index] = 0
        self._bytes.clear()

    def __len__(self) -> int:
        return len(self._bytes.decode("utf-8"))

    def __bool__(self) -> bool:
        return bool(self._bytes)

    def __repr__(self) -> str:
        return "Pin(***)"

    def __reduce__(self) -> str:
        raise TypeError("a PIN is not serialised")


@dataclass(frozen=True, slots=True)
class PinGiven:
    """What a person gave for one login to a token."""

    pin: Pin | None
    """None for a PIN pad: the PIN is typed on the reader."""
    last_try_confirmed: bool = False
