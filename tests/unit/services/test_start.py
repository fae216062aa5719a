"""What the window imports before its first paint stays light (design/style.md, trap 10)."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("requests", "urllib3", "cryptography", "keyring", "pkcs11", "asn1crypto", "msgspec")


@pytest.mark.parametrize(
    "module",
    [
        "desktop_app.composition",
        "desktop_app.services.program",
        "desktop_app.services.use_cases",
        "desktop_app.services.training",
        "desktop_app.services.storage.settings",
    ],
)
def test_what_the_window_knows_of_the_services_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
