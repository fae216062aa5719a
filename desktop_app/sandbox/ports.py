"""Ports of the loopback interface."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack


def free_ports(count: int = 2) -> tuple[int, ...]:
    """Return so many different ports of the loopback interface that nothing uses now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(probe.getsockname()[1] for probe in probes)


def is_free(port: int) -> bool:
    """Tell whether a server could take this port now."""
    with socket.socket() as probe:
        if os.name == "posix":
            # As the server does: connections of an earlier run that linger do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
