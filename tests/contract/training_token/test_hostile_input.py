"""Random calls and damaged files never crash the training token."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.modules.training_token import LABEL, PIN, TokenStore

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("what", "count"), [("calls", 1000), ("files", 120)])
def test_random_input_has_an_answer(store: TokenStore, what: str, count: int, seed: int) -> None:
    folder = store.initialised("card")
    key = ("--keypairgen", "--key-type", "GOSTR3410-2012-256:B", "--id", "01")
    store.tool("--token-label", LABEL, "--login", "--pin", PIN, *key)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.modules.token_fuzz", what),
            *(store.module, folder, str(seed), str(count)),
        ],
        cwd=ROOT,
        # Over a sanitized build this host, which leaks nothing itself, shows leaks too.
        env={**store.environment, "ASAN_OPTIONS": "detect_leaks=1"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
