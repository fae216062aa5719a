"""A login through the browser ends clearly, and keeps nothing, whatever portal and browser do."""

from __future__ import annotations

import functools
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.browser_login import (
    BrowserAnswerUntrustedError,
    BrowserLoginMissingError,
    BrowserLoginTimeoutError,
)
from desktop_app.core.errors.portal import (
    PortalAnswerError,
    PortalUnavailableError,
    PortalUnreachableError,
)
from desktop_app.services.browser_login import BrowserLogin
from desktop_app.services.portal.authorization import AuthlibExchange
from desktop_app.services.portal.client import PortalClient
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.portal.transport import secure
from tests.faults.portal.https_portal import LOST, HttpsPortal, Reply, Seen, json_reply
from tests.faults.portal.signed_in import ACCOUNT, Person, Routes, person_at

KEY = ECKey.generate_key("P-256", {"alg": "ES256"}, auto_kid=True)
OTHER_KEY = ECKey.generate_key("P-256", {"alg": "ES256"}, auto_kid=True)


@dataclass
class Scripted:
    """A portal that lets people in, until a test changes a part of it."""

    portal: HttpsPortal
    nonce: str = ""
    key: ECKey = field(default_factory=lambda: KEY)
    claims: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    account: dict[str, Any] = field(default_factory=lambda: dict(ACCOUNT))
    token: Reply | None = None

    @property
    def issuer(self) -> str:
        return f"{self.portal.url}/api/v1"

    def routes(self) -> Routes:
        place = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.portal.url}/authorize",
            "token_endpoint": f"{self.issuer}/auth/token",
            "jwks_uri": f"{self.issuer}/auth/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
        }
        return Routes(
            {
                "GET .well-known/openid-configuration": json_reply({**place, **self.place}),
                "GET auth/jwks": json_reply(KeySet([KEY]).as_dict(private=False)),
                "POST auth/token": self._token,
                "GET account": json_reply(self.account),
            }
        )

    def _token(self, seen: Seen) -> Reply:
        assert parse_qs(seen.body.decode())["code_verifier"][0]
        now = int(datetime.now(UTC).timestamp())
        claims = {"iss": self.issuer, "sub": self.account["id"], "aud": "nmo-cabinet"}
        times = {"iat": now, "exp": now + 60, "nonce": self.nonce}
        header = {"alg": "ES256", "kid": KEY.kid}
        signed = jwt.encode(header, {**claims, **times, **self.claims}, self.key)
        tokens = {"access_token": "a", "refresh_token": "r", "expires_in": 60, "id_token": signed}
        return self.token or json_reply({**tokens, "token_type": "Bearer"})


@pytest.fixture
def scripted(portal: HttpsPortal) -> Scripted:
    return Scripted(portal)


@pytest.fixture
def person(portal: HttpsPortal, client: PortalClient, tmp_path: Path) -> Iterator[Person]:
    person = person_at(portal, client, tmp_path / "home")
    yield person
    person.close()


def login_of(scripted: Scripted, person: Person, **options: Any) -> BrowserLogin:
    scripted.portal.answer = scripted.routes()
    prepare = functools.partial(secure, context=portal_context(scripted.portal.ca_file), proxy="")
    exchange = AuthlibExchange(prepare)
    return BrowserLogin(person.session, exchange, person.audit, **options)


