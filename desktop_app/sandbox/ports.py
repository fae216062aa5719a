"""Ports of the loopback interface."""

from __future__ import annotations

import os
import socket


def free_ports() -> tuple[int, int]:
    """Return two ports of the loopback interface that nothing uses now."""
    with socket.socket() as first, socket.socket() as second:
        for each in (first, second):
            each.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


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
