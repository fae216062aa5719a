"""`nmo support new|change`: a request to a support service, with files and a diagnosis."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.cli.arguments import Commands, Parser, moment_type
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.paper_questions import answered, given_values
from desktop_app.cli.support_outcome import round_outcome
from desktop_app.core.tickets import SupportDesk, TicketDraft, TicketFile, TicketTopic


def add_commands(commands: Commands) -> None:
    """Add `nmo support new` and `nmo support change`."""
    _add_contents(commands.add("new", new), is_new=True)
    changing = commands.add("change", change)
    changing.add_argument("id", metavar="ID", help=changing.words("option.waiting-ticket"))
    _add_contents(changing, is_new=False)
    changing.add_argument("--detach", action="store_true", help=changing.words("option.detach"))


def _add_contents(parser: Parser, *, is_new: bool) -> None:
    words = parser.words
    desks = [desk.value for desk in SupportDesk]
    parser.add_argument("--desk", choices=desks, required=is_new, help=words("option.desk"))
    topics = [topic.value for topic in TicketTopic]
    topic = TicketTopic.OTHER.value if is_new else None
    parser.add_argument("--topic", choices=topics, default=topic, help=words("option.topic"))
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
    draft = TicketDraft(
        desk, values, TicketTopic(options.topic), _moments(context), _files(context)
    )
    with cancellable() as cancel:
        return round_outcome(context, support.file(draft, cancel))


def change(context: Context) -> Outcome:
    """Write a waiting request anew where options say so, and send what waits."""
    options, support = context.options, context.services.support
    kept, before = support.open(options.id)
    desk = SupportDesk(options.desk or before.desk)
    form = support.form(desk)
    written = {name: text for name, text in before.values.items() if form.field(name)}
    values = {**written, **given_values(options.field, context.words)}
    values = answered(context, form, values, lambda filled: support.check(desk, filled))
    draft = TicketDraft(
        desk,
        values,
        TicketTopic(options.topic or before.topic),
        _moments(context) or before.moments,
        (() if options.detach else before.files) + _files(context),
    )
    with cancellable() as cancel:
        return round_outcome(context, support.change(kept, draft, cancel))


def _moments(context: Context) -> tuple[datetime, ...]:
    return tuple(each.astimezone(UTC) for each in context.options.at)


def _files(context: Context) -> tuple[TicketFile, ...]:
    """Return what the options attach, the diagnosis too."""
    from desktop_app.services.ticket_files import read_ticket_file  # noqa: PLC0415

    files = tuple(read_ticket_file(path) for path in context.options.attach)
    for each in files:
        if each.reduced_from:
            sizes = {"before": each.reduced_from, "after": len(each.content)}
            context.output.note(context.words("support.reduced", name=each.name, **sizes))
    return files + (_diagnosis(context) if context.options.diagnosis else ())


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