def browser(scripted: Scripted, **changes: str) -> Callable[[str], None]:
    """Return a browser that comes back at once, from a thread of its own."""

    def come_back(address: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        scripted.nonce = asked["nonce"]
        answer = {"code": "c", "state": asked["state"], "iss": scripted.issuer, **changes}
        target = f"{asked['redirect_uri']}?{urlencode(answer)}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        threading.Thread(target=lambda: opener.open(target, timeout=10).close()).start()

    return come_back


def test_a_person_who_comes_back_is_signed_in(scripted: Scripted, person: Person) -> None:
    state = login_of(scripted, person).sign_in(browser(scripted), "Готово")
    assert state.account is not None
    assert state.account.id == ACCOUNT["id"]
    assert person.session.state() == state


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"place": {"issuer": "https://other.example/api/v1"}}, "issuer"),
        ({"place": {"token_endpoint": "https://other.example/token"}}, "endpoint"),
        ({"place": {"authorization_endpoint": "http://127.0.0.1:9/authorize"}}, "endpoint"),
        ({"place": {"authorization_endpoint": "file:///etc/passwd"}}, "endpoint"),
        ({"claims": {"nonce": "other"}}, "id-token"),
        ({"claims": {"aud": "other"}}, "id-token"),
        ({"claims": {"sub": "somebody-else"}}, "account"),
        ({"key": OTHER_KEY}, "id-token"),
        ({"token": json_reply({"error": "invalid_grant"}, 400)}, "code"),
    ],
)
def test_what_does_not_fit_is_not_believed(
    scripted: Scripted, person: Person, change: dict[str, Any], detail: str
) -> None:
    for name, value in change.items():
        setattr(scripted, name, value)
    with pytest.raises(BrowserAnswerUntrustedError) as caught:
        login_of(scripted, person).sign_in(browser(scripted), "")
    assert caught.value.detail == detail
    assert person.session.state().account is None


@pytest.mark.parametrize(
    ("token", "error"),
    [
        (LOST, PortalUnreachableError),
        (Reply(503), PortalUnavailableError),
        (Reply(200, b"not json"), PortalAnswerError),
        (json_reply({"access_token": "a"}), PortalAnswerError),
        (Reply(302, b"", {"Location": "https://other.example/"}), PortalAnswerError),
    ],
)
def test_a_code_is_exchanged_once_and_its_failure_is_the_portals(
    scripted: Scripted, person: Person, token: Reply, error: type[NmoError]
) -> None:
    scripted.token = token
    with pytest.raises(error):
        login_of(scripted, person).sign_in(browser(scripted), "")
    assert len(scripted.portal.requests("POST", "/api/v1/auth/token")) == 1
    assert person.session.state().account is None


def test_a_wrong_state_ends_the_login_before_any_code_is_sent(
    scripted: Scripted, person: Person
) -> None:
    with pytest.raises(BrowserAnswerUntrustedError) as caught:
        login_of(scripted, person).sign_in(browser(scripted, state="forged"), "")
    assert caught.value.detail == "state"
    assert not scripted.portal.requests("POST", "/api/v1/auth/token")


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("http://127.0.0.1:9/authorize", True),
        ("http://127.0.0.1:9@foreign.example/authorize", False),
        ("http://localhost.foreign.example/authorize", False),
        ("javascript:alert(1)", False),
    ],
)
def test_training_opens_plain_addresses_of_this_computer_only(
    scripted: Scripted, person: Person, address: str, *, opened: bool
) -> None:
    scripted.place = {"authorization_endpoint": address}
    login = login_of(scripted, person, allow_plain_loopback=True)
    if opened:
        assert login.sign_in(browser(scripted), "").account is not None
        return
    with pytest.raises(BrowserAnswerUntrustedError) as caught:
        login.sign_in(browser(scripted), "")
    assert caught.value.detail == "endpoint"


def test_nobody_comes_back(scripted: Scripted, person: Person) -> None:
    with pytest.raises(BrowserLoginTimeoutError):
        login_of(scripted, person, wait_seconds=0.1).sign_in(lambda _address: None, "")


def test_a_person_cancels_while_the_browser_is_open(scripted: Scripted, person: Person) -> None:
    cancel = Cancellation()
    with pytest.raises(Cancelled):
        login_of(scripted, person).sign_in(lambda _address: cancel.cancel(), "", cancel)


def test_a_portal_without_such_a_login_says_so(scripted: Scripted, person: Person) -> None:
    login = login_of(scripted, person)
    problem = {"type": "about:blank", "title": "", "status": 404, "code": "resource.not-found"}
    missing = json_reply(problem, 404, Content_Type="application/problem+json")
    scripted.portal.answer = lambda _seen: missing
    with pytest.raises(BrowserLoginMissingError):
        login.sign_in(lambda _address: None, "")
