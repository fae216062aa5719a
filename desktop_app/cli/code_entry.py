"""Asking for a confirmation code at the terminal, or reading it from a pipe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop_app.cli.arguments import Parser
from desktop_app.cli.context import Context
from desktop_app.core.confirmations import SentCode
from desktop_app.core.errors.registers import CodeRefusedError

Result = TypeVar("Result")


def add_code_option(parser: Parser) -> None:
    """Add ``--code-stdin``."""
    parser.add_argument("--code-stdin", action="store_true", help=parser.words("option.code-stdin"))


def tell_sent(context: Context, sent: SentCode) -> None:
    """Say where the code went and how long it works."""
    words = context.words
    context.output.say(words("code.sent", address=sent.address, until=sent.expires_at))


def with_code(context: Context, use: Callable[[str], Result]) -> Result:
    """Return what ``use`` makes of the code; a person may try again while tries are left.

    Raises ``PinRequiredError`` where nobody can be asked, and what ``use`` raises.
    """
    if context.options.code_stdin:
        return use(context.console.piped_line().reveal().strip())
    while True:
        try:
            return use(context.console.line(context.words("code.question")))
        except CodeRefusedError as error:
            if not error.tries_left:
                raise
            context.output.say(context.words("code.again", tries=error.tries_left))
