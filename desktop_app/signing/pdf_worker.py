"""The worker process that reads and prepares PDFs: one JSON line per question and answer."""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from desktop_app.signing.decoding import decode_json
from desktop_app.signing.memory_limit import limit_memory
from desktop_app.signing.pdf_questions import PdfAnswer, PdfQuestion

MEMORY_LIMIT_BYTES = 4 << 30


def run_pdf_worker() -> int:
    """Answer questions from standard input until it closes; return the exit code.

    An empty JSON object is answered in kind, as soon as the libraries are there.
    """
    limit_memory(MEMORY_LIMIT_BYTES)
    from desktop_app.signing.pdf_work import answer_of  # noqa: PLC0415 - slow to import

    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        answer = b"{}" if line.strip() == b"{}" else _answer(line, answer_of)
        answers.write(answer + b"\n")
        answers.flush()
    return 0


def _answer(line: bytes, answer_of: Callable[[PdfQuestion], PdfAnswer]) -> bytes:
    return msgspec.json.encode(answer_of(decode_json(line, PdfQuestion)))
