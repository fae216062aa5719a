"""Decisions of the page of credentials: what to fetch and to open; no widgets."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.accounts import Role
from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.credentials import CredentialList
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    NotSignedInError,
    PortalSlowError,
    PortalTlsError,
    PortalUnreachableError,
    SessionExpiredError,
)
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.credentials_columns import CredentialWords
from desktop_app.ui.credentials_order import count_statuses
from desktop_app.ui.credentials_rows import RENEWAL, CredentialRows
from desktop_app.ui.credentials_state import PageState

_WARM_FROM = 2_000
_STAFF = frozenset({Role.HR, Role.QUALITY})
_UNREACHED = (PortalUnreachableError, PortalSlowError, PortalTlsError)


@dataclass(frozen=True, slots=True)
class _Table:
    """A list, its rows made ready on the worker, and whether someone is signed in."""

    credentials: CredentialList
    rows: CredentialRows
    signed_in: bool
    staff: bool
    """The person may see the credentials of the organisation's people."""


class CredentialsPresenter(QObject):
    """Shows what is kept at once, then asks the portal, all in the background."""

    state_changed = Signal(object)
    """The new ``PageState``."""
    rows_changed = Signal(object)
    """New ``CredentialRows``, only when they differ from those shown."""
    portal_answered = Signal(bool)
    """True when the portal answered, False when it could not be reached."""
    document_ready = Signal(object)
    """``Path`` of a PDF that was asked for."""
    document_failed = Signal(object)
    """``NmoError`` that stopped a PDF."""

    def __init__(
        self, services: Services, background: Background, words: CredentialWords, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._words = words
        self._rows = CredentialRows((), words)
        self._job: Job | None = None
        self._first = background.bridge(while_alive(self, self._first_came))
        self.people = False
        """Show the organisation's people instead of the person's own credentials."""
        self.state = PageState()

    def refresh(self) -> None:
        """Read the cache, then ask the portal; a refresh under way is enough."""
        if self.state.refreshing:
            return
        self._become(replace(self.state, refreshing=True))
        self._start(self._read, self._was_read)

    def show_people(self, people: bool) -> None:
        """Show the credentials of the organisation's people, or the person's own again."""
        if people == self.people:
            return
        self.cancel()
        self.people = people
        self._rows = CredentialRows((), self._words)
        self.rows_changed.emit(self._rows)
        self._become(PageState(staff=self.state.staff))
        self.refresh()

    def cancel(self) -> None:
        """Stop a refresh under way; what is shown stays."""
        if self._job is not None:
            self._job.cancel()

    def open_document(self, credential_id: str) -> None:
        """Fetch the PDF of a credential."""
        service = self._services.credentials
        self._background.start(
            lambda cancel, _progress: service.document(credential_id, cancel),
            done=while_alive(self, self.document_ready.emit),
            failed=while_alive(self, self.document_failed.emit),
        )

    def _start(
        self,
        call: Callable[[Cancellation, ProgressListener], _Table],
        done: Callable[[_Table], None],
    ) -> None:
        people = self.people

        def current(listener: Callable[[Any], object]) -> Callable[[Any], None]:
            """Let only what was asked for the table that is shown now come through."""
            return while_alive(
                self, lambda value: listener(value) if self.people == people else None
            )

        self._job = self._background.start(
            call,
            done=current(done),
            failed=current(self.take_error),
            cancelled=lambda: current(self._stopped)(None),
        )

    def _read(self, _cancel: Cancellation, _progress: ProgressListener) -> _Table:
        return self._prepared(self._services.credentials.cached(people=self.people))

    def _fetch(self, cancel: Cancellation, progress: ProgressListener) -> _Table:
        people, service = self.people, self._services.credentials
        shown = bool(self._rows.credentials)

        def on_first(known: CredentialList) -> None:
            if not shown:
                self._first((people, self._prepared(known)))

        return self._prepared(
            service.refresh(people=people, progress=progress, cancel=cancel, on_first=on_first)
        )

    def _prepared(self, known: CredentialList) -> _Table:
        rows = CredentialRows(known.credentials, self._words)
        if len(rows) >= _WARM_FROM:
            rows.warm()
            # Rows hold no cycles; a full collection that walks them holds the window up.
            gc.freeze()
        account = self._services.login.state().account
        staff = account is not None and bool(_STAFF & set(account.roles))
        return _Table(known, rows, account is not None, staff)

    def _was_read(self, table: _Table) -> None:
        self._show(table)
        fetching = table.signed_in
        error = None if fetching else self.state.error
        self._become(
            replace(
                self.state,
                read=True,
                refreshing=fetching,
                signed_in=fetching,
                staff=table.staff,
                error=error,
            )
        )
        if fetching:
            self._start(self._fetch, self._was_fetched)

    def _was_fetched(self, table: _Table) -> None:
        self.portal_answered.emit(not table.credentials.offline)
        self._show(table)
        self._become(replace(self.state, refreshing=False, signed_in=table.signed_in, error=None))

    def _first_came(self, first: tuple[bool, _Table]) -> None:
        """Show the first rows of a long list while the rest is on its way."""
        people, table = first
        if people == self.people and self.state.refreshing and not self._rows.credentials:
            self._show(table)

    def take_error(self, error: NmoError) -> None:
        """Show what an error says about session and portal."""
        reached = not isinstance(error, _UNREACHED)
        if not reached:
            self.portal_answered.emit(reached)
        signed_in = not isinstance(error, NotSignedInError | SessionExpiredError)
        self._become(
            replace(self.state, read=True, refreshing=False, signed_in=signed_in, error=error)
        )

    def take_check_error(self, error: NmoError) -> None:
        """Note that a check found the session ended."""
        if isinstance(error, NotSignedInError | SessionExpiredError):
            self._become(replace(self.state, signed_in=False, error=error))

    def _stopped(self, _nothing: None) -> None:
        self._become(replace(self.state, read=True, refreshing=False))

    def _show(self, table: _Table) -> None:
        if table.rows.credentials != self._rows.credentials:
            self._rows = table.rows
            self.rows_changed.emit(table.rows)
        self._become(
            replace(
                self.state,
                total=len(table.rows),
                promised=table.credentials.promised,
                renewal=count_statuses(table.rows.credentials, RENEWAL),
                as_of=table.credentials.as_of,
            )
        )

    def _become(self, state: PageState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
