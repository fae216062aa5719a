"""Threads that read a type for the first time at once do not bring the process down."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from desktop_app.signing.decoding import decode_json

_THREADS_READ_NEW_TYPES = """
import sys, threading
from dataclasses import make_dataclass
from desktop_app.signing.decoding import decode_json

sys.setswitchinterval(1e-6)
module = sys.modules["__main__"]
for number in range(30):
    inner = make_dataclass(f"Inner{number}", [(f"f{i}", "int", 0) for i in range(12)], slots=True)
    fields = [("a", f"tuple[Inner{number}, ...]"), ("b", f"Inner{number} | None", None)]
    outer = make_dataclass(f"Outer{number}", fields, slots=True)
    for kind in (inner, outer):
        kind.__module__ = "__main__"
        setattr(module, kind.__name__, kind)
    together = threading.Barrier(4)

    def read():
        together.wait()
        assert decode_json(b'{"a": [{"f1": 1}], "b": {"f3": 3}}', outer).b.f3 == 3

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("survived")
"""


def test_four_threads_read_new_types_at_once() -> None:
    """Without the lock of ``decode_json`` this ends with a segmentation fault."""
    command = [sys.executable, "-c", _THREADS_READ_NEW_TYPES]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (0, "survived\n"), ran.stderr


def test_what_is_not_of_the_kind_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_json(b'["1"]', list[int])
    assert decode_json(b"[1]", list[int]) == [1]
