"""After a login attempt the helper's memory holds no copy of the PIN."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

import pytest

from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.signing.tokens import Tokens
from tests.faults.tokens.token_steps import certificate_of, sign_once

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/mem").exists() or os.geteuid() != 0,
    reason="only root may look into a helper, which Linux keeps undumpable",
)


def helper_of_this_process() -> int:
    lists = Path("/proc/self/task").glob("*/children")
    children = {int(pid) for each in lists for pid in each.read_text().split()}
    (helper,) = [
        pid for pid in children if b"--token-helper" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return helper


def memory_of(pid: int) -> bytes:
    found = bytearray()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *rest = line.split()
            if "w" in rights and rest[-1] not in {"[vvar]", "[vsyscall]"}:
                start, end = (int(number, 16) for number in span.split("-"))
                memory.seek(start)
                found += memory.read(end - start)
    return bytes(found)


def test_a_refused_pin_is_nowhere_in_the_helper(tokens: Tokens) -> None:
    pin = secrets.token_hex(12)
    certificate = certificate_of(tokens.overview())
    with pytest.raises(PinIncorrectError):
        sign_once(tokens, certificate, pin)
    memory = memory_of(helper_of_this_process())
    assert b"hostile" in memory
    assert pin.encode() not in memory
    assert base64.b64encode(pin.encode()) not in memory
