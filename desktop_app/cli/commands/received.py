"""`nmo documents received`: what the portal says it has."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.commands.outbox import opened
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outbox_forms import version_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text

_COLUMNS = ("when", "name", "version", "signer", "id")


def add_commands(commands: Commands) -> None:
    """Add `nmo documents received`."""
    commands.add("received", received)


def received(context: Context) -> Outcome:
    """Ask the portal which documents it has of the person who is signed in."""
    words = context.words
    with cancellable() as cancel:
        found = opened(context).received(cancel)
    rows = [
        (
            words.time(each.received_at),
            each.title,
            str(each.version),
            ", ".join((each.signer, *each.cosigners)),
            each.document_id,
        )
        for each in found
    ]
    headings = [words(f"column.{name}") for name in _COLUMNS]
    lines = [table_text(headings, rows, context.output.width), ""] if rows else []
    lines.append(words("documents.received", count=len(rows)))
    return Outcome({"documents": [version_form(each) for each in found]}, "\n".join(lines))
