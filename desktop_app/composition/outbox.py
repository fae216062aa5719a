"""Putting the outbox together when somebody asks for it, and closing it again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.collecting import Access
    from desktop_app.services.outbox.outbox import Outbox
    from desktop_app.services.outbox.stamper import Stamper


class LazyOutbox:
    """The outbox of one profile: opened at its first use, once."""

    def __init__(self, make: Callable[[], tuple[Outbox, Callable[[], None]]]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[Outbox, Callable[[], None]] | None = None

    def open(self) -> Outbox:
        """Return the outbox, always the same one.

        Raises ``FolderNotWritableError``, ``DatabaseNewerError``, ``DiskFullError``.
        """
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made[0]

    def close(self) -> None:
        """Close what it stands on, where it was opened."""
        with self._lock:
            if self._made is not None:
                self._made[1]()


def make_outbox(access: Access) -> tuple[Outbox, Callable[[], None]]:
    """Return the outbox, which adds a time stamp where a service is known, and what closes it."""
    from desktop_app.composition.signature_forms import time_stamper  # noqa: PLC0415
    from desktop_app.services.outbox.opening import open_outbox  # noqa: PLC0415
    from desktop_app.signing.pdf_files import PdfFiles  # noqa: PLC0415

    def stamper() -> Stamper | None:
        return time_stamper(access, "") if access.time_stamp_service else None

    pdfs = PdfFiles()
    outbox, database = open_outbox(
        access.home, access.secrets, access.session, access.audit, pdfs=pdfs, stamper=stamper
    )

    def close() -> None:
        pdfs.close()
        database.close()

    return outbox, close
