"""`nmo credentials reminders`, `nmo credentials filters` and `nmo credentials cycle`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.files import write_new_file
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import day, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.cycles import rests
from desktop_app.core.reminders import Reminder
from desktop_app.services.cycle import cycle_lines, cycle_ways
from desktop_app.services.reminders import Reminders, days_of, left_words
from desktop_app.services.saved_filters import SavedFilter, SavedFilters


def add_to(credentials: Commands) -> None:
    """Add the commands below `nmo credentials`."""
    parser = credentials.add("reminders", show_reminders)
    words = parser.words
    parser.add_argument("--days", metavar="N,N", help=words("option.days"))
    parser.add_argument("--keep", action="store_true", help=words("option.keep-days"))
    parser.add_argument("--ics", metavar=words("metavar.file"), type=Path, help=words("option.ics"))
    credentials.add("cycle", show_cycle)
    filters = credentials.add("filters", show_filters)
    filters.add_argument("--drop", metavar=words("metavar.name"), help=words("option.drop-filter"))


def show_reminders(context: Context) -> Outcome:
    """Show what ends soon; keep other days, write a calendar where asked to."""
    options, words = context.options, context.words
    reminders = Reminders(context.services.settings)
    days = reminders.days() if options.days is None else days_of(options.days)
    if options.keep:
        reminders.set_days(days)
    with cancellable() as cancel:
        listed = context.services.credentials.load(progress=context.output.progress, cancel=cancel)
    now = datetime.now(UTC)
    due = reminders.due(listed.credentials, now.astimezone().date(), days)
    document = {
        "days": list(days),
        "reminders": [_form(each) for each in due],
        "as_of": moment(listed.as_of),
        "offline": listed.offline,
    }
    lines = [_text(due, context)]
    if options.ics is not None:
        from desktop_app.services.reminder_calendar import reminder_calendar  # noqa: PLC0415 - slow

        content = reminder_calendar(listed.credentials, days, words.catalogue, words.language, now)
        write_new_file(options.ics, content)
        document["calendar"] = str(options.ics)
        lines.append(words("credentials.calendar", path=str(options.ics)))
    if listed.offline:
        lines.append(words("credentials.offline"))
    return Outcome(document, "\n".join(lines))


def show_cycle(context: Context) -> Outcome:
    """Show the five-year cycle and what each way to fulfil it still takes."""
    services, words = context.services, context.words
    with cancellable() as cancel:
        cycle = services.credentials.cycle(cancel)
    ways = cycle_ways(services.settings)
    form = {
        "started_on": day(cycle.started_on),
        "ends_on": day(cycle.ends_on),
        "programme_hours": cycle.programme_hours,
        "units": cycle.units,
        "kept_at": moment(cycle.kept_at),
        "ways": [
            {
                "programme_hours": each.way.programme_hours,
                "units": each.way.units,
                "missing_hours": each.programme_hours,
                "missing_units": each.units,
            }
            for each in rests(cycle, ways)
        ],
    }
    lines = cycle_lines(cycle, ways, words.catalogue, words.language)
    return Outcome({"cycle": form}, "\n".join(lines))


def show_filters(context: Context) -> Outcome:
    """List the saved filters, or forget one."""
    filters, words = SavedFilters(context.services.settings), context.words
    if context.options.drop is not None:
        filters.drop(context.options.drop)
    found = filters.all()
    headings = [words(f"column.{name}") for name in ("name", "filter")]
    text = table_text(
        headings, [(each.name, describe(each, words)) for each in found], context.output.width
    )
    form = [
        {
            "name": each.name,
            "statuses": sorted(each.statuses),
            "search": each.search,
            "organisation": each.organisation,
            "sort": each.sort or None,
            "reverse": each.reverse,
        }
        for each in found
    ]
    return Outcome({"filters": form}, text if found else words("credentials.no-filters"))


def describe(saved: SavedFilter, words: Words) -> str:
    """Return what a filter asks for, as people read it."""
    named = ", ".join(words.state("credential", status) for status in sorted(saved.statuses))
    parts = (
        named and words("filter.status", value=named),
        saved.organisation and words("filter.organisation", value=saved.organisation),
        saved.search and words("filter.search", value=saved.search),
    )
    return "; ".join(filter(None, parts))


def _text(due: tuple[Reminder, ...], context: Context) -> str:
    words = context.words
    if not due:
        return words("credentials.nothing-ends")
    rows = [
        (
            words.date(each.ends_on),
            left_words(each, words.catalogue, words.language),
            each.credential.name,
            each.credential.number,
        )
        for each in due
    ]
    headings = [words(f"column.{name}") for name in ("until", "left", "name", "number")]
    return table_text(headings, rows, context.output.width)


def _form(reminder: Reminder) -> dict[str, object]:
    return {
        "id": reminder.credential.id,
        "name": reminder.credential.name,
        "number": reminder.credential.number,
        "ends_on": day(reminder.ends_on),
        "days_left": reminder.days_left,
    }
