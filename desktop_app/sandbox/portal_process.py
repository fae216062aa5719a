"""Starts, asks and ends the training portal's process."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop_app.core.errors.state import TrainingFailedError
from desktop_app.sandbox.authority_names import FOREIGN, ROOT
from desktop_app.sandbox.configuration import PortalConfiguration
from desktop_app.signing.launch import own_command

START_SECONDS: Final = 30
STOP_SECONDS: Final = 10
_POLL_SECONDS: Final = 0.02


class PortalProcess:
    """The process that serves one configuration, whoever started it."""

    def __init__(self, configuration: PortalConfiguration, log_file: Path) -> None:
        self.configuration = configuration
        self._log_file = log_file
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers.

        Raises ``TrainingFailedError`` with the end of its output when it does not.
        """
        command = own_command("--training-portal", str(self.configuration.file))
        with self._log_file.open("wb") as log:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=sys.platform != "win32",
            )
        if not _within(START_SECONDS, lambda: self._ended() or self.answers()):
            self._kill()
            raise TrainingFailedError(f"no answer after {START_SECONDS} s: {self._log_end()}")
        if self._ended():
            raise TrainingFailedError(self._log_end())

    def answers(self) -> bool:
        """Tell whether the portal of this configuration serves."""
        return self._request("GET", "health")

    def apply_scenario(self) -> None:
        """Make the running portal read its scenario file."""
        if not self._request("POST", "scenario"):
            raise TrainingFailedError("the portal did not take the scenario")

    def stop(self) -> None:
        """End the process, gently where it answers.

        Raises ``TrainingFailedError`` when a process that somebody else started goes on.
        """
        self._request("POST", "stop")
        if not _within(STOP_SECONDS, lambda: not self.answers() and self._child_gone()):
            self._kill()
        if self._child is None and self.answers():
            raise TrainingFailedError("the portal's process does not end")

    def _request(self, method: str, name: str) -> bool:
        # Both roots: the portal must be told to leave the scenario «root-missing» too.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for root in (ROOT, FOREIGN):
            context.load_verify_locations(self.configuration.authority_folder / f"{root}.pem")
        headers = {"Authorization": f"Bearer {self.configuration.control_secret}"}
        port = self.configuration.port
        link = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=context)
        try:
            link.request(method, f"/training/{name}", headers=headers)
            return link.getresponse().status == http.client.NO_CONTENT
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def _ended(self) -> bool:
        return self._child is not None and self._child.poll() is not None

    def _child_gone(self) -> bool:
        return self._child is None or self._ended()

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def _log_end(self) -> str:
        return self._log_file.read_text("utf-8", errors="replace").strip()[-500:]


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
