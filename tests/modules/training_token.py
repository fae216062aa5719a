"""A store of training tokens for one test, and pkcs11-tool to work on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.sandbox.training_token_module import (
    STORE_VARIABLE,
    training_token_module,
)

LABEL = "Карта"
PIN = "1234567"
SO_PIN = "7654321"
_ROOT = Path(__file__).parents[2]
_BEGINNING = """
import ctypes, os, sys
from pathlib import Path
from tests.modules.raw_pkcs11 import RawModule
from tests.modules.token_objects import pair
from tests.modules.training_token import PIN
raw = RawModule(Path(sys.argv[1]))
raw.ok("Initialize", None)
"""
GENERATED = {
    "256:A": "TC26 256-A",
    "256:B": "CryptoPro-A",
    "256:C": "CryptoPro-B",
    "256:D": "CryptoPro-C",
    "512:A": "TC26 512-A",
    "512:B": "TC26 512-B",
    "512:C": "TC26 512-C",
}
"""What pkcs11-tool calls a parameter set, and the curve that it is."""


def module_under_test() -> Path:
    """Return the module, or another build of it that TRAINING_TOKEN_MODULE names."""
    named = os.environ.get("TRAINING_TOKEN_MODULE")
    return Path(named) if named else training_token_module()


@dataclass(frozen=True)
class TokenStore:
    """A folder of plugged-in tokens."""

    folder: Path
    module: Path = field(default_factory=module_under_test)
    variables: Mapping[str, str] = field(default_factory=dict)
    """More environment for programs that load the module."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that loads the module."""
        return {**os.environ, **self.variables, STORE_VARIABLE: str(self.folder)}

    def card(self, name: str, **limits: int) -> Path:
        """Plug in a blank card and return its folder."""
        folder = self.folder / name
        folder.mkdir()
        lines = [f"{key.replace('_', '-')} {number}\n" for key, number in limits.items()]
        if lines:
            (folder / "limits").write_text("".join(lines))
        return folder

    def initialised(self, name: str, label: str = LABEL, **limits: int) -> Path:
        """Plug in a card with both PINs set; the store must have no other blank card."""
        folder = self.card(name, **limits)
        slot = self.slots()[""]
        self.tool("--init-token", "--slot", str(slot), "--label", label, "--so-pin", SO_PIN)
        self.set_pin(label, SO_PIN, PIN)
        return folder

    def set_pin(self, label: str, so_pin: str, pin: str) -> None:
        """Set the user PIN of a token as an administrator does."""
        admin = ("--login", "--login-type", "so", "--so-pin", so_pin)
        self.tool("--token-label", label, *admin, "--init-pin", "--pin", pin)

    def take_out(self) -> None:
        """Unplug every token."""
        for folder in self._cards(self.folder):
            folder.rename(self._aside / folder.name)

    def put_in(self) -> None:
        """Plug in every token that was taken out or vanished, and end all faults."""
        self.faults()
        for where in (self._aside, Path(f"{self.folder}.removed")):
            for folder in self._cards(where):
                folder.rename(self.folder / folder.name)

    def obey(self, *order: str) -> None:
        """Follow an order of those that the virtual card knows."""
        match order:
            case ["insert"]:
                self.put_in()
            case ["eject"]:
                self.take_out()
            case ["delay", seconds]:
                self.faults(f"sign slow {float(seconds) * 1000:.0f}")
            case ["eject-on-sign"]:
                self.faults("sign vanish once")
            case _:
                raise ValueError(order)

    @property
    def _aside(self) -> Path:
        folder = Path(f"{self.folder}.aside")
        folder.mkdir(exist_ok=True)
        return folder

    @staticmethod
    def _cards(folder: Path) -> list[Path]:
        return [each for each in folder.glob("[!.]*") if each.is_dir()]

    def slots(self) -> dict[str, int]:
        """Return the slot of each token by its label; a blank card's is empty."""
        found, slot = {}, 0
        for line in self.tool("--list-slots").splitlines():
            if line.startswith("Slot "):
                slot = int(line.split()[1])
            elif "uninitialized" in line:
                found[""] = slot
            elif "token label" in line:
                found[line.split(":", 1)[1].strip()] = slot
        return found

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run pkcs11-tool, which may fail."""
        return subprocess.run(
            ["pkcs11-tool", "--module", self.module, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def tool(self, *arguments: str | Path) -> str:
        """Run pkcs11-tool, which must succeed, and return what it prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def program(self, source: str) -> subprocess.Popen[str]:
        """Run Python in a process of its own, in which ``raw`` is the module, initialised."""
        return subprocess.Popen(
            [sys.executable, "-c", _BEGINNING + source, self.module],
            env={**self.environment, "PYTHONPATH": str(_ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def faults(self, *lines: str) -> None:
        """Ask for faults, or for none."""
        fresh = self.folder / ".control"
        fresh.write_text("".join(f"{line}\n" for line in lines))
        fresh.replace(self.folder / "control")
