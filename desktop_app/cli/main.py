"""`nmo`: parse the command line, carry one command out, print, return the exit code."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence
from typing import TextIO

from desktop_app.cli.arguments import Commands, Parser, add_global_options, wanted_language
from desktop_app.cli.commands import (
    certificate,
    consent,
    credentials,
    decisions,
    doctor,
    documents,
    journal,
    pin,
    register_sync,
    registration,
    session,
    signing,
    stamping,
    support,
    tokens,
    training,
    trust_store,
    verification,
    window,
)
from desktop_app.cli.console import Console, Terminal
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode, exit_code_of
from desktop_app.cli.json_forms import error_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.output import Output
from desktop_app.cli.program import Program
from desktop_app.cli.words import Words
from desktop_app.core.cancellation import Cancelled
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.state import UnexpectedError
from desktop_app.core.resources import resource_path

_GROUPS = (
    tokens,
    pin,
    certificate,
    signing,
    stamping,
    verification,
    session,
    consent,
    credentials,
    registration,
    register_sync,
    documents,
    doctor,
    journal,
    decisions,
    support,
    training,
    trust_store,
    window,
)
_log = logging.getLogger(__name__)


def run_command(arguments: Sequence[str], program: Program, console: Console | None = None) -> int:
    """Run ``nmo`` with ``arguments`` and return its exit code (design/cli.md)."""
    as_json = "--json" in arguments
    out, err = _text_streams(as_json=as_json)
    output = Output(out, err, as_json=as_json)
    words = Words(Catalogue.read(resource_path("messages")), wanted_language(arguments))
    try:
        options = parser_of(words).parse_args(arguments)
    except SystemExit:
        return ExitCode.DONE
    except NmoError as error:
        return _fail(error, words, output)
    _log_to(err, detailed=options.verbose)
    context = Context(options, words, output, console or Terminal(), program)
    try:
        return _print(options.handler(context), context)
    except (Cancelled, KeyboardInterrupt):
        return _cancelled(context)
    except NmoError as error:
        return _fail(error, context.words, output)
    except Exception as error:  # noqa: BLE001 - the last line: a person gets words, the log the rest
        _log.info("unexpected", exc_info=True)
        return _fail(UnexpectedError(type(error).__name__), context.words, output)
    finally:
        context.close()


def parser_of(words: Words) -> Parser:
    """Return the parser of the whole command in the language of ``words``."""
    parser = Parser(words=words, prog="nmo", description=words("summary"))
    add_global_options(parser)
    commands = Commands(parser)
    for group in _GROUPS:
        group.add_commands(commands)
    return parser


def _log_to(stream: TextIO, *, detailed: bool) -> None:
    """Show errors, or with ``-v`` everything; the log file has levels of its own."""
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.DEBUG if detailed else logging.ERROR)
    logging.basicConfig(level=logging.DEBUG if detailed else logging.ERROR, handlers=[handler])


def _print(outcome: Outcome, context: Context) -> ExitCode:
    if context.output.as_json:
        context.output.document(outcome.document)
    elif outcome.text:
        context.output.say(outcome.text)
    return outcome.exit_code


def _fail(error: NmoError, words: Words, output: Output) -> ExitCode:
    _log.info("%s: %s", error.code, error.data())
    message = words.error(error)
    if output.as_json:
        output.document({"error": error_form(error, words)})
    lines = [message.title, f"  {message.text}", f"  {message.remedy}"]
    hint = words.hint(error.code)
    if hint:
        lines.append(f"  {hint}")
    output.note("\n".join((*lines, f"  [{error.code}]")))
    return exit_code_of(type(error))


def _cancelled(context: Context) -> ExitCode:
    words = context.words("cancelled")
    if context.output.as_json:
        form = {"code": "cancelled", "message": words, "remedy": "", "data": {}}
        context.output.document({"error": form})
    context.output.note(words)
    return ExitCode.CANCELLED


def _text_streams(*, as_json: bool) -> tuple[TextIO, TextIO]:
    """Return standard output and error; what their encoding lacks becomes a question mark.

    JSON is UTF-8 whatever the console speaks (RFC 8259 section 8.1).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if as_json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdout, sys.stderr
