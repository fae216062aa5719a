"""The installed command as a person or a script runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, cast

from tests.end_to_end.warm_command import WarmCommand, may_be_warm

NMO = Path(sys.executable).with_name("nmo")
LIMIT_SECONDS = 60


@dataclass(frozen=True)
class Ran:
    """What one run of the installed command left behind."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Return standard output, which must be one JSON document and nothing else."""
        return cast(dict[str, Any], json.loads(self.out))

    @property
    def error(self) -> str:
        """Return the code of the error in the document."""
        return cast(str, self.document["error"]["code"])


@dataclass
class InstalledCommand:
    """``nmo`` with a state folder of its own; no terminal, no keyring, no desktop."""

    home: Path
    program: Path = NMO
    more_environment: Mapping[str, str] = field(default_factory=dict)
    warm: ClassVar[WarmCommand | None] = None
    """What most runs are forked from, while there is one."""
    _people: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START")
        inherited = {name: os.environ[name] for name in kept if name in os.environ}
        return {
            **inherited,
            "NMO_HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "160",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **self.more_environment,
        }

    def __call__(self, *arguments: str, pin: str | None = None, json: bool = True) -> Ran:
        """Run to the end; ``pin`` goes to standard input with ``--pin-stdin``."""
        options = ["--json"] if json else []
        if pin is not None:
            arguments = (*arguments, "--pin-stdin")
        environment = self.environment
        if self.warm is not None and may_be_warm(environment):
            entered = "" if pin is None else f"{pin}\n"
            return Ran(*self.warm.run([*options, *arguments], environment, entered))
        ran = subprocess.run(
            [str(NMO), *options, *arguments],
            input="" if pin is None else f"{pin}\n",
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
            start_new_session=True,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def interrupted(self, *arguments: str) -> Ran:
        """Start, press Ctrl+C once the services are there, wait for the end.

        As at a terminal, every process that the command started gets the signal too.
        """
        process = subprocess.Popen(
            [str(NMO), "--json", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            text=True,
            start_new_session=True,
        )
        assert process.stderr is not None
        begun = process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT_SECONDS)
        return Ran(process.returncode, out, begun + err)

    def certificates(self, name: str) -> list[dict[str, Any]]:
        """Return the certificates of the training person whose name begins with ``name``."""
        if not self._people:
            for token in self("tokens").document["tokens"]:
                for each in token["certificates"]:
                    self._people.setdefault(each["subject"], []).append(each)
        return next(found for person, found in self._people.items() if person.startswith(name))

    def good_certificate(self, name: str) -> str:
        """Return the identifier of that person's certificate that can sign in."""
        found = next(each for each in self.certificates(name) if each["can_sign_in"])
        return cast(str, found["id"])
