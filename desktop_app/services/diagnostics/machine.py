"""The computer as the collectors see it, so that tests can hand them another one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

_SYSTEMS = {"win32": "windows", "darwin": "macos"}
_LARGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Completed:
    """What a command came to."""

    exit_code: int
    """Negative when it was killed by a signal; ``NOT_FOUND`` and ``TIMED_OUT`` below."""
    output: str
    errors: str = ""


NOT_FOUND = 127
TIMED_OUT = 124


class Machine(Protocol):
    """What collectors ask of the operating system."""

    @property
    def system(self) -> str:
        """``linux``, ``windows`` or ``macos``."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of this process."""

    def path(self, name: str) -> Path:
        """Return where the absolute path ``name`` lies: itself, or below a recorded root."""

    def read(self, name: str) -> bytes | None:
        """Return the first megabytes of a file; None where it cannot be read."""

    def run(self, command: Sequence[str], limit_seconds: float = 5.0) -> Completed:
        """Run a command that only looks, without a shell, and return its output."""


@dataclass(frozen=True, slots=True)
class ThisMachine:
    """The computer that the program runs on; ``root`` stands in place of ``/``."""

    root: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    system: str = _SYSTEMS.get(sys.platform, "linux")

    def path(self, name: str) -> Path:
        """Return where the absolute path ``name`` lies."""
        return self.root / name.lstrip("/") if self.system != "windows" else Path(name)

    def read(self, name: str) -> bytes | None:
        """Return the first megabytes of a file; None where it cannot be read."""
        try:
            with self.path(name).open("rb") as stream:
                return stream.read(_LARGEST_FILE)
        except OSError:
            return None

    def run(self, command: Sequence[str], limit_seconds: float = 5.0) -> Completed:
        """Run a command that only looks, without a shell, and return its output."""
        program = shutil.which(command[0], path=self._search_path())
        if program is None:
            return Completed(NOT_FOUND, "")
        try:
            done = subprocess.run(
                [program, *command[1:]],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=limit_seconds,
                check=False,
                env={**self.environment, "LC_ALL": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired:
            return Completed(TIMED_OUT, "")
        except OSError:
            return Completed(NOT_FOUND, "")
        return Completed(done.returncode, _text(done.stdout), _text(done.stderr))

    def _search_path(self) -> str:
        """People's PATH often lacks the folders of administration."""
        own = self.environment.get("PATH", os.defpath)
        return own if self.system == "windows" else f"{own}:/usr/sbin:/sbin"


@dataclass(frozen=True, slots=True)
class RecordedMachine:
    """A computer as it was recorded: files below a folder, commands with their answers."""

    system: str
    root: Path = Path("/nonexistent")
    environment: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Completed] = field(default_factory=dict)
    """By the first words of the command line; the longest that fits wins."""

    def path(self, name: str) -> Path:
        """Return where the absolute path ``name`` lies below the recorded root."""
        return self.root / name.lstrip("/")

    def read(self, name: str) -> bytes | None:
        """Return a recorded file; None where it is none."""
        try:
            return self.path(name).read_bytes()
        except OSError:
            return None

    def run(self, command: Sequence[str], limit_seconds: float = 5.0) -> Completed:
        """Return the recorded answer to a command."""
        line = " ".join(command)
        fitting = [start for start in self.answers if line.startswith(start)]
        return self.answers[max(fitting, key=len)] if fitting else Completed(NOT_FOUND, "")


def _text(output: bytes) -> str:
    """Decode a command's output; Russian Windows tools answer in code page 866."""
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError:
        return output.decode("cp866", "replace")
