"""The worker process that judges paths: one JSON line per question and answer."""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from desktop_app.signing.chain import PathAnswer, PathRequest

MEMORY_LIMIT_BYTES = 2 << 30
Decide = Callable[[PathRequest], PathAnswer]


def run_worker() -> int:
    """Answer questions from standard input until it closes; return the exit code.

    An empty JSON object is answered in kind: the caller waits for the imports that way, and
    they do not count against a question's time.
    """
    _limit_memory()
    from desktop_app.signing.path_decision import decide  # noqa: PLC0415 - slow to import
    from desktop_app.signing.path_signatures import teach_the_validator  # noqa: PLC0415

    teach_the_validator()
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        answer = b"{}" if line.strip() == b"{}" else _answer(line, decide)
        answers.write(answer + b"\n")
        answers.flush()
    return 0


def _answer(line: bytes, decide: Decide) -> bytes:
    return msgspec.json.encode(decide(msgspec.json.decode(line, type=PathRequest)))


def _limit_memory() -> None:
    """Keep a hostile bundle from taking the machine's memory, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT_BYTES if hard == resource.RLIM_INFINITY else min(hard, MEMORY_LIMIT_BYTES)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
