"""`nmo support new`: a request to a support service, with files and a diagnosis."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from desktop_app.cli.arguments import Commands, moment_type
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.paper_questions import answered, given_values
from desktop_app.cli.support_outcome import round_outcome
from desktop_app.core.tickets import SupportDesk, TicketDraft, TicketFile, TicketTopic


def add_commands(commands: Commands) -> None:
    """Add `nmo support new`."""
    parser = commands.add("new", new)
    words = parser.words
    desks = [desk.value for desk in SupportDesk]
    parser.add_argument("--desk", choices=desks, required=True, help=words("option.desk"))
    topics = [topic.value for topic in TicketTopic]
    parser.add_argument(
        "--topic", choices=topics, default=TicketTopic.OTHER.value, help=words("option.topic")
    )
    parser.add_argument(
        "--field",
        metavar=words("metavar.field"),
        action="append",
        default=[],
        help=words("option.form-field"),
    )
    parser.add_argument(
        "--at",
        metavar=words("metavar.time"),
        action="append",
        default=[],
        type=moment_type(words),
        help=words("option.ticket-at"),
    )
    parser.add_argument(
        "--attach",
        metavar=words("metavar.file"),
        action="append",
        default=[],
        type=Path,
        help=words("option.attach"),
    )
    parser.add_argument("--diagnosis", action="store_true", help=words("option.diagnosis"))
    parser.add_argument("--yes", action="store_true", help=words("option.diagnosis-yes"))


def new(context: Context) -> Outcome:
    """Ask for what is missing, show what the diagnosis would add, keep the request and send it."""
    options, support = context.options, context.services.support
    desk = SupportDesk(options.desk)
    values = {**support.known_values(desk), **given_values(options.field, context.words)}
    values = answered(
        context, support.form(desk), values, lambda filled: support.check(desk, filled)
    )
    files = _files(context)
    if options.diagnosis:
        files += _diagnosis(context)
    moments = tuple(each.astimezone(UTC) for each in options.at)
    draft = TicketDraft(desk, values, TicketTopic(options.topic), moments, files)
    with cancellable() as cancel:
        return round_outcome(context, support.file(draft, cancel))


def _files(context: Context) -> tuple[TicketFile, ...]:
    from desktop_app.services.ticket_files import read_ticket_file  # noqa: PLC0415

    files = tuple(read_ticket_file(path) for path in context.options.attach)
    for each in files:
        if each.reduced_from:
            sizes = {"before": each.reduced_from, "after": len(each.content)}
            context.output.note(context.words("support.reduced", name=each.name, **sizes))
    return files


def _diagnosis(context: Context) -> tuple[TicketFile, ...]:
    """Return the redacted bundle, after the person has seen what it holds and agreed."""
    from desktop_app.services.diagnostics.bundle import zipped  # noqa: PLC0415
    from desktop_app.services.ticket_files import ticket_file  # noqa: PLC0415

    words, service = context.words, context.services.diagnostics
    with cancellable() as cancel:
        bundle = service.bundle(service.run(cancel=cancel))
    for entry in bundle.entries:
        hidden = len(entry.redactions)
        size = len(entry.content)
        line = words("support.bundle-entry", name=entry.name, size=size, hidden=hidden)
        context.output.note(line)
    word = words("support.agree-word")
    agreed = context.options.yes or (
        context.console.line(words("support.agree", word=word)).casefold() == word
    )
    return (ticket_file("nmo-diagnosis.zip", zipped(bundle)),) if agreed else ()
