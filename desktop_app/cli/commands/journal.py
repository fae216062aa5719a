"""`nmo journal`: who did what, at the portal or on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from desktop_app.cli.arguments import Commands, moment_type
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.core.data_table import DataTable
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.journal import JournalFilter
from desktop_app.services.exports.journal_sheet import audit_sheet, journal_sheet
from desktop_app.services.exports.steps import Steps
from desktop_app.services.exports.table_files import format_of, write_table
from desktop_app.services.portal.contract import JournalEntry
from desktop_app.services.storage.audit_log import AuditEntry

DEFAULT_LIMIT = 50


def add_commands(commands: Commands) -> None:
    """Add `nmo journal`."""
    parser = commands.add("journal", show_journal)
    words = parser.words
    parser.add_argument("--local", action="store_true", help=words("option.local"))
    parser.add_argument(
        "--limit", type=int, default=DEFAULT_LIMIT, metavar="N", help=words("option.limit")
    )
    for name in ("since", "until"):
        parser.add_argument(
            f"--{name}",
            metavar=words("metavar.time"),
            type=moment_type(words),
            help=words(f"option.{name}"),
        )
    for name in ("person", "subject"):
        parser.add_argument(
            f"--{name}", metavar=words("metavar.text"), default="", help=words(f"option.{name}")
        )
    parser.add_argument(
        "--export", metavar=words("metavar.file"), type=Path, help=words("option.export")
    )


def show_journal(context: Context) -> Outcome:
    """Show the portal's journal, or with ``--local`` this computer's audit log."""
    return _local(context) if context.options.local else _of_portal(context)


def _of_portal(context: Context) -> Outcome:
    options, words = context.options, context.words
    wanted = JournalFilter(options.since, options.until, options.person, options.subject)
    with cancellable() as cancel:
        entries = context.services.journal.entries(
            max(options.limit, 1), cancel, wanted=wanted, progress=context.output.progress
        )
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
    text = _portal_table(entries, context)
    return _exported(
        context,
        Outcome({"source": "portal", "entries": form}, text),
        lambda: journal_sheet(entries, _filter_words(context), words.catalogue, words.language),
    )


def _local(context: Context) -> Outcome:
    if any((context.options.person, context.options.since, context.options.until)):
        raise UsageError(context.words("usage.local-journal"))
    audit, words = context.services.audit, context.words
    subject = context.options.subject.casefold()
    found = audit.entries(max(context.options.limit, 1))
    entries = [each for each in found if subject in each.subject.casefold()]
    report = audit.verify()
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
    text = f"{_local_table(entries, context)}\n\n{chain}"
    return _exported(
        context,
        Outcome(document, text, ExitCode.DONE if whole else ExitCode.BAD),
        lambda: audit_sheet(entries, words.catalogue, words.language),
    )


def _portal_table(entries: Sequence[JournalEntry], context: Context) -> str:
    words = context.words
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
    return table_text(headings, rows, context.output.width)


def _local_table(entries: Sequence[AuditEntry], context: Context) -> str:
    words = context.words
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
    return table_text(headings, rows, context.output.width)


def _exported(context: Context, shown: Outcome, make: Callable[[], DataTable]) -> Outcome:
    path: Path | None = context.options.export
    if path is None:
        return shown
    table = make()
    with cancellable() as cancel:
        write_table(table, path, format_of(path), Steps(context.output.progress, cancel))
    text = context.words("credentials.exported", path=str(path), rows=len(table.rows))
    return Outcome({**shown.document, "exported": str(path)}, text, shown.exit_code)


def _filter_words(context: Context) -> str:
    options, words = context.options, context.words
    moments: dict[str, datetime | None] = {"since": options.since, "until": options.until}
    parts = [words(f"filter.{n}", value=words.time(at)) for n, at in moments.items() if at]
    texts = {"person": options.person, "subject": options.subject}
    parts += [words(f"filter.{name}", value=text) for name, text in texts.items() if text]
    return "; ".join(parts)
