"""Finds SoftHSM's PKCS#11 driver."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop_app.core.errors.state import TrainingFailedError

_MODULES: Final = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "C:/SoftHSM2/lib/softhsm2-x64.dll",
)


def softhsm_module() -> Path:
    """Return SoftHSM's PKCS#11 driver; raise ``TrainingFailedError`` where it is missing."""
    for candidate in map(Path, _MODULES):
        if candidate.exists():
            return candidate
    raise TrainingFailedError("SoftHSM (libsofthsm2) is not installed")
