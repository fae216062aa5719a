"""What the page «Журнал» asks for and shows; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.data_table import DataTable
from desktop_app.core.errors import NmoError
from desktop_app.core.journal import JournalFilter
from desktop_app.core.message_format import time_text
from desktop_app.services.exports.journal_sheet import audit_sheet, journal_sheet
from desktop_app.services.portal.contract import JournalEntry
from desktop_app.services.program import Services
from desktop_app.services.storage.audit_log import AuditEntry
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.journal_model import JournalRows

FIRST_LINES = 500
"""Lines that are asked for at first, and how many more each time."""


class JournalSource(StrEnum):
    """Whose journal is shown."""

    PORTAL = "portal"
    COMPUTER = "computer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person asks for."""

    source: JournalSource = JournalSource.PORTAL
    days: int = 0
    """Only the last so many days; 0: whenever it was."""
    person: str = ""
    subject: str = ""
    limit: int = FIRST_LINES


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of it."""

    wanted: Wanted
    rows: JournalRows
    sheet: Callable[[], DataTable]
    """Composes the same lines as a table for files; may take a while."""
    more: bool = False
    """There may be older lines."""
    broken: int | None = None
    """First entry at which the chain of this computer's log does not hold."""


class JournalPresenter(QObject):
    """Asks in the background; the newest wish counts."""

    started = Signal()
    shown = Signal(object)
    """``Shown``"""
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self,
        services: Services,
        background: Background,
        parent: QObject,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._now = now
        self._job: Job | None = None
        self.wanted = Wanted()

    def ask(self, wanted: Wanted) -> None:
        """Ask for lines; what was asked before is let go."""
        self.wanted = wanted
        self.cancel()
        self.started.emit()
        self._job = self._background.start(
            lambda cancel, progress: self._read(wanted, cancel, progress),
            done=while_alive(self, self._done),
            failed=while_alive(self, lambda error: self._failed(wanted, error)),
        )

    def ask_more(self) -> None:
        """Ask for older lines too."""
        self.ask(replace(self.wanted, limit=self.wanted.limit + FIRST_LINES))

    def cancel(self) -> None:
        """Let go of what is under way."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _done(self, shown: Shown) -> None:
        if shown.wanted == self.wanted:
            self._job = None
            self.shown.emit(shown)

    def _failed(self, wanted: Wanted, error: NmoError) -> None:
        if wanted == self.wanted:
            self._job = None
            self.failed.emit(error)

    def _read(self, wanted: Wanted, cancel: Cancellation, progress: ProgressListener) -> Shown:
        since = self._now() - timedelta(days=wanted.days) if wanted.days else None
        if wanted.source is JournalSource.COMPUTER:
            return self._of_computer(wanted, since)
        chosen = JournalFilter(since, None, wanted.person, wanted.subject)
        entries = self._services.journal.entries(
            wanted.limit, cancel, wanted=chosen, progress=progress
        )
        catalogue, language = self._services.catalogue, self._services.language
        filters = "; ".join(filter(None, (wanted.person, wanted.subject)))
        return Shown(
            wanted,
            self._rows(("when", "who", "action", "outcome", "subject"), entries),
            lambda: journal_sheet(entries, filters, catalogue, language),
            more=len(entries) >= wanted.limit,
        )

    def _of_computer(self, wanted: Wanted, since: datetime | None) -> Shown:
        audit = self._services.audit
        found = audit.entries(wanted.limit)
        subject = wanted.subject.casefold()
        entries = [
            each
            for each in found
            if subject in each.subject.casefold() and (since is None or each.at >= since)
        ]
        catalogue, language = self._services.catalogue, self._services.language
        return Shown(
            wanted,
            self._rows(("when", "action", "outcome", "subject"), entries),
            lambda: audit_sheet(entries, catalogue, language),
            more=len(found) >= wanted.limit,
            broken=audit.verify().first_broken,
        )

    def _rows(
        self, names: tuple[str, ...], entries: Sequence[JournalEntry | AuditEntry]
    ) -> JournalRows:
        catalogue, language = self._services.catalogue, self._services.language
        titles = tuple(catalogue.phrase(f"sheet.{name}", language) for name in names)
        return JournalRows(titles, [self._cells(each) for each in entries])

    def _cells(self, entry: JournalEntry | AuditEntry) -> tuple[str, ...]:
        catalogue, language = self._services.catalogue, self._services.language
        done = (
            catalogue.word("action", entry.action, language),
            self._outcome(entry.outcome),
            entry.subject,
        )
        if isinstance(entry, AuditEntry):
            return (time_text(entry.at, language), *done)
        return (time_text(entry.happened_at, language), entry.actor, *done)

    def _outcome(self, outcome: str) -> str:
        """Return the name of an outcome; of an error its heading."""
        catalogue, language = self._services.catalogue, self._services.language
        word = catalogue.word("outcome", outcome, language)
        return (
            word
            if word != outcome or outcome not in catalogue.codes
            else (catalogue.message(outcome, {}, language).title)
        )
