"""Loading a driver, and saying why it cannot be loaded."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_app.core.errors.tokens import (
    DriverDependencyError,
    DriverFailedError,
    DriverMissingError,
    DriverNotPkcs11Error,
)
from desktop_app.signing.helper.cryptoki import Cryptoki
from desktop_app.signing.helper.return_codes import OperationFailed

# glibc: "libfoo.so.1: cannot open shared object file: No such file or directory".
_MISSING_LIBRARY = re.compile(r"^(?P<name>[^:]+): cannot open shared object file")
# macOS: "Library not loaded: @rpath/libfoo.dylib".
_MISSING_ON_MACOS = re.compile(r"Library not loaded: (?P<name>\S+)")
_WINDOWS_MODULE_NOT_FOUND = 126


def load_driver(path: str) -> Cryptoki:
    """Load the driver in ``path``.

    Raises ``OperationFailed`` for what stops the system's loader, and what ``Cryptoki`` raises
    for a driver that loads and then refuses.
    """
    try:
        return Cryptoki(path)
    except AttributeError:
        raise OperationFailed(DriverNotPkcs11Error.code) from None
    except OSError as error:
        raise _cause(path, error) from None


def _cause(path: str, error: OSError) -> OperationFailed:
    if not Path(path).is_file():
        return OperationFailed(DriverMissingError.code)
    text = str(error)
    found = _MISSING_LIBRARY.search(text) or _MISSING_ON_MACOS.search(text)
    if found and found["name"] != path:
        return OperationFailed(DriverDependencyError.code, dependency=Path(found["name"]).name)
    if getattr(error, "winerror", None) == _WINDOWS_MODULE_NOT_FOUND:
        # Windows does not say which library is missing.
        return OperationFailed(DriverDependencyError.code, dependency="")
    if "invalid ELF header" in text or "file too short" in text:
        return OperationFailed(DriverNotPkcs11Error.code)
    return OperationFailed(DriverFailedError.code, detail=text[:500])
