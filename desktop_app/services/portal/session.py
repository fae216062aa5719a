"""The session at the portal: kept with the secrets, renewed once when it ran out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.accounts import Account, SessionState
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import (
    NotSignedInError,
    PortalNotConfiguredError,
    RefusedError,
    SessionExpiredError,
)
from desktop_app.services.portal.client import Answer, PortalClient, Request
from desktop_app.services.portal.contract import AccountMessage, RefreshRequest, SessionMessage
from desktop_app.services.portal.session_keeper import KeptSession, SessionKeeper
from desktop_app.services.storage.secrets import Secrets


class PortalSession:
    """One portal and who is signed in there.

    ``connect`` makes the client at the first use and raises ``PortalNotConfiguredError``
    when no portal is set; ``origin`` is empty then.
    """

    def __init__(self, origin: str, connect: Callable[[], PortalClient], secrets: Secrets) -> None:
        self._origin = origin
        self._connect = connect
        self._keeper = SessionKeeper(origin, secrets)
        self._lock = threading.RLock()
        self._client: PortalClient | None = None

    @property
    def client(self) -> PortalClient:
        """The connection, made at the first use. Raises ``PortalNotConfiguredError``."""
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    @property
    def account_key(self) -> str:
        """Name under which local data of the person is kept; empty when nobody is known.

        It outlives an expired session, so that the table still shows, but not a logout.
        """
        return self._keeper.account_key

    def state(self) -> SessionState:
        """Return the session as known here, without asking the portal."""
        return self._keeper.state()

    def begin(self, message: SessionMessage, certificate_id: str) -> SessionState:
        """Keep a new session."""
        account = account_of(message.account)
        kept = KeptSession(
            origin=self._origin,
            access_token=message.access_token,
            refresh_token=message.refresh_token,
            account=account,
            certificate_id=certificate_id,
            signed_in_at=datetime.now(UTC),
        )
        self._keeper.keep(kept)
        self._keeper.keep_account(account)
        return self.state()

    def update_account(self, account: Account) -> None:
        """Keep what the portal now says of the person."""
        with self._lock:
            kept = self._keeper.current()
            if kept is not None and kept.account != account:
                self._keeper.keep(replace(kept, account=account))

    def require(self) -> None:
        """Raise ``NotSignedInError``, ``SessionExpiredError`` or ``PortalNotConfiguredError``."""
        self._required(self._keeper.current())

    def send(self, request: Request, cancel: Cancellation | None = None) -> Answer:
        """Send a request as the signed-in person.

        Raises ``NotSignedInError``, ``SessionExpiredError``, ``PortalError``, ``RefusedError``.
        """
        kept = self._required(self._keeper.current())
        try:
            return self._send_as(kept, request, cancel)
        except (SessionExpiredError, NotSignedInError):
            kept = self._renewed(kept)
        if cancel is not None:
            cancel.checkpoint()
        return self._send_as(kept, request, cancel)

    def end(self) -> None:
        """Forget the session here, then revoke it at the portal as far as that is reached."""
        with self._lock:
            kept = self._keeper.read()
            self._keeper.forget()
            self._keeper.forget_account()
        if kept is not None:
            self._send_as(kept, Request("DELETE", "auth/session"), None)

    def reconnect(self) -> None:
        """Make the connection anew at its next use: what it trusts has changed."""
        with self._lock:
            old, self._client = self._client, None
        if old is not None:
            old.close()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._client is not None:
                self._client.close()

    def _send_as(self, kept: KeptSession, request: Request, cancel: Cancellation | None) -> Answer:
        return self.client.send(replace(request, bearer=kept.access_token), cancel)

    def _renewed(self, stale: KeptSession) -> KeptSession:
        """Return fresh tokens; each refresh token works once, so one thread renews for all.

        Not cancellable: an answer that is dropped would lose the session.
        """
        with self._lock:
            kept = self._required(self._keeper.read())
            if kept.access_token != stale.access_token:
                return kept
            body = RefreshRequest(refresh_token=kept.refresh_token)
            try:
                answer = self.client.send(Request("POST", "auth/refresh", body))
                message = answer.decode(SessionMessage)
            except RefusedError as error:
                self._keeper.forget()
                raise SessionExpiredError from error
            fresh = replace(
                kept,
                access_token=message.access_token,
                refresh_token=message.refresh_token,
                account=account_of(message.account),
            )
            self._keeper.keep(fresh)
            return fresh

    def _required(self, kept: KeptSession | None) -> KeptSession:
        if not self._origin:
            raise PortalNotConfiguredError
        if kept is None:
            raise SessionExpiredError if self.account_key else NotSignedInError
        return kept


def account_of(message: AccountMessage) -> Account:
    """Return the account of the contract's message."""
    return Account(
        id=message.id,
        full_name=message.full_name,
        snils=message.snils,
        level=message.level,
        roles=message.roles,
        speciality=message.speciality,
        organisation=message.organisation,
    )
