"""Starting the log file: what it leaves out is learnt at the first record."""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Callable

from desktop_app import __version__
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.log_file import Redact, start_log_file


def start_log(home: Home) -> Callable[[], None]:
    """Let the program log to a file of its state folder and return what ends it."""

    def redact() -> Redact:
        from desktop_app.services.diagnostics.known_data import of_environment  # noqa: PLC0415
        from desktop_app.services.diagnostics.redaction import Known, Redactor  # noqa: PLC0415

        host = socket.gethostname()
        own = (Known("host", host), Known("host", host.partition(".")[0]))
        return Redactor((*of_environment(os.environ), *own)).text

    greeting = f"program {__version__}, Python {platform.python_version()}"
    return start_log_file(home.root, redact, greeting)
