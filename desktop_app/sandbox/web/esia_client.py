"""The portal as a client of ЕСИА: its own code flow, over real requests."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import requests
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from desktop_app.sandbox.web.esia import CLIENT, SCOPES

CALLBACK_PATH: Final = "/oauth/esia"
SECONDS: Final = 10
_KEPT: Final = 2_000


@dataclass(frozen=True, slots=True)
class EsiaPerson:
    """What ЕСИА says of who signed in."""

    snils: str
    is_confirmed: bool
    """The identity was proven to a bank, a service centre or by a qualified signature."""


class EsiaRefused(Exception):  # noqa: N818 - ЕСИА says no; nothing failed
    """ЕСИА's answer with its code, such as ``ESIA-007004: …``."""

    @property
    def code(self) -> str:
        """Return ЕСИА's code alone."""
        return str(self).partition(":")[0].lower()


class EsiaClient:
    """Asks the training ЕСИА who signed in; several threads may call at once."""

    def __init__(self, esia_url: str, own_url: str, secret: str) -> None:
        self._esia_url = esia_url
        self._own_url = own_url
        self._secret = secret
        self._pending: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def address(self, key: str, state: UUID, now: datetime) -> str:
        """Return where the browser goes to sign in; ``key`` names the login that waits."""
        verifier = secrets.token_urlsafe(48)
        with self._lock:
            self._pending[key] = (str(state), verifier)
            while len(self._pending) > _KEPT:
                self._pending.popitem(last=False)
        query = {
            "client_id": CLIENT,
            "client_secret": self._secret,
            "redirect_uri": self._redirect_uri(key),
            "scope": " ".join(SCOPES),
            "response_type": "code",
            "access_type": "online",
            "state": str(state),
            "timestamp": f"{now:%Y.%m.%d %H:%M:%S +0000}",
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._esia_url}/aas/oauth2/v2/ac?{urlencode(query)}"

    def person_of(self, answer: Mapping[str, str], key: str) -> EsiaPerson:
        """Return who signed in. Raises ``EsiaRefused``."""
        with self._lock:
            state, verifier = self._pending.pop(key, ("", ""))
        if not state or not hmac.compare_digest(state, answer.get("state", "")):
            raise EsiaRefused("ESIA-007014: state")
        if "code" not in answer:
            raise EsiaRefused(answer.get("error_description") or answer.get("error") or "ESIA")
        form = {
            "client_id": CLIENT,
            "client_secret": self._secret,
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": self._redirect_uri(key),
            "code_verifier": verifier,
        }
        token = self._ask("POST", "/aas/oauth2/v3/te", data=form)
        bearer = {"Authorization": f"Bearer {token['access_token']}"}
        person = self._ask("GET", f"/rs/prns/{token['subject']}", headers=bearer)
        return EsiaPerson(str(person["snils"]), is_confirmed=person["trusted"] is True)

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            with requests.Session() as session:
                session.trust_env = False
                url = f"{self._esia_url}{path}"
                answer = session.request(method, url, timeout=SECONDS, **options)
                values = answer.json()
        except requests.RequestException as error:
            raise EsiaRefused("ESIA-007007: no answer") from error
        if answer.status_code != requests.codes.ok:
            raise EsiaRefused(str(values.get("error_description", "ESIA-007007")))
        return dict(values)

    def _redirect_uri(self, key: str) -> str:
        return f"{self._own_url}{CALLBACK_PATH}?{urlencode({'key': key})}"
