"""Does every import-linter contract hold, and would it notice a violation?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).parent / "lint-imports"

VIOLATIONS = [
    ("layers", "core", "import desktop_app.signing.launch"),
    ("layers", "signing", "import desktop_app.services.portal"),
    ("layers", "services", "import desktop_app.ui"),
    ("layers", "cli", "import desktop_app.ui"),
    ("layers", "ui", "import desktop_app.composition"),
    ("layers", "sandbox", "import desktop_app.cli"),
    ("sandbox", "services", "from desktop_app.sandbox import people"),
    ("sandbox", "cli", "from desktop_app import sandbox"),
    ("sandbox-contract", "sandbox", "from desktop_app.services import storage"),
    ("helper", "signing", "import desktop_app.signing.helper.main"),
    ("helper", "services", "from desktop_app.signing import helper"),
    ("qt", "cli", "from PySide6.QtCore import QObject"),
    ("qt", "core", "import shiboken6"),
    ("drivers", "signing", "import pkcs11"),
    ("drivers", "services", "import ctypes"),
    ("pages", "ui/pages", "from desktop_app.ui.pages import planted_neighbour"),
    (
        "checks",
        "services/diagnostics/checks",
        "from desktop_app.services.diagnostics.checks import planted_neighbour",
    ),
    ("threads", "ui", "from threading import Thread"),
    ("server", "services", "from fastapi import FastAPI"),
    ("pdf-worker", "services", "from desktop_app.services.pdf.worker import mending"),
    ("pdf-readers", "signing", "import pikepdf"),
    ("pdf-readers", "cli", "import pypdfium2"),
]


def run_linter(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def contract_names() -> dict[str, str]:
    settings = ConfigParser()
    settings.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {
        section.removeprefix(prefix): settings[section]["name"]
        for section in settings.sections()
        if section.startswith(prefix)
    }


@pytest.fixture
def copied_package(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "desktop_app", tmp_path / "desktop_app", ignore=ignored)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    result = run_linter(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_has_a_violation_below() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(contract_names())


def test_every_folder_of_modules_is_a_package() -> None:
    """A contract does not see what lies in a folder without ``__init__.py``."""
    folders = {path.parent for path in (ROOT / "desktop_app").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(("contract", "package", "statement"), VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(
    copied_package: Path, contract: str, package: str, statement: str
) -> None:
    folder = copied_package / "desktop_app" / package
    (folder / "planted_neighbour.py").write_text("")
    (folder / "planted.py").write_text(f"{statement}\n")
    result = run_linter(copied_package, "--contract", contract)
    output = " ".join(result.stdout.split())
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract_names()[contract]} BROKEN" in output
    assert "planted" in output
