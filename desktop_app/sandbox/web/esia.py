"""The training ЕСИА: which logins are under way, whose they are, which codes are out."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox.training_logins import TrainingLogin

CLIENT: Final = "NMO_PORTAL"
"""The portal's mnemonic in ЕСИА's register of systems."""
SCOPES: Final = ("openid", "fullname", "snils", "birthdate")
KNOWN_SCOPES: Final = (*SCOPES, "gender", "inn", "id_doc", "email", "mobile", "medical_doc")
FLOW_LIFETIME: Final = timedelta(minutes=10)
TOKEN_LIFETIME: Final = timedelta(hours=1)
CLOCK_SKEW: Final = timedelta(minutes=5)
PASSWORD_TRIES: Final = 5
_EXPIRED_PASSWORD: Final = "person-12"  # noqa: S105 - whose password is 90 days old


@dataclass(slots=True)
class Flow:
    """One login at ЕСИА's pages."""

    redirect_uri: str
    state: str
    code_challenge: str
    begun_at: datetime
    login: TrainingLogin | None = None
    """Who gave the right password."""
    proven: bool = False
    """The second factor was right too."""
    password_tries: int = PASSWORD_TRIES


@dataclass(slots=True)
class Esia:
    """The state of the training ЕСИА, in memory only; several threads may call at once."""

    secret: str
    """What the portal shows in place of the ГОСТ signature that the real one asks for."""
    redirect_base: str
    """The only redirect that its register of systems has."""
    _key: RSAKey | None = None
    """Made when it first signs: that takes a moment."""
    _flows: dict[str, Flow] = field(default_factory=dict)
    _codes: dict[str, Flow] = field(default_factory=dict)
    _passwords: dict[str, str] = field(default_factory=dict)
    _confirmed: set[str] = field(default_factory=set)
    """Accounts whose owners went to the training service centre."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def level_of(self, login: TrainingLogin) -> AccountLevel:
        """Return how far ЕСИА knows who the person is."""
        if login.account_id in self._confirmed:
            return AccountLevel.CONFIRMED
        return login.person.level

    def confirm_identity(self, login: TrainingLogin) -> None:
        """Do what a bank or a service centre does with a passport in hand."""
        with self._lock:
            self._confirmed.add(login.account_id)

    def fault_of(self, asked: Mapping[str, str], now: datetime) -> str:
        """Return ЕСИА's code for what is wrong with a request for a code, or nothing."""
        scopes = asked.get("scope", "").split()
        if asked.get("client_id") != CLIENT or asked.get("client_secret") != self.secret:
            return "ESIA-007053" if asked.get("client_id") == CLIENT else "ESIA-008010"
        if not scopes:
            return "ESIA-007013"
        if not set(scopes) <= set(KNOWN_SCOPES):
            return "ESIA-007006"
        if asked.get("response_type") != "code" or not asked.get("state"):
            return "ESIA-007014"
        if not _is_now(asked.get("timestamp", ""), now):
            return "ESIA-007015"
        return "" if asked.get("code_challenge") else "ESIA-007039"

    def is_registered(self, redirect_uri: str) -> bool:
        """Tell whether the register of systems has a redirect; else nobody is sent there."""
        return redirect_uri.partition("?")[0] == self.redirect_base

    def begin(self, flow: Flow) -> str:
        """Keep a login; return the name under which its pages find it."""
        name, oldest = secrets.token_urlsafe(24), flow.begun_at - FLOW_LIFETIME
        with self._lock:
            fresh = {key: each for key, each in self._flows.items() if each.begun_at > oldest}
            self._flows = {**fresh, name: flow}
        return name

    def flow(self, name: str, now: datetime) -> Flow | None:
        """Return a login that is under way."""
        flow = self._flows.get(name)
        return flow if flow and flow.begun_at > now - FLOW_LIFETIME else None

    def end(self, name: str) -> None:
        """Forget a login."""
        with self._lock:
            self._flows.pop(name, None)

    def password_of(self, login: TrainingLogin) -> str:
        """Return the password in force."""
        return self._passwords.get(login.account_id, login.password)

    def change_password(self, login: TrainingLogin, password: str) -> None:
        """Put another password in force, until the portal is started anew."""
        with self._lock:
            self._passwords[login.account_id] = password

    def must_change_password(self, login: TrainingLogin) -> bool:
        """Tell whether the password is older than its 90 days."""
        return login.account_id == _EXPIRED_PASSWORD and login.account_id not in self._passwords

    def deal_code(self, name: str) -> str:
        """End a login with a code for the system that asked."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[code] = self._flows.pop(name)
        return code

    def redeem(self, form: Mapping[str, str], now: datetime) -> dict[str, Any] | str:
        """Return the tokens for a code, or ЕСИА's code for what is wrong."""
        with self._lock:
            flow = self._codes.pop(form.get("code", ""), None)
        if form.get("client_id") != CLIENT or form.get("client_secret") != self.secret:
            return "ESIA-007053"
        if form.get("grant_type") != "authorization_code":
            return "ESIA-007014"
        if flow is None or flow.login is None or flow.begun_at <= now - FLOW_LIFETIME:
            return "ESIA-007011"
        verifier = form.get("code_verifier", "")
        challenge = create_s256_code_challenge(verifier) if verifier.isascii() else ""
        if challenge != flow.code_challenge or form.get("redirect_uri") != flow.redirect_uri:
            return "ESIA-007040"
        return {
            "access_token": self._token(flow.login, now),
            "subject": flow.login.subject,
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIFETIME.total_seconds()),
        }

    def subject_of(self, token: str) -> str:
        """Return whose access token it is; raises ``joserfc.errors.JoseError``."""
        claims = jwt.decode(token, self._own_key(), algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry(exp={"essential": True}).validate(claims)
        return str(claims["urn:esia:sbj_id"])

    def _token(self, login: TrainingLogin, now: datetime) -> str:
        issued = int(now.timestamp())
        claims = {
            "iss": "http://esia.example/",
            "client_id": CLIENT,
            "urn:esia:sbj_id": login.subject,
            "urn:esia:sid": secrets.token_hex(16),
            "nbf": issued,
            "iat": issued,
            "exp": issued + int(TOKEN_LIFETIME.total_seconds()),
        }
        return jwt.encode({"alg": "RS256"}, claims, self._own_key(), algorithms=["RS256"])

    def _own_key(self) -> RSAKey:
        with self._lock:
            if self._key is None:
                self._key = RSAKey.generate_key(2048)
            return self._key


def _is_now(timestamp: str, now: datetime) -> bool:
    try:
        moment = datetime.strptime(timestamp, "%Y.%m.%d %H:%M:%S %z")
    except ValueError:
        return False
    return abs(moment.astimezone(UTC) - now) <= CLOCK_SKEW
