"""Requests to support that wait on this computer, encrypted, one record per account."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from desktop_app.core.errors.support import TicketTooMuchError, TicketUnknownError
from desktop_app.core.tickets import KeptTicket
from desktop_app.services.portal.ticket_contract import TicketRequest
from desktop_app.services.storage.sealed_store import SealedStore
from desktop_app.signing.decoding import decode_msgpack

SHELF_LIMIT: Final = 20
"""Most requests that wait; each may carry some megabytes."""


_NOBODY: Final = "nobody"
"""Whose requests these are while nobody is known; accounts have other names."""


@dataclass(frozen=True, slots=True)
class ShelvedTicket:
    """A request with everything that it needs to leave."""

    id: str
    """The idempotency key of every try."""
    body: TicketRequest
    contents: tuple[bytes, ...]
    """Of the body's files, in their order."""
    kept_at: datetime
    error_code: str = ""
    has_arrived: bool = False
    """True once the portal has the request and files of it are missing there."""

    def kept(self) -> KeptTicket:
        """Return the request as everybody else sees it."""
        return KeptTicket(
            id=self.id,
            desk=self.body.desk,
            subject=self.body.subject,
            kept_at=self.kept_at,
            file_names=tuple(each.name for each in self.body.files),
            error_code=self.error_code,
        )


class TicketShelf:
    """The waiting requests of whoever is known here; ``account`` names the person, or nobody."""

    def __init__(self, store: SealedStore, account: Callable[[], str]) -> None:
        self._store = store
        self._account = account
        self._lock = threading.Lock()

    @property
    def lasts(self) -> bool:
        """False when what is put here ends with the program."""
        return self._store.lasts

    def tickets(self) -> tuple[ShelvedTicket, ...]:
        """Return what waits, oldest first."""
        return self._read(self._account() or _NOBODY)

    def _read(self, account: str) -> tuple[ShelvedTicket, ...]:
        content = self._store.get(account)
        if content is None:
            return ()
        try:
            return decode_msgpack(content, tuple[ShelvedTicket, ...])
        except msgspec.MsgspecError:  # Written by another version of the program.
            return ()

    def put(self, ticket: ShelvedTicket) -> None:
        """Keep a request, or put it in the place of the one with its identifier.

        It is on the disk when this returns. Raises ``TicketTooMuchError``.
        """
        with self._lock:
            others = [each for each in self.tickets() if each.id != ticket.id]
            if len(others) >= SHELF_LIMIT:
                raise TicketTooMuchError(limit=SHELF_LIMIT)
            self._write((*others, ticket))

    def remove(self, identifier: str) -> None:
        """Take a request off. Raises ``TicketUnknownError``."""
        with self._lock:
            before = self.tickets()
            rest = tuple(each for each in before if each.id != identifier)
            if len(rest) == len(before):
                raise TicketUnknownError(id=identifier)
            self._write(rest)

    def settle(self, before: ShelvedTicket, after: ShelvedTicket | None) -> None:
        """Put ``after``, or nothing, in the place of a request that nobody changed meanwhile."""
        with self._lock:
            tickets = self.tickets()
            if before in tickets:
                others = tuple(each for each in tickets if each != before)
                self._write((*others, after) if after is not None else others)

    def take_over(self, full_name: str) -> None:
        """Take up what this person wrote here while nobody was signed in."""
        if not self._account():
            return
        with self._lock:
            loose = self._read(_NOBODY)
            own = tuple(each for each in loose if each.body.full_name == full_name)
            if own:
                taken = {each.id for each in own}
                self._write((*(each for each in self.tickets() if each.id not in taken), *own))
                rest = tuple(each for each in loose if each not in own)
                self._store.set(_NOBODY, msgspec.msgpack.encode(rest) if rest else None)

    def _write(self, tickets: tuple[ShelvedTicket, ...]) -> None:
        ordered = tuple(sorted(tickets, key=lambda each: each.kept_at))
        content = msgspec.msgpack.encode(ordered) if ordered else None
        self._store.set(self._account() or _NOBODY, content)
