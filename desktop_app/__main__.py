"""Process entry: window, command, helper or worker, chosen by the first argument."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.program import Services


class WholeProgram:
    """What the ``nmo`` command is given: the concrete program, imported at its first use."""

    def services(
        self, home: Path | None, drivers: Sequence[Path], language: str | None
    ) -> Services:
        """Return the services of the state folder ``home``."""
        from desktop_app.composition import build_services  # noqa: PLC0415

        return build_services(home, drivers, language)

    def open_window(self, home: Path | None, drivers: Sequence[Path], language: str | None) -> int:
        """Run the window until it is closed and return the exit code."""
        from desktop_app.composition import open_window  # noqa: PLC0415

        return open_window(home, drivers, language)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the first argument names and return the exit code.

    ``--token-helper DRIVER``, ``--reader-helper [LIBRARY]``, ``--path-worker``,
    ``--pdf-worker``, ``--page-worker`` and ``--training-portal CONFIG`` are processes that the
    program starts for itself; everything else is the ``nmo`` command.
    Each import stands in its branch: a helper must not pay for the window.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    first = arguments[0] if arguments else ""
    if first == "--token-helper":
        from desktop_app.signing.helper.main import run_helper  # noqa: PLC0415

        return run_helper(arguments[1])
    if first == "--reader-helper":
        from desktop_app.signing.helper.reader_main import run_reader_helper  # noqa: PLC0415

        return run_reader_helper(*arguments[1:2])
    if first == "--path-worker":
        from desktop_app.signing.path_worker import run_worker  # noqa: PLC0415

        return run_worker()
    if first == "--pdf-worker":
        from desktop_app.signing.pdf_worker import run_pdf_worker  # noqa: PLC0415

        return run_pdf_worker()
    if first == "--page-worker":
        from desktop_app.services.pdf.worker.main import run_page_worker  # noqa: PLC0415

        return run_page_worker()
    if first == "--training-portal":
        from desktop_app.sandbox.server import run_server  # noqa: PLC0415

        return run_server(arguments[1])
    from desktop_app.cli.main import run_command  # noqa: PLC0415

    return run_command(arguments, WholeProgram())


if __name__ == "__main__":
    sys.exit(main())
