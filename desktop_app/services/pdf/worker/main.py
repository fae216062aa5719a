"""The worker's loop: one JSON line per question and answer."""

from __future__ import annotations

import faulthandler
import logging
import sys
from collections.abc import Callable

import msgspec

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.papers import PdfUnreadableError
from desktop_app.services.pdf.messages import (
    Answer,
    Drawn,
    DrawPages,
    Failed,
    LookAt,
    Mended,
    MendFile,
    Question,
    Ready,
    Seen,
)
from desktop_app.signing.decoding import decode_json
from desktop_app.signing.memory_limit import limit_memory

MEMORY_LIMIT_BYTES = 3 << 29
_GRACE_SECONDS = 5.0


def run_page_worker() -> int:
    """Answer questions from standard input until it closes; return the exit code.

    The process ends itself some seconds after the time limit of a question, should its parent
    be gone by then.
    """
    limit_memory(MEMORY_LIMIT_BYTES)
    faulthandler.enable()
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)
    carry_out = _work()
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        question = decode_json(line, Question)
        faulthandler.dump_traceback_later(question.seconds + _GRACE_SECONDS, exit=True)
        answer = _answer(question, carry_out)
        faulthandler.cancel_dump_traceback_later()
        answers.write(msgspec.json.encode(answer) + b"\n")
        answers.flush()
    return 0


def _work() -> Callable[[Question], Answer]:
    """Import what is slow to import, and return what carries a question out."""
    from desktop_app.services.pdf.worker.drawing import draw_pages  # noqa: PLC0415
    from desktop_app.services.pdf.worker.looking import look_at  # noqa: PLC0415
    from desktop_app.services.pdf.worker.mending import mend_file  # noqa: PLC0415

    def carry_out(question: Question) -> Answer:
        match question.ask:
            case DrawPages() as asked:
                return Drawn(draw_pages(asked))
            case LookAt() as asked:
                return Seen(look_at(asked.source))
            case MendFile() as asked:
                mend_file(asked)
                return Mended()
            case Ready():
                return Ready()

    return carry_out


def _answer(question: Question, carry_out: Callable[[Question], Answer]) -> Answer:
    """Answer; memory that ran out and faults of the libraries are answers too."""
    try:
        return carry_out(question)
    except NmoError as error:
        data = {name: value for name, value in error.data().items() if isinstance(value, str | int)}
        return Failed(error.code, data)
    except MemoryError:
        return Failed(PdfUnreadableError.code, {"detail": "memory"})
