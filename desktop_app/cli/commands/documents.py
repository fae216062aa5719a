"""`nmo documents`: papers are written, looked at, signed, kept and sent."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.commands import (
    file_check,
    outbox,
    outbox_package,
    outbox_signing,
    papers,
    received,
)


def add_commands(commands: Commands) -> None:
    """Add the commands of documents."""
    _parser, inner = commands.group("documents")
    papers.add_commands(inner)
    file_check.add_commands(inner)
    outbox.add_commands(inner)
    outbox_signing.add_commands(inner)
    received.add_commands(inner)
    outbox_package.add_commands(inner)
