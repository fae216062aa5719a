"""OpenSSL with its ГОСТ engine: a verifier that is not ours."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

_CONFIGURATION = """\
openssl_conf = whole
[whole]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""


def openssl(*arguments: object) -> str:
    """Run a command of OpenSSL that knows ГОСТ; return all that it said, good or bad."""
    with tempfile.TemporaryDirectory() as folder:
        # Not every command has an option for an engine, so the configuration names it.
        configuration = Path(folder) / "openssl.cnf"
        configuration.write_text(_CONFIGURATION)
        done = subprocess.run(
            ["openssl", *map(str, arguments)],
            env={**os.environ, "OPENSSL_CONF": str(configuration)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    return done.stdout + done.stderr
