"""The one place that knows concrete classes; importing it costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.program import Services


def build_services(
    home: Path | None = None, drivers: Sequence[Path] = (), language: str | None = None
) -> Services:
    """Return the services of a state folder.

    While the folder's training portal runs they are the training ones, else the real ones
    from its settings. ``drivers`` stand in place of the known ones. Raises
    ``FolderNotWritableError``, ``DatabaseNewerError``.
    """
    # What follows takes longer to import than the window takes to show itself.
    from desktop_app.composition.assembly import assemble  # noqa: PLC0415

    return assemble(home, tuple(drivers), language)


def open_window(
    home: Path | None = None, drivers: Sequence[Path] = (), language: str | None = None
) -> int:
    """Run the window until it is closed and return the exit code."""
    from desktop_app.ui.application import run_window  # noqa: PLC0415 - no Qt for a command

    def rebuild() -> Services:
        services = build_services(home, drivers, language)
        services.login.state()  # Loads the keyring here, off the UI thread.
        return services

    return run_window(rebuild)
