"""Nothing that a portal sends makes the program sign what it should not."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.errors.portal import (
    ChallengeUnusableError,
    ClockWrongError,
    LoginRefusedError,
    LoginStaleError,
    PortalAnswerError,
)
from desktop_app.core.pin import Pin
from desktop_app.services.login import TokenLogin
from desktop_app.services.portal.client import PortalClient
from tests.faults.portal.https_portal import LOST, HttpsPortal, Reply, json_reply, problem
from tests.faults.portal.signed_in import (
    CERTIFICATE,
    Person,
    Routes,
    StubSigner,
    person_at,
    session_reply,
)

NONCE = base64.urlsafe_b64encode(b"n" * 32).rstrip(b"=").decode()


def now() -> datetime:
    return datetime.now(UTC)


def challenge(nonce: object = NONCE, **headers: str) -> Reply:
    expires_at = (now() + timedelta(minutes=5)).isoformat()
    value = {"challenge_id": "c" * 16, "nonce": nonce, "expires_at": expires_at}
    return json_reply(value, 201, **headers)


@pytest.fixture
def person(portal: HttpsPortal, client: PortalClient, tmp_path: Path) -> Iterator[Person]:
    made = person_at(portal, client, tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def signer() -> StubSigner:
    return StubSigner(CERTIFICATE)


@pytest.fixture
def login(person: Person, signer: StubSigner) -> TokenLogin:
    return TokenLogin(person.session, signer, person.audit)


def serve(portal: HttpsPortal, given: Reply, answer: Reply = LOST) -> None:
    portal.answer = Routes({"POST auth/challenges": given, "POST auth/signatures": answer})


def test_what_is_signed_is_the_statement_that_was_shown(
    portal: HttpsPortal, login: TokenLogin, signer: StubSigner
) -> None:
    serve(
        portal,
        challenge(Set_Cookie="nmo_login=x; Secure; HttpOnly; Path=/api/v1/auth"),
        session_reply("a", "r"),
    )
    statement = login.prepare(CERTIFICATE.id)
    assert statement.origin == portal.url
    state = login.sign_in(statement, Pin("1"))
    assert state.account is not None
    (sent,) = portal.requests("POST", "/api/v1/auth/signatures")
    assert base64.b64decode(sent.json()["signature"]) == b"signed:" + statement.content
    assert sent.headers["cookie"] == "nmo_login=x"
    assert signer.logins == [CERTIFICATE.id]


@pytest.mark.parametrize(
    "nonce", ["", "short", "A" * 87, "=" * 43, "PGh0bWw+" * 6, "+" * 43], ids=repr
)
def test_a_challenge_that_is_no_nonce_is_not_signed(
    portal: HttpsPortal, login: TokenLogin, signer: StubSigner, nonce: str
) -> None:
    serve(portal, challenge(nonce))
    with pytest.raises(ChallengeUnusableError):
        login.prepare(CERTIFICATE.id)
    assert signer.logins == []


def test_a_nonce_of_another_type_is_a_bad_answer(portal: HttpsPortal, login: TokenLogin) -> None:
    serve(portal, challenge({"sha256": "x"}))
    with pytest.raises(PortalAnswerError):
        login.prepare(CERTIFICATE.id)


def test_a_clock_that_differs_is_named_before_the_pin(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    serve(portal, challenge())
    yesterday = TokenLogin(person.session, signer, person.audit, lambda: now() - timedelta(days=1))
    with pytest.raises(ClockWrongError):
        yesterday.prepare(CERTIFICATE.id)


def test_a_statement_that_waited_too_long_costs_no_pin(
    portal: HttpsPortal, person: Person, login: TokenLogin, signer: StubSigner
) -> None:
    serve(portal, challenge())
    statement = login.prepare(CERTIFICATE.id)
    later = TokenLogin(person.session, signer, person.audit, lambda: now() + timedelta(minutes=6))
    with pytest.raises(LoginStaleError):
        later.sign_in(statement, Pin("1"))
    assert signer.logins == []


def test_a_refused_login_is_sent_once_and_leaves_no_session(
    portal: HttpsPortal, login: TokenLogin
) -> None:
    serve(portal, challenge(), problem(403, "login.refused"))
    with pytest.raises(LoginRefusedError):
        login.sign_in(login.prepare(CERTIFICATE.id), Pin("1"))
    assert len(portal.requests("POST", "/api/v1/auth/signatures")) == 1
    assert login.state().account is None


def test_logging_out_without_the_portal_still_signs_out_here(
    portal: HttpsPortal, login: TokenLogin, person: Person
) -> None:
    serve(portal, challenge(), session_reply("a", "r"))
    login.sign_in(login.prepare(CERTIFICATE.id), Pin("1"))
    portal.answer = lambda _seen: LOST
    login.logout()
    assert login.state().account is None
    assert [each.action for each in person.audit.entries()] == ["logout", "login"]


def test_the_pin_stands_nowhere_in_the_state_folder(
    portal: HttpsPortal, login: TokenLogin, person: Person
) -> None:
    serve(portal, challenge(), session_reply("a", "r"))
    login.sign_in(login.prepare(CERTIFICATE.id), Pin("73519264"))
    person.close()
    files = [path.read_bytes() for path in person.home.root.rglob("*") if path.is_file()]
    assert files
    assert not any(b"73519264" in content for content in files)
    assert not any("73519264" in str(each) for each in portal.seen)
