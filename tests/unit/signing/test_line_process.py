"""A child process that answers one line per request, whatever the child does."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.signing.line_process import (
    LineProcess,
    ProcessCrashed,
    ProcessHung,
    ProcessNonsense,
)

ECHO = "import sys\nfor line in sys.stdin: print(line.strip()[::-1], flush=True)"


@contextmanager
def child(program: str, max_line: int = 1 << 20, **environment: str) -> Iterator[LineProcess]:
    process = LineProcess([sys.executable, "-Sc", program], environment, max_line)
    try:
        yield process
    finally:
        process.close()


def ask_often(process: LineProcess) -> None:
    """Ask until it is noticed: a line that comes just after a request looks like its answer."""
    for _ in range(10_000):
        process.request(b"hello", 10)


def test_each_request_gets_its_own_line() -> None:
    with child(ECHO) as process:
        assert [process.request(line, 10) for line in (b"abc", bytearray(b"12"))] == [b"cba", b"21"]
        assert process.alive
    assert not process.alive


def test_lines_sent_before_an_answer_are_answered_in_their_order() -> None:
    with child(ECHO) as process:
        for line in (b"first", b"long " * 20_000, b"short", b"last"):
            process.send(line)
        answers = [process.receive(10) for _ in range(4)]
    assert answers == [b"tsrif", (b"long " * 20_000).strip()[::-1], b"trohs", b"tsal"]


def test_an_answer_given_before_the_process_ended_is_not_lost() -> None:
    with child("import sys; print(sys.stdin.readline().strip(), flush=True)") as process:
        process.send(b"first")
        process.send(b"second")
        assert process.receive(10) == b"first"
        with pytest.raises(ProcessCrashed):
            process.receive(10)


def test_a_request_larger_than_a_pipe_arrives_whole() -> None:
    with child("import sys; print(len(sys.stdin.readline()), flush=True)") as process:
        assert process.request(b"x" * 3_000_000, 20) == b"3000001"


def test_the_environment_comes_on_top_of_ours() -> None:
    program = "import os; input(); print(os.environ['EXTRA'], 'PATH' in os.environ, flush=True)"
    with child(program, EXTRA="yes") as process:
        assert process.request(b"", 10) == b"yes True"


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("import os; input(); os._exit(7)", 7),
        ("import os; os._exit(0)", 0),
        ("import os; input(); os.abort()", -6),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signal numbers are POSIX")
def test_a_dead_process_is_a_crash_with_its_exit_status(program: str, status: int) -> None:
    with child(program) as process:
        with pytest.raises(ProcessCrashed) as caught:
            process.request(b"hello", 10)
        assert caught.value.exit_status == status
        assert not process.alive


def test_silence_is_ended_at_the_time_limit_by_a_kill() -> None:
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"
    with child(program) as process:
        began = time.monotonic()
        with pytest.raises(ProcessHung) as caught:
            process.request(b"x" * 1_000_000, 0.3)
        assert caught.value.seconds == 0.3
        assert time.monotonic() - began < 5
        assert not process.alive


@pytest.mark.parametrize(
    "program",
    [
        "input(); print('half', end='', flush=True)",
        "input(); print('x' * 300000, flush=True)",
        "while True: print('again')",
        "import os, time; input(); os.close(1); time.sleep(600)",
    ],
    ids=["half a line", "huge line", "endless lines", "closed output"],
)
def test_output_that_is_no_answer_is_nonsense(program: str) -> None:
    with child(program, max_line=100_000) as process:
        with pytest.raises(ProcessNonsense):
            ask_often(process)
        assert not process.alive


def test_a_request_is_cancelled_while_it_waits() -> None:
    cancel = Cancellation()
    with child("import time; time.sleep(600)") as process:
        threading.Timer(0.1, cancel.cancel).start()
        with pytest.raises(Cancelled):
            process.request(b"hello", 60, cancel)
        assert not process.alive


def test_a_child_that_writes_much_to_stderr_is_not_blocked() -> None:
    program = "import sys; input(); sys.stderr.write('x' * 5000000); print('done', flush=True)"
    with child(program) as process:
        assert process.request(b"", 20) == b"done"


def test_close_ends_a_request_that_another_thread_waits_for() -> None:
    caught: list[BaseException] = []

    def ask(process: LineProcess) -> None:
        try:
            process.request(b"hello", 60)
        except ProcessCrashed as crash:
            caught.append(crash)

    with child("import time; time.sleep(600)") as process:
        waiting = threading.Thread(target=ask, args=(process,))
        waiting.start()
        process.close()
        waiting.join(10)
    assert len(caught) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a thread are POSIX")
def test_ctrl_c_while_waiting_leaves_no_answer_for_the_next_request() -> None:
    with child("import time; time.sleep(600)") as process:
        main = threading.main_thread().ident
        assert main is not None
        threading.Timer(0.2, signal.pthread_kill, (main, signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            process.request(b"hello", 60)
        assert not process.alive
