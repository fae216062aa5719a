"""The session at the portal: kept with the secrets, renewed once when it ran out."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import msgspec

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
from desktop_app.services.storage.secret_boxes import SecretPlace
from desktop_app.services.storage.secrets import Secrets

_SESSION = "session"
_LAST_ACCOUNT = "last-account"


@dataclass(frozen=True, slots=True)
class KeptSession:
    """What is kept of a session."""

    origin: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    account: Account
    certificate_id: str
    signed_in_at: datetime


class PortalSession:
    """One portal and who is signed in there.

    ``connect`` makes the client at the first use and raises ``PortalNotConfiguredError``
    when no portal is set; ``origin`` is empty then.
    """

    def __init__(self, origin: str, connect: Callable[[], PortalClient], secrets: Secrets) -> None:
        self._origin = origin
        self._connect = connect
        self._secrets = secrets
        self._lock = threading.RLock()
        self._client: PortalClient | None = None
        self._seen: SessionState | None = None

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
        return self._secrets.get(_LAST_ACCOUNT) or ""

    def state(self) -> SessionState:
        """Return the session as known here; the keyring, which may be slow, is asked once.

        What another process does to the session then shows with the next request.
        """
        seen = self._seen
        if seen is not None and seen.kept_in_keyring:
            return seen
        return self._state_of(self._read())

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
        self._keep(kept)
        key = hashlib.sha256(f"{self._origin}\n{account.id}".encode()).hexdigest()
        self._secrets.set(_LAST_ACCOUNT, key)
        return self.state()

    def update_account(self, account: Account) -> None:
        """Keep what the portal now says of the person."""
        with self._lock:
            kept = self._kept()
            if kept is not None and kept.account != account:
                self._keep(replace(kept, account=account))

    def require(self) -> None:
        """Raise ``NotSignedInError``, ``SessionExpiredError`` or ``PortalNotConfiguredError``."""
        self._required()

    def send(self, request: Request, cancel: Cancellation | None = None) -> Answer:
        """Send a request as the signed-in person.

        Raises ``NotSignedInError``, ``SessionExpiredError``, ``PortalError``, ``RefusedError``.
        """
        kept = self._required()
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
            kept = self._kept()
            self._forget()
            self._secrets.set(_LAST_ACCOUNT, None)
        if kept is not None:
            self._send_as(kept, Request("DELETE", "auth/session"), None)

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
            kept = self._required()
            if kept.access_token != stale.access_token:
                return kept
            body = RefreshRequest(refresh_token=kept.refresh_token)
            try:
                answer = self.client.send(Request("POST", "auth/refresh", body))
                message = answer.decode(SessionMessage)
            except RefusedError as error:
                self._forget()
                raise SessionExpiredError from error
            fresh = replace(
                kept,
                access_token=message.access_token,
                refresh_token=message.refresh_token,
                account=account_of(message.account),
            )
            self._keep(fresh)
            return fresh

    def _required(self) -> KeptSession:
        kept = self._kept()
        if not self._origin:
            raise PortalNotConfiguredError
        if kept is None:
            raise SessionExpiredError if self.account_key else NotSignedInError
        return kept

    def _kept(self) -> KeptSession | None:
        kept = self._read()
        self._state_of(kept)
        return kept

    def _read(self) -> KeptSession | None:
        text = self._secrets.get(_SESSION)
        if not text:
            return None
        try:
            kept = msgspec.json.decode(text, type=KeptSession)
        except msgspec.MsgspecError:
            return None
        return kept if kept.origin == self._origin else None

    def _keep(self, kept: KeptSession) -> None:
        self._secrets.set(_SESSION, msgspec.json.encode(kept).decode())
        self._state_of(kept)

    def _forget(self) -> None:
        self._secrets.set(_SESSION, None)
        self._state_of(None)

    def _state_of(self, kept: KeptSession | None) -> SessionState:
        place = self._secrets.place
        self._seen = SessionState(
            account=kept.account if kept else None,
            certificate_id=kept.certificate_id if kept else "",
            signed_in_at=kept.signed_in_at if kept else None,
            kept_in_keyring=place is SecretPlace.KEYRING,
            kept_in_file=place is SecretPlace.FILE,
        )
        return self._seen


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
