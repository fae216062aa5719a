"""`nmo gui`: the window."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.outcome import Outcome


def add_commands(commands: Commands) -> None:
    """Add `nmo gui`."""
    commands.add("gui", open_window)


def open_window(context: Context) -> Outcome:
    """Run the window until it is closed."""
    options = context.options
    status = context.program.open_window(options.home, options.driver, options.lang)
    code = ExitCode.DONE if status == 0 else ExitCode.BAD
    return Outcome({"exit_status": status}, "", code)
