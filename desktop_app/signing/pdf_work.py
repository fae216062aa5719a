"""One question to the PDF worker, whatever the PDF is."""

from __future__ import annotations

import logging
from pathlib import Path

from desktop_app.signing.pdf_preparing import prepare
from desktop_app.signing.pdf_questions import PdfAnswer, PdfQuestion
from desktop_app.signing.pdf_reading import Refusal, read

_log = logging.getLogger(__name__)


def answer_of(question: PdfQuestion) -> PdfAnswer:
    """Read or prepare a PDF; what goes wrong is a word in the answer, and no copy stays."""
    try:
        return prepare(question) if question.target else read(question)
    except Refusal as refusal:
        answer = PdfAnswer(failure=str(refusal))
    except Exception as error:  # noqa: BLE001 - a stranger's file may break any reader
        _log.info("PDF not read: %s: %s", type(error).__name__, error)
        answer = PdfAnswer(failure="damaged")
    if question.target:
        Path(question.target).unlink(missing_ok=True)
    return answer
