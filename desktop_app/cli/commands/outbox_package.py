"""`nmo documents export|import`: documents travel to another computer on a medium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, Parser
from desktop_app.cli.commands.outbox import opened
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outbox_forms import item_form
from desktop_app.cli.outcome import Outcome
from desktop_app.core.errors.outbox import PassphraseDiffersError, PassphraseNeededError
from desktop_app.core.errors.tokens import PinRequiredError, PinUnusableError

if TYPE_CHECKING:
    from desktop_app.core.pin import Pin
    from desktop_app.services.outbox_service import PackageReport


def add_commands(commands: Commands) -> None:
    """Add the commands that hand documents over and take them in."""
    exporting = commands.add("export", export)
    words = exporting.words
    _add_folder(exporting, "option.export-folder")
    exporting.add_argument("ids", metavar="ID", nargs="*", help=words("option.outbox-ids-or-all"))
    how = exporting.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help=words("option.plain"))
    how.add_argument("--passphrase-stdin", action="store_true", help=words("option.phrase-stdin"))
    importing = commands.add("import", import_package)
    _add_folder(importing, "option.import-folder")
    importing.add_argument(
        "--passphrase-stdin", action="store_true", help=words("option.phrase-stdin")
    )


def _add_folder(parser: Parser, help_key: str) -> None:
    words = parser.words
    parser.add_argument("folder", metavar=words("metavar.folder"), type=Path, help=words(help_key))


def export(context: Context) -> Outcome:
    """Hand signed documents over; they are not sent from here any more."""
    outbox, options = opened(context), context.options
    identifiers = [outbox.find(each).id for each in options.ids]
    passphrase = None if options.plain else _passphrase(context, twice=True)
    with cancellable() as cancel:
        report = outbox.export(options.folder, identifiers, passphrase=passphrase, cancel=cancel)
    text = context.words("documents.exported", count=len(report.items), folder=str(report.folder))
    return _outcome(context, report, text)


def import_package(context: Context) -> Outcome:
    """Take in what another computer handed over."""
    outbox, folder = opened(context), context.options.folder
    sealed = outbox.package_is_sealed(folder)
    passphrase = _passphrase(context, twice=False) if sealed else None
    with cancellable() as cancel:
        report = outbox.import_package(folder, passphrase=passphrase, cancel=cancel)
    text = context.words("documents.imported", count=len(report.items), known=len(report.known))
    return _outcome(context, report, text)


def _outcome(context: Context, report: PackageReport, text: str) -> Outcome:
    words = context.words
    document = {
        "folder": str(report.folder),
        "documents": [item_form(item, words) for item in report.items],
        "known": [item_form(item, words) for item in report.known],
    }
    return Outcome(document, text)


def _passphrase(context: Context, *, twice: bool) -> str:
    """Ask for the passphrase, or read the first line of standard input."""
    try:
        if context.options.passphrase_stdin:
            return _revealed(context.console.piped_line())
        first = _revealed(context.console.hidden_line(context.words("documents.phrase")))
        if not twice:
            return first
        again = _revealed(context.console.hidden_line(context.words("documents.phrase-again")))
    except (PinRequiredError, PinUnusableError):
        raise PassphraseNeededError from None
    if first != again:
        raise PassphraseDiffersError
    return first


def _revealed(line: Pin) -> str:
    try:
        return line.reveal()
    finally:
        line.wipe()
