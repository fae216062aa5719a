"""Keeping a session with the secrets, for this process and the next ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from desktop_app.core.accounts import Account, SessionState
from desktop_app.services.storage.secret_boxes import SecretPlace
from desktop_app.services.storage.secrets import Secrets
from desktop_app.signing.decoding import decode_json

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


class SessionKeeper:
    """The session of one portal; that of another origin counts as none.

    A keyring takes a fifth of a second for an answer and is asked once: what another process
    does to the session shows as soon as the portal refuses the old tokens.
    """

    def __init__(self, origin: str, secrets: Secrets) -> None:
        self._origin = origin
        self._secrets = secrets
        self._seen: KeptSession | None = None
        self._is_seen = False

    @property
    def account_key(self) -> str:
        """Name under which local data of the person is kept; empty when nobody is known.

        It outlives an expired session, so that the table still shows, but not a logout.
        """
        origin, _, key = (self._secrets.get(_LAST_ACCOUNT) or "").partition(" ")
        return key if origin == self._origin else ""

    def current(self) -> KeptSession | None:
        """Return the session as last seen in a keyring, or as it is now in another place."""
        if self._is_seen and self._secrets.place is SecretPlace.KEYRING:
            return self._seen
        return self.read()

    def read(self) -> KeptSession | None:
        """Return the session as it is kept now."""
        kept = _decoded(self._secrets.get(_SESSION))
        self._see(kept if kept is not None and kept.origin == self._origin else None)
        return self._seen

    def keep(self, kept: KeptSession) -> None:
        """Keep a session, new or renewed."""
        self._secrets.set(_SESSION, msgspec.json.encode(kept).decode())
        self._see(kept)

    def keep_account(self, account: Account) -> None:
        """Remember whose local data is shown from now on."""
        key = hashlib.sha256(f"{self._origin}\n{account.id}".encode()).hexdigest()
        self._secrets.set(_LAST_ACCOUNT, f"{self._origin} {key}")

    def forget(self) -> None:
        """Forget the session; the person's local data still shows."""
        self._secrets.set(_SESSION, None)
        self._see(None)

    def forget_account(self) -> None:
        """Show nobody's local data."""
        self._secrets.set(_LAST_ACCOUNT, None)

    def state(self) -> SessionState:
        """Return the session as the window shows it."""
        kept, place = self.current(), self._secrets.place
        return SessionState(
            account=kept.account if kept else None,
            certificate_id=kept.certificate_id if kept else "",
            signed_in_at=kept.signed_in_at if kept else None,
            kept_in_keyring=place is SecretPlace.KEYRING,
            kept_in_file=place is SecretPlace.FILE,
        )

    def _see(self, kept: KeptSession | None) -> None:
        self._seen, self._is_seen = kept, True


def _decoded(text: str | None) -> KeptSession | None:
    try:
        return decode_json(text, KeptSession) if text else None
    except msgspec.MsgspecError:
        return None
