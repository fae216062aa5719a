from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_app.core.errors.portal import (
    NotSignedInError,
    PortalUnavailableError,
    PortalUnreachableError,
    SessionExpiredError,
)
from desktop_app.services.portal.client import PortalClient, Request
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.secrets import Secrets
from tests.faults.portal.https_portal import LOST, HttpsPortal, Reply, Seen, json_reply, problem
from tests.faults.portal.signed_in import (
    Person,
    Routes,
    person_at,
    session_message,
    session_reply,
)

READ = Request("GET", "journal")
EXPIRED = problem(401, "session.expired")


@pytest.fixture
def person(portal: HttpsPortal, client: PortalClient, tmp_path: Path) -> Iterator[Person]:
    made = person_at(portal, client, tmp_path / "home")
    made.session.begin(session_message(), "certificate")
    yield made
    made.close()


def only_for(access: str) -> Routes:
    """Serve the journal to one access token; any refresh token gives the next ones."""

    def journal(seen: Seen) -> Reply:
        return json_reply({}) if seen.headers["authorization"] == f"Bearer {access}" else EXPIRED

    return Routes(
        {"GET journal": journal, "POST auth/refresh": session_reply("access-2", "refresh-2")}
    )


def test_an_access_token_that_ran_out_is_renewed_once(portal: HttpsPortal, person: Person) -> None:
    portal.answer = only_for("access-2")
    assert person.session.send(READ).status == 200
    assert person.session.send(READ).status == 200
    (refresh,) = portal.requests("POST", "/api/v1/auth/refresh")
    assert refresh.json() == {"refresh_token": "refresh-1"}
    assert len(portal.seen) == 4


def test_many_threads_renew_once(portal: HttpsPortal, person: Person) -> None:
    portal.answer = only_for("access-2")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: person.session.send(READ).status, range(12)))
    assert answers == [200] * 12
    assert len(portal.requests("POST", "/api/v1/auth/refresh")) == 1


def test_tokens_that_another_process_renewed_are_used(
    portal: HttpsPortal, client: PortalClient, person: Person
) -> None:
    other = PortalSession(portal.url, lambda: client, person.secrets)
    portal.answer = only_for("access-2")
    person.session.send(READ)
    other.send(READ)
    assert len(portal.requests("POST", "/api/v1/auth/refresh")) == 1


def test_a_refused_renewal_ends_the_session_but_not_the_local_data(
    portal: HttpsPortal, person: Person
) -> None:
    key = person.session.account_key
    portal.answer = Routes({"GET journal": EXPIRED, "POST auth/refresh": EXPIRED})
    with pytest.raises(SessionExpiredError):
        person.session.send(READ)
    assert person.session.state().account is None
    assert person.session.account_key == key
    with pytest.raises(SessionExpiredError):
        person.session.require()


def test_a_portal_that_fails_at_renewal_does_not_end_the_session(
    portal: HttpsPortal, person: Person
) -> None:
    portal.answer = Routes({"GET journal": EXPIRED, "POST auth/refresh": Reply(500)})
    with pytest.raises(PortalUnavailableError):
        person.session.send(READ)
    assert person.session.state().account is not None


def test_a_renewal_is_never_sent_twice(portal: HttpsPortal, person: Person) -> None:
    portal.answer = Routes({"GET journal": EXPIRED, "POST auth/refresh": LOST})
    with pytest.raises(PortalUnreachableError):
        person.session.send(READ)
    assert len(portal.requests("POST", "/api/v1/auth/refresh")) == 1


def test_a_portal_that_refuses_fresh_tokens_is_not_asked_for_ever(
    portal: HttpsPortal, person: Person
) -> None:
    portal.answer = only_for("some other token")
    with pytest.raises(SessionExpiredError):
        person.session.send(READ)
    assert len(portal.seen) == 3


def test_logout_revokes_at_the_portal_and_forgets_here(portal: HttpsPortal, person: Person) -> None:
    portal.answer = Routes({"DELETE auth/session": Reply(204)})
    person.session.end()
    (revoked,) = portal.requests("DELETE", "/api/v1/auth/session")
    assert revoked.headers["authorization"] == "Bearer access-1"
    assert person.session.account_key == ""
    with pytest.raises(NotSignedInError):
        person.session.require()


def test_logout_forgets_even_when_the_portal_is_gone(portal: HttpsPortal, person: Person) -> None:
    portal.answer = Routes({"DELETE auth/session": LOST})
    with pytest.raises(PortalUnreachableError):
        person.session.end()
    assert person.session.state().account is None


def test_a_session_of_another_portal_is_not_used(person: Person, client: PortalClient) -> None:
    elsewhere = PortalSession("https://other.example", lambda: client, person.secrets)
    assert elsewhere.state().account is None
    assert elsewhere.account_key == ""


def test_what_is_kept_but_unreadable_counts_as_signed_out(person: Person) -> None:
    person.secrets.set("session", "{")
    assert person.session.state().account is None


def test_tokens_do_not_show_in_logs(person: Person) -> None:
    request = Request("GET", "journal", bearer="access-1")
    assert "access-1" not in repr(request)


class CountingKeyring:
    """A keyring in memory that counts how often it is asked."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.values[(service, username)]


def test_the_window_may_ask_for_the_state_as_often_as_it_likes(
    client: PortalClient, tmp_path: Path
) -> None:
    keyring = CountingKeyring()
    secrets = Secrets("n", tmp_path / "f", allow_file=lambda: False, find_keyring=lambda: keyring)
    PortalSession(client.origin, lambda: client, secrets).begin(session_message(), "certificate")
    session = PortalSession(client.origin, lambda: client, secrets)
    state = session.state()
    assert state.account is not None
    assert state.kept_in_keyring
    before = keyring.asked
    assert session.state() == state
    assert keyring.asked == before
