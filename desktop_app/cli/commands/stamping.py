"""`nmo stamp`: time stamps for signatures that were made without one."""

from __future__ import annotations

from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import exit_code_of_codes
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import error_form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.signing_ways import add_service_option


def add_commands(commands: Commands) -> None:
    """Add `nmo stamp`."""
    parser = commands.add("stamp", stamp)
    words = parser.words
    parser.add_argument(
        "files",
        metavar=words("metavar.signature"),
        nargs="+",
        type=Path,
        help=words("option.stamped"),
    )
    add_service_option(parser)


def stamp(context: Context) -> Outcome:
    """Add a time stamp to each signature that has none."""
    options, stamps = context.options, context.services.signature_forms.stamps
    words = context.words
    with cancellable() as cancel:
        report = stamps.stamp_files(
            options.files, options.tsa, progress=context.output.progress, cancel=cancel
        )
    stamped = [
        {"signature": str(each.signature), "level": "T", "timestamp": moment(each.time)}
        for each in report.stamped
    ]
    failed = [{"file": str(each.file), **error_form(each.error, words)} for each in report.failed]
    lines = [
        words("stamp.stamped", signature=str(each.signature), time=each.time)
        for each in report.stamped
    ]
    lines += [
        words("sign.failed", file=str(each.file), reason=words.error_text(each.error))
        for each in report.failed
    ]
    lines.append(words("stamp.count", stamped=len(stamped), failed=len(failed)))
    code = exit_code_of_codes(each.error.code for each in report.failed)
    return Outcome({"stamped": stamped, "failed": failed}, "\n".join(lines), code)
