"""Loading native libraries through ctypes, and what it means when they do not answer."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# Beside a packaged program and, on macOS, Homebrew's two places, which its loader leaves out.
_FOLDERS = (
    str(Path(sys.executable).parent),
    *(("/opt/homebrew/lib", "/usr/local/lib") if sys.platform == "darwin" else ()),
)
Readable = bytes | bytearray | memoryview
Declaration = tuple[str, object, tuple[object, ...]]
"""Name of a function, type of its result, types of its arguments."""


class NativeLibraryError(Exception):
    """A native library gave no answer; ``str`` says why."""


class LibraryMissingError(NativeLibraryError):
    """The library is not here, or it refuses to work."""


class LibraryRefusedError(NativeLibraryError):
    """The library returned an error; ``code`` is its own number."""

    def __init__(self, library: str, code: int) -> None:
        super().__init__(f"{library} {code}")
        self.code = code


def load_library(names: Mapping[str, str]) -> ctypes.CDLL:
    """Load a library by its file name for ``sys.platform``; ``linux`` names any other system's.

    A file beside the program comes before what the system's loader finds. Raises
    ``LibraryMissingError`` with the loader's word for it.
    """
    name = names.get(sys.platform, names["linux"])
    files = (Path(folder, name) for folder in _FOLDERS)
    found = next((str(each) for each in files if each.is_file()), name)
    try:
        return ctypes.CDLL(found)
    except OSError as error:
        raise LibraryMissingError(str(error)) from error


def declare(library: ctypes.CDLL, functions: Iterable[Declaration]) -> None:
    """Tell ctypes the types of functions; raises ``LibraryMissingError`` where one is absent."""
    for name, result, arguments in functions:
        try:
            function = getattr(library, name)
        except AttributeError as error:
            raise LibraryMissingError(str(error)) from error
        function.restype, function.argtypes = result, arguments


def octets(data: Readable) -> bytes | ctypes.Array[ctypes.c_char]:
    """Return what a ``char *`` argument takes, copied only where ctypes cannot point at it."""
    if isinstance(data, bytes):
        return data
    view = memoryview(data)
    if view.readonly or not view.c_contiguous or not view.nbytes:
        return view.tobytes()
    return (ctypes.c_char * view.nbytes).from_buffer(view)
