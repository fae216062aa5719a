"""`nmo credentials`: the table, «Проверить», the PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.commands import credential_documents, credential_reminders
from desktop_app.cli.context import Context
from desktop_app.cli.credential_table import (
    SORT_KEYS,
    Selection,
    filter_words,
    selected,
    table_of,
)
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_codes
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import credential_form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.core.credentials import (
    CheckOutcome,
    CheckVerdict,
    Credential,
    CredentialList,
    CredentialStatus,
)
from desktop_app.core.errors.inputs import UsageError
from desktop_app.services.exports.credential_sheet import Shown, credential_sheet
from desktop_app.services.exports.steps import Steps
from desktop_app.services.exports.table_files import TableFormat, format_of, write_table
from desktop_app.services.saved_filters import SavedFilter, SavedFilters

_RENEWAL = frozenset({CredentialStatus.RENEWAL})


def add_commands(commands: Commands) -> None:
    """Add the commands of the table."""
    parser, inner = commands.group("credentials", show_table)
    words = parser.words
    statuses = [status.value for status in CredentialStatus]
    parser.add_argument("--status", action="append", choices=statuses, help=words("option.status"))
    parser.add_argument("--renewal", action="store_true", help=words("option.renewal"))
    for name in ("organisation", "search"):
        parser.add_argument(
            f"--{name}", metavar=words("metavar.text"), help=words(f"option.{name}")
        )
    parser.add_argument("--people", action="store_true", help=words("option.staff"))
    parser.add_argument("--sort", choices=tuple(SORT_KEYS), help=words("option.sort"))
    parser.add_argument("--reverse", action="store_true", help=words("option.reverse"))
    parser.add_argument(
        "--export", metavar=words("metavar.file"), type=Path, help=words("option.export")
    )
    parser.add_argument("--no-bom", action="store_true", help=words("option.no-bom"))
    for name in ("filter", "save-filter"):
        parser.add_argument(
            f"--{name}", metavar=words("metavar.name"), help=words(f"option.{name}")
        )
    credential_reminders.add_to(inner)
    check_parser = inner.add("check", check)
    check_parser.add_argument("ids", metavar="ID", nargs="*", help=words("option.ids"))
    check_parser.add_argument("--all", action="store_true", help=words("option.all"))
    credential_documents.add_to(inner)


def show_table(context: Context) -> Outcome:
    """Show the table as filtered and sorted, or save it."""
    export: Path | None = context.options.export
    kind = None if export is None else format_of(export, byte_order_mark=not context.options.no_bom)
    selection = _selection(context)
    listed = _loaded(context, people=context.options.people)
    rows = selected(listed.credentials, selection)
    document = {
        "credentials": [credential_form(row) for row in rows],
        "as_of": moment(listed.as_of),
        "offline": listed.offline,
    }
    if export is None or kind is None:
        return Outcome(document, _table_text(rows, listed, context))
    _export(rows, listed, filter_words(selection, context.words), export, kind, context)
    text = context.words("credentials.exported", path=str(export), rows=len(rows))
    return Outcome({**document, "exported": str(export)}, text)


def check(context: Context) -> Outcome:
    """Ask the portal to check the named credentials, or all."""
    options = context.options
    if bool(options.ids) == options.all:
        raise UsageError(context.words("usage.ids-or-all"))
    listed = _loaded(context) if options.all else context.services.credentials.cached()
    names = {each.id: each.name for each in listed.credentials}
    with cancellable() as cancel:
        outcomes = context.services.credentials.check(
            options.ids or list(names), progress=context.output.progress, cancel=cancel
        )
    document = {"checks": [_outcome_form(outcome) for outcome in outcomes]}
    return Outcome(document, _check_text(outcomes, names, context), _check_exit_code(outcomes))


def _selection(context: Context) -> Selection:
    """Return what the options ask for; what they leave open is as in the saved filter."""
    options, filters = context.options, SavedFilters(context.services.settings)
    saved = filters.find(options.filter) if options.filter is not None else SavedFilter("")
    statuses = frozenset(CredentialStatus(value) for value in options.status or ())
    selection = Selection(
        statuses=statuses or saved.statuses,
        renewal=options.renewal,
        organisation=options.organisation or saved.organisation,
        search=options.search or saved.search,
        sort=options.sort or (saved.sort if saved.sort in SORT_KEYS else None),
        reverse=options.reverse or saved.reverse,
    )
    if options.save_filter is not None:
        filters.save(_to_save(options.save_filter, selection))
    return selection


def _to_save(name: str, selection: Selection) -> SavedFilter:
    return SavedFilter(
        name,
        statuses=_RENEWAL if selection.renewal else selection.statuses,
        search=selection.search,
        organisation=selection.organisation,
        sort=selection.sort or "",
        reverse=selection.reverse,
    )


def _export(
    rows: Sequence[Credential],
    listed: CredentialList,
    filters: str,
    path: Path,
    kind: TableFormat,
    context: Context,
) -> None:
    words = context.words
    account = context.services.login.state().account
    shown = Shown(
        total=len(listed.credentials),
        as_of=listed.as_of,
        holder=account.full_name if account else "",
        filters=filters,
    )
    table = credential_sheet(rows, shown, words.catalogue, words.language)
    with cancellable() as cancel:
        write_table(table, path, kind, Steps(context.output.progress, cancel))


def _table_text(rows: Sequence[Credential], listed: CredentialList, context: Context) -> str:
    words = context.words
    headings, cells = table_of(rows, words)
    count = words(
        "credentials.count", shown=len(rows), total=len(listed.credentials), as_of=listed.as_of
    )
    lines = [table_text(headings, cells, context.output.width), "", count]
    if listed.offline:
        lines.append(words("credentials.offline"))
    return "\n".join(lines)


def _check_text(
    outcomes: Sequence[CheckOutcome], names: Mapping[str, str], context: Context
) -> str:
    words = context.words
    rows = [
        (
            each.credential_id,
            names.get(each.credential_id, ""),
            "" if each.check is None else words.state("check", each.check.verdict),
            words.title_of(each.error_code) if each.check is None else each.check.reason,
        )
        for each in outcomes
    ]
    headings = [words(f"column.{name}") for name in ("id", "name", "verdict", "reason")]
    counts = Counter(each.check.verdict for each in outcomes if each.check is not None)
    summary = words(
        "credentials.checked",
        total=counts.total(),
        confirmed=counts[CheckVerdict.CONFIRMED],
        rejected=counts[CheckVerdict.NOT_CONFIRMED],
        unclear=counts[CheckVerdict.UNCLEAR],
    )
    return f"{table_text(headings, rows, context.output.width)}\n\n{summary}"


def _loaded(context: Context, *, people: bool = False) -> CredentialList:
    with cancellable() as cancel:
        return context.services.credentials.load(
            people=people, progress=context.output.progress, cancel=cancel
        )


def _outcome_form(outcome: CheckOutcome) -> dict[str, object]:
    found = outcome.check
    return {
        "id": outcome.credential_id,
        "verdict": None if found is None else found.verdict.value,
        "checked_at": None if found is None else moment(found.checked_at),
        "reason": None if found is None else found.reason,
        "error": outcome.error_code or None,
    }


def _check_exit_code(outcomes: Sequence[CheckOutcome]) -> ExitCode:
    """What was not asked comes first, then «Не подтверждено», then «Требуется уточнение»."""
    failed = [outcome.error_code for outcome in outcomes if outcome.check is None]
    verdicts = {outcome.check.verdict for outcome in outcomes if outcome.check is not None}
    if failed:
        return exit_code_of_codes(failed)
    if CheckVerdict.NOT_CONFIRMED in verdicts:
        return ExitCode.BAD
    return ExitCode.UNKNOWN if CheckVerdict.UNCLEAR in verdicts else ExitCode.DONE
