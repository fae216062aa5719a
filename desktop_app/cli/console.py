"""What the command asks a person at the terminal."""

from __future__ import annotations

import getpass
import sys
import warnings
from typing import Protocol

from desktop_app.core.errors.tokens import PinRequiredError, PinUnusableError
from desktop_app.core.pin import Pin

_LONGEST_LINE = 1024


class Console(Protocol):
    """A terminal with a person, or a pipe."""

    def hidden_line(self, prompt: str) -> Pin:
        """Ask for a PIN without echo. Raises ``PinRequiredError`` where nobody can be asked."""

    def line(self, prompt: str) -> str:
        """Ask for a line. Raises ``PinRequiredError`` where nobody can be asked."""

    def has_person(self) -> bool:
        """Whether somebody sits there who can be asked."""

    def piped_line(self) -> Pin:
        """Return the first line of standard input. Raises ``PinUnusableError``."""


class Terminal:
    """The real terminal."""

    def hidden_line(self, prompt: str) -> Pin:
        """Ask on the controlling terminal; never fall back to echoing standard input."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            try:
                return Pin(getpass.getpass(f"{prompt} ", stream=None))
            except (EOFError, OSError, getpass.GetPassWarning):
                raise PinRequiredError from None

    def line(self, prompt: str) -> str:
        """Ask on standard error and read standard input, which must be a terminal."""
        if not sys.stdin.isatty():
            raise PinRequiredError
        sys.stderr.write(f"{prompt} ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:  # The person closed the input; an empty answer has its line end.
            raise PinRequiredError
        return answer.strip()

    def has_person(self) -> bool:
        """Whether standard input and standard error are a terminal."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def piped_line(self) -> Pin:
        """Read one line of UTF-8 text, without its end."""
        line = bytearray(sys.stdin.buffer.readline(_LONGEST_LINE + 1))
        try:
            return (
                Pin(line.rstrip(b"\r\n").decode("utf-8")) if len(line) <= _LONGEST_LINE else _no()
            )
        except UnicodeDecodeError:
            return _no()
        finally:
            line[:] = bytes(len(line))


def _no() -> Pin:
    raise PinUnusableError
