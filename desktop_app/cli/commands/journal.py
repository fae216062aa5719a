"""`nmo journal`: who did what, at the portal or on this computer."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text

DEFAULT_LIMIT = 50


def add_commands(commands: Commands) -> None:
    """Add `nmo journal`."""
    parser = commands.add("journal", show_journal)
    words = parser.words
    parser.add_argument("--local", action="store_true", help=words("option.local"))
    parser.add_argument(
        "--limit", type=int, default=DEFAULT_LIMIT, metavar="N", help=words("option.limit")
    )


def show_journal(context: Context) -> Outcome:
    """Show the portal's journal, or with ``--local`` this computer's audit log."""
    return _local(context) if context.options.local else _of_portal(context)


def _of_portal(context: Context) -> Outcome:
    words = context.words
    with cancellable() as cancel:
        entries = context.services.journal.entries(max(context.options.limit, 1), cancel)
    words = context.words
    form = [
        {
            "id": entry.id,
            "at": moment(entry.happened_at),
            "actor": entry.actor,
            "action": entry.action,
            "outcome": entry.outcome,
            "subject": entry.subject,
        }
        for entry in entries
    ]
    rows = [
        (
            words.time(entry.happened_at),
            entry.actor,
            words.state("action", entry.action),
            words.state("outcome", entry.outcome),
            entry.subject,
        )
        for entry in entries
    ]
    headings = [words(f"column.{n}") for n in ("when", "who", "action", "outcome", "subject")]
    text = table_text(headings, rows, context.output.width)
    return Outcome({"source": "portal", "entries": form}, text)


def _local(context: Context) -> Outcome:
    audit = context.services.audit
    entries, report = audit.entries(max(context.options.limit, 1)), audit.verify()
    words = context.words
    form = [
        {
            "number": entry.number,
            "at": moment(entry.at),
            "action": entry.action,
            "outcome": entry.outcome,
            "subject": entry.subject,
        }
        for entry in entries
    ]
    rows = [
        (
            words.time(entry.at),
            words.state("action", entry.action),
            words.state("outcome", entry.outcome),
            entry.subject,
        )
        for entry in entries
    ]
    headings = [words(f"column.{n}") for n in ("when", "action", "outcome", "subject")]
    whole = report.first_broken is None
    chain = words(
        "journal.whole" if whole else "journal.broken",
        entries=report.entries,
        number=report.first_broken,
    )
    document = {
        "source": "local",
        "entries": form,
        "chain": {"entries": report.entries, "first_broken": report.first_broken},
    }
    text = f"{table_text(headings, rows, context.output.width)}\n\n{chain}"
    return Outcome(document, text, ExitCode.DONE if whole else ExitCode.BAD)
