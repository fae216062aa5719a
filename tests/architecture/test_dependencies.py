"""Are the locks whole, without addresses, and is PySide6 one that does not abort?"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNTIME = [*PROJECT["dependencies"], *EXTRAS["window"], *EXTRAS["training"]]
LOCKS = {
    "requirements.lock": RUNTIME,
    "requirements-dev.lock": [*RUNTIME, *EXTRAS["development"]],
}


def locked_versions(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text("utf-8")
    return {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


class Emitter(QObject):
    happened = Signal(bool)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_every_requirement_of_the_project(lock: str) -> None:
    versions = locked_versions(lock)
    for line in LOCKS[lock]:
        requirement = Requirement(line)
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{line}: {version} is locked"


def test_both_locks_agree() -> None:
    development = locked_versions("requirements-dev.lock")
    assert locked_versions("requirements.lock").items() <= development.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.findall(r"^[\w.-]+==.*(?:\\\n.*)+", text, re.MULTILINE)
    assert len(entries) == len(locked_versions(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert not re.search(r"^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE)


def test_the_window_needs_the_essentials_only() -> None:
    assert [Requirement(line).name for line in EXTRAS["window"]] == ["PySide6-Essentials"]
    assert "6.12" not in Requirement(EXTRAS["window"][0]).specifier


def test_emitting_a_signal_keeps_the_references_to_true() -> None:
    """PySide6 6.12.0 drops one per emit and aborts Python 3.11 after some 570 of them."""
    emitter = Emitter()
    emits = 400
    before = sys.getrefcount(True)
    for _ in range(emits):
        emitter.happened.emit(True)
    assert abs(sys.getrefcount(True) - before) < emits / 2
