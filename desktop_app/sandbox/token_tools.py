"""Runs the commands that make training tokens: ``softhsm2-util`` and ``pkcs11-tool``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop_app.core.errors.state import TrainingFailedError

_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class TokenAccess:
    """One token as its driver reaches it.

    The PINs stand in the arguments of commands: they are those of training tokens, printed on
    screen too.
    """

    module: Path
    environment: Mapping[str, str]
    """What the driver needs, on top of ours."""
    label: str

    def ask(self, *arguments: str) -> str:
        """Let ``pkcs11-tool`` do something on the token; return what it printed.

        Raises ``TrainingFailedError`` with what it said.
        """
        return run(self._command(arguments), self.environment)

    def enter_wrong_pin(self, pin: str) -> None:
        """Spend a try; raises ``TrainingFailedError`` where the token does not refuse the PIN."""
        done = _done(self._command(["--login", "--pin", pin, "--list-objects"]), self.environment)
        if "CKR_PIN_" not in done.stderr:
            raise TrainingFailedError(f"a wrong PIN was not refused: {done.stderr.strip()[-300:]}")

    def write_certificate(self, file: Path, pin: str, *naming: str) -> None:
        """Write the certificate of a DER file to the token."""
        self.ask("--login", "--pin", pin, "--write-object", str(file), "--type", "cert", *naming)

    def _command(self, arguments: Sequence[str]) -> list[str]:
        tool = ["pkcs11-tool", "--module", str(self.module), "--token-label", self.label]
        return [*tool, *arguments]


def run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a command with ``environment`` on top of ours; return what it printed.

    Raises ``TrainingFailedError`` where it is missing, fails or does not end.
    """
    done = _done(command, environment)
    if done.returncode:
        raise TrainingFailedError(f"{command[0]}: {done.stderr.strip()[-300:]}")
    return done.stdout


def _done(
    command: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            env={**os.environ, **environment, "LC_ALL": "C.UTF-8"},
            check=False,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except FileNotFoundError as error:
        raise TrainingFailedError(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise TrainingFailedError(f"{command[0]}: no end after {_SECONDS} s") from error
