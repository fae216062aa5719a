"""Threads that read a type for the first time at once do not bring the process down."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from desktop_app.signing.decoding import convert, decode_json, decode_msgpack

_THREADS_READ_NEW_TYPES = """
import sys, threading
from dataclasses import make_dataclass
import msgspec
from desktop_app.signing.decoding import convert, decode_json, decode_msgpack

PLAIN = {"a": [{"f1": 1}], "b": {"f3": 3}}
READERS = {
    "json": lambda kind: decode_json(msgspec.json.encode(PLAIN), kind),
    "msgpack": lambda kind: decode_msgpack(msgspec.msgpack.encode(PLAIN), kind),
    "plain": lambda kind: convert(PLAIN, kind),
}
chosen = [READERS[name] for name in sys.argv[1:]]

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

    def read(into):
        together.wait()
        assert into(outer).b.f3 == 3

    threads = [
        threading.Thread(target=read, args=(chosen[n % len(chosen)],)) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("survived")
"""


@pytest.mark.parametrize("formats", [("json",), ("plain",), ("json", "msgpack", "plain")])
def test_four_threads_read_new_types_at_once(formats: tuple[str, ...]) -> None:
    """Without the lock this ends with a segmentation fault."""
    command = [sys.executable, "-c", _THREADS_READ_NEW_TYPES, *formats]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (0, "survived\n"), ran.stderr


def test_what_is_not_of_the_kind_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_json(b'["1"]', list[int])
    assert decode_json(b"[1]", list[int]) == [1]
    with pytest.raises(msgspec.ValidationError):
        convert({"a": "1"}, dict[str, int])
    with pytest.raises(msgspec.DecodeError):
        decode_msgpack(msgspec.msgpack.encode(["1"]), list[int])
