"""The helper as a process: how it starts, ends, and what it keeps to itself."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.signing.launch import own_command
from desktop_app.signing.protocol import VERSION

MISSING = "/nonexistent/driver.so"


@pytest.fixture
def helper() -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    command = own_command("--token-helper", MISSING)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        yield process
        process.kill()


def line(operation: str, arguments: dict[str, Any], **more: Any) -> bytes:
    request = {"version": VERSION, "id": 7, "operation": operation, "arguments": arguments} | more
    return json.dumps(request).encode() + b"\n"


def ask(helper: subprocess.Popen[bytes], request: bytes) -> dict[str, Any]:
    assert helper.stdin is not None
    assert helper.stdout is not None
    helper.stdin.write(request)
    helper.stdin.flush()
    answer: dict[str, Any] = json.loads(helper.stdout.readline())
    return answer


def test_a_driver_that_cannot_be_loaded_is_an_answer(helper: subprocess.Popen[bytes]) -> None:
    answer = ask(helper, line("poll", {}))
    assert answer["failure"] == {"code": "driver.missing", "data": {}}
    assert (answer["version"], answer["id"], answer["operation"]) == (VERSION, 7, "poll")
    assert answer["result"] is None


def test_it_answers_again_after_a_failure(helper: subprocess.Popen[bytes]) -> None:
    for _ in range(3):
        assert ask(helper, line("poll", {}))["failure"]["code"] == "driver.missing"


def test_it_ends_by_itself_when_its_input_closes(helper: subprocess.Popen[bytes]) -> None:
    ask(helper, line("poll", {}))
    assert helper.stdin is not None
    helper.stdin.close()
    assert helper.wait(10) == 0


@pytest.mark.parametrize(
    "request_line",
    [
        b"garbage\n",
        line("poll", {}, version=VERSION + 1),
        line("explode", {}),
        line("read", {"slot": "one"}),
        b"[" * 50_000 + b"\n",
    ],
    ids=["garbage", "another version", "another operation", "wrong argument", "nested"],
)
def test_a_request_that_is_not_of_the_protocol_ends_it(
    helper: subprocess.Popen[bytes], request_line: bytes
) -> None:
    output, _errors = helper.communicate(request_line, timeout=10)
    assert helper.returncode == 2
    assert output == b""


def test_a_request_without_end_ends_it(helper: subprocess.Popen[bytes]) -> None:
    output, _errors = helper.communicate(b"x" * 3_000_000, timeout=20)
    assert output == b""
    assert helper.returncode == 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_a_pin_is_in_no_argument_environment_or_log(helper: subprocess.Popen[bytes]) -> None:
    pin = b"a-pin-to-look-for"
    place = {"slot": 1, "serial": "1", "label": "l", "certificate": "", "key_id": ""}
    encoded = base64.b64encode(pin)
    answer = ask(helper, line("open", {**place, "pin": encoded.decode()}))
    assert answer["failure"]["code"] == "driver.missing"
    process = Path(f"/proc/{helper.pid}")
    public = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    _output, errors = helper.communicate(b"not a request with a pin\n", timeout=10)
    assert errors
    for secret in (pin, encoded):
        assert secret not in public
        assert secret not in errors


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_a_helper_whose_program_dies_ends(tmp_path: Path) -> None:
    command = own_command("--token-helper", MISSING)
    parent = f"""
import subprocess, sys, time
helper = subprocess.Popen({command!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
helper.stdin.write({line("poll", {})!r}); helper.stdin.flush(); helper.stdout.readline()
print(helper.pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([command[0], "-c", parent], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        helper_pid = int(program.stdout.readline())
        waiting = os.pidfd_open(helper_pid)
        program.send_signal(signal.SIGKILL)
        program.wait(10)
    assert _ended(waiting, 10)
    os.close(waiting)


def _ended(process: int, seconds: float) -> bool:
    import select

    readable, _, _ = select.select([process], [], [], seconds)
    return bool(readable)
