"""Does a second start install nothing and cost next to nothing?"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

SETUP = Path(__file__).parents[2] / "scripts" / "setup"


def test_a_second_setup_does_nothing_within_two_seconds() -> None:
    subprocess.run([SETUP, "--for", "test"], capture_output=True, check=True)
    started = time.monotonic()
    second = subprocess.run([SETUP], capture_output=True, text=True, check=True)
    assert time.monotonic() - started < 2
    assert second.stdout + second.stderr == ""


def test_setup_refuses_an_unknown_purpose() -> None:
    result = subprocess.run(
        [SETUP, "--for", "fun"], capture_output=True, text=True, timeout=10, check=False
    )
    assert result.returncode == 2
    assert "--for demo|test" in result.stderr
