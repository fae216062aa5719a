"""What became of requests to support that were to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode, exit_code_of
from desktop_app.cli.json_forms import error_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.ticket_forms import kept_form, kept_lines, ticket_form

if TYPE_CHECKING:
    from desktop_app.services.support import SupportRound


def round_outcome(context: Context, sending: SupportRound) -> Outcome:
    """Return what was sent and what waits; the exit code says why something does."""
    words, stopped = context.words, sending.stopped_by
    document = {
        "sent": [ticket_form(each) for each in sending.sent],
        "waiting": [kept_form(each) for each in sending.waiting],
        "stopped_by": None if stopped is None else error_form(stopped, words),
    }
    lines = [
        words("support.sent", number=each.number, subject=each.subject) for each in sending.sent
    ]
    lines += kept_lines(sending.waiting, words)
    if stopped is not None:
        lines += [words.error_text(stopped), words("support.goes-later")]
    code = ExitCode.DONE if stopped is None else exit_code_of(type(stopped))
    return Outcome(document, "\n".join(lines) or words("support.none-waits"), code)
