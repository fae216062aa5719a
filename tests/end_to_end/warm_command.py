"""``nmo`` whose modules are read once: every run is a process forked from one that has read them.

A run has its own session, standard streams, environment and exit code like that of the installed
command, whose start costs more than what most tests then ask of it.
"""

from __future__ import annotations

import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

LIMIT_SECONDS = 60
_MOST_BYTES = 65_536
_READ_AT_START = ("LD_", "FAKETIME", "PYTHONPATH", "COVERAGE_")
"""Beginnings of variables that only a process of its own takes to heart."""


def may_be_warm(environment: Mapping[str, str]) -> bool:
    """Tell whether a run with these variables may be forked."""
    inherited = {name: os.environ.get(name) for name in environment}
    return all(
        inherited[name] == value and not name.startswith("COVERAGE_")
        for name, value in environment.items()
        if name.startswith(_READ_AT_START)
    )


class WarmCommand:
    """The process that waits with all modules read."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # It ends when this process does: nobody else holds the other end.
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], entered: str
    ) -> tuple[int, str, str]:
        """Run to the end; return exit code, standard output and standard error."""
        answer, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with (
            answer,
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            given.write(entered.encode())
            given.seek(0)
            order = json.dumps([list(arguments), dict(environment), str(Path.cwd())]).encode()
            assert len(order) <= _MOST_BYTES
            with theirs:
                handles = [each.fileno() for each in (theirs, given, out, err)]
                socket.send_fds(self._socket, [order], handles)
            answer.settimeout(LIMIT_SECONDS)
            leader = int(answer.recv(32))
            try:
                code = int(answer.recv(32))
            except TimeoutError:
                os.killpg(leader, signal.SIGKILL)
                raise
            read = []
            for each in (out, err):
                each.seek(0)
                read.append(each.read().decode())
        return code, read[0], read[1]

    def close(self) -> None:
        """End the waiting process."""
        self._socket.close()
        self._process.wait(timeout=LIMIT_SECONDS)


def _read_modules() -> None:
    for package in ("core", "signing", "services", "cli", "composition"):
        folder = import_module(f"desktop_app.{package}")
        for module in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}."):
            import_module(module.name)
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.resources import resource_path
    from desktop_app.services.diagnostics.machine import ThisMachine
    from desktop_app.services.diagnostics.trust_stores.linux import read_stores

    Catalogue.read(resource_path("messages"))
    read_stores(ThisMachine())  # What it reads of each root is remembered.


def _serve(orders: socket.socket) -> None:
    """Fork a run for each order, in the middle of which stands one process that awaits it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        order, handles, _, _ = socket.recv_fds(orders, _MOST_BYTES, 4)
        if not order:
            return
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            orders.close()
            _await_run(json.loads(order), handles)
        for handle in handles:
            os.close(handle)


def _await_run(order: tuple[list[str], dict[str, str], str], handles: Sequence[int]) -> None:
    with socket.socket(fileno=handles[0]) as answer:
        run = os.fork()
        if run == 0:
            answer.detach()
            os.close(handles[0])
            _become_command(*order, streams=handles[1:])
        answer.send(str(run).encode())
        _, status = os.waitpid(run, 0)
        answer.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become_command(
    arguments: list[str], environment: dict[str, str], folder: str, *, streams: Sequence[int]
) -> None:
    from desktop_app.__main__ import main

    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["nmo", *arguments]
    sys.exit(main())


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).parent))
    _read_modules()
    _serve(socket.socket(fileno=int(sys.argv[1])))
