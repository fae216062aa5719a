"""The worker process that judges paths: one JSON line per question and answer."""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from desktop_app.signing.chain import PathAnswer, PathRequest
from desktop_app.signing.decoding import decode_json
from desktop_app.signing.memory_limit import limit_memory

MEMORY_LIMIT_BYTES = 2 << 30
Judge = Callable[[PathRequest], PathAnswer]


def run_worker() -> int:
    """Answer questions from standard input until it closes; return the exit code.

    An empty JSON object is answered in kind: the caller waits for the imports that way, and
    they do not count against a question's time.
    """
    limit_memory(MEMORY_LIMIT_BYTES)
    from desktop_app.signing.path_existence import judge  # noqa: PLC0415 - slow to import
    from desktop_app.signing.path_signatures import teach_the_validator  # noqa: PLC0415

    teach_the_validator()
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        answer = b"{}" if line.strip() == b"{}" else _answer(line, judge)
        answers.write(answer + b"\n")
        answers.flush()
    return 0


def _answer(line: bytes, judge: Judge) -> bytes:
    return msgspec.json.encode(judge(decode_json(line, PathRequest)))
