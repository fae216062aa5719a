"""Finds the driver of the training ГОСТ token (resources/training-token)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from desktop_app.core.errors.state import TrainingFailedError
from desktop_app.core.resources import resource_path

STORE_VARIABLE: Final = "NMO_TRAINING_TOKENS"
"""Names the folder whose sub-folders are the tokens that are plugged in."""
_NAMES: Final = {"win32": "nmo-training-token.dll", "darwin": "libnmo-training-token.dylib"}
_DEFAULT_NAME: Final = "libnmo-training-token.so"


def training_token_module() -> Path:
    """Return the training token's PKCS#11 driver, which ``scripts/setup`` builds on Linux.

    Raises ``TrainingFailedError`` where it is missing.
    """
    name = _NAMES.get(sys.platform, _DEFAULT_NAME)
    module = resource_path("training-token", name)
    if not module.exists():
        raise TrainingFailedError(f"the training token ({name}) is not built")
    return module
