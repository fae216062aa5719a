"""`nmo documents`: papers are written and looked at before they are signed and sent."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.commands import papers


def add_commands(commands: Commands) -> None:
    """Add the commands of documents."""
    _parser, inner = commands.group("documents")
    papers.add_commands(inner)
