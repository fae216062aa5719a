"""«Войти через Госуслуги» at the portal: the code flow, and everything that it refuses."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import KeySet

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox.training_logins import extra_login, training_logins
from desktop_app.sandbox.web.esia_errors import ESIA_ERRORS

Running = Any
REDIRECT = "http://127.0.0.1:54321/nmo/login"
VERIFIER = secrets.token_urlsafe(48)
REQUEST = {
    "response_type": "code",
    "client_id": "nmo-cabinet",
    "redirect_uri": REDIRECT,
    "scope": "openid",
    "state": "state-of-this-test-1",
    "nonce": "nonce-of-this-test-1",
    "code_challenge": create_s256_code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}


class Browser:
    """Follows pages by requests as a person with a browser would."""

    def __init__(self, portal: Running) -> None:
        self.url = portal.configuration.web_url
        self.session = requests.Session()
        self.session.trust_env = False

    def open(self, **changes: str) -> requests.Response:
        asked = {name: value for name, value in {**REQUEST, **changes}.items() if value}
        return self._follow(self.session.get(f"{self.url}/oauth/authorize?{urlencode(asked)}"))

    def submit(self, before: requests.Response, path: str, **form: str) -> requests.Response:
        found = re.search(r'name="flow" value="([^"]+)"', before.text)
        assert found, before.text
        data = {"flow": found[1], **form}
        return self._follow(
            self.session.post(f"{self.url}{path}", data=data, allow_redirects=False)
        )

    def sign_in(self, number: int) -> requests.Response:
        known = training_logins()[number - 1]
        form = {"login": known.email, "password": known.password}
        return self.submit(self.open(), "/login", **form)

    def newest_code(self) -> str:
        page = self.session.get(f"{self.url}/person").text
        return str(re.findall(r"Код: (\d{6})", page)[0])

    def _follow(self, answer: requests.Response) -> requests.Response:
        """Follow redirects of the portal and of ЕСИА, not the one to the program."""
        while (target := answer.headers.get("Location", REDIRECT)).startswith(self.url):
            answer = self.session.get(target, allow_redirects=False)
        return answer


def came_back(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 303, answer.text
    target = urlsplit(answer.headers["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == REDIRECT
    return dict(parse_qsl(target.query))


@pytest.fixture
def browser(portal: Running) -> Iterator[Browser]:
    browser = Browser(portal)
    yield browser
    browser.session.close()


@pytest.fixture(scope="module")
def code(portal: Running) -> dict[str, str]:
    """Sign the fourth person in, once for the tests that spend or spoil the code."""
    browser = Browser(portal)
    page = browser.submit(browser.sign_in(4), "/login/code", code=browser.newest_code())
    assert "просит доступ" in page.text
    answer = came_back(browser.submit(page, "/login/permission", answer="allow"))
    browser.session.close()
    return answer


def redeem(portal: Running, code: str, **changes: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": "nmo-cabinet",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    url = f"{portal.origin}/api/v1/auth/token"
    with portal.client() as client:
        return client.post(url, data={**form, **changes}, timeout=30)  # type: ignore[no-any-return]


def test_one_of_a_class_signs_in_and_nobody_who_is_not_there(
    portal: Running, browser: Browser
) -> None:
    known, absent = extra_login(1), extra_login(2)
    refused = browser.submit(browser.open(), "/login", login=absent.email, password=absent.password)
    assert "просит доступ" not in refused.text
    code_page = browser.submit(
        refused, "/login", login=known.person.person.snils, password=known.password
    )
    page = browser.submit(code_page, "/login/code", code=browser.newest_code())
    code = came_back(browser.submit(page, "/login/permission", answer="allow"))["code"]
    answer = redeem(portal, code).json()
    client = portal.client()
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    account = portal.get(client, "account", headers=bearer)
    assert account.json()["full_name"] == known.person.person.full_name


def test_a_code_becomes_a_session_once_and_a_second_use_ends_it(
    portal: Running, code: dict[str, str]
) -> None:
    assert (code["state"], code["iss"]) == (REQUEST["state"], f"{portal.origin}/api/v1")
    answer = redeem(portal, code["code"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    tokens, client = answer.json(), portal.client()
    keys = KeySet.import_key_set(portal.get(client, "auth/jwks").json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["ES256"]).claims
    assert (claims["sub"], claims["aud"]) == ("person-4", "nmo-cabinet")
    assert (claims["nonce"], claims["iss"]) == (REQUEST["nonce"], code["iss"])
    client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    assert portal.get(client, "account").json()["id"] == "person-4"
    again = redeem(portal, code["code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert portal.get(client, "account").json()["code"] == "session.expired"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "another"}, "invalid_client"),
        ({"code_verifier": "y" * 43}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_the_exchange_is_refused(portal: Running, changes: dict[str, str], error: str) -> None:
    answer = redeem(portal, "made-up", **changes)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "http://localhost:54321/nmo/login"},
        {"redirect_uri": "http://127.0.0.1:54321/other"},
        {"redirect_uri": "https://127.0.0.1:54321/nmo/login"},
        {"redirect_uri": "http://127.0.0.1/nmo/login"},
        {"redirect_uri": "http://127.0.0.1:54321@foreign.example/nmo/login"},
        {"client_id": "another"},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_no_program(
    browser: Browser, changes: dict[str, str]
) -> None:
    answer = browser.open(**changes)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_request_that_is_not_whole_comes_back_at_once(
    portal: Running, changes: dict[str, str], error: str
) -> None:
    asked = {**REQUEST, **changes}
    url = f"{portal.configuration.web_url}/oauth/authorize?{urlencode(asked)}"
    assert came_back(requests.get(url, allow_redirects=False, timeout=30))["error"] == error


@pytest.mark.parametrize("esia_code", sorted(ESIA_ERRORS))
def test_each_refusal_of_esia_reaches_the_program(browser: Browser, esia_code: str) -> None:
    answer = came_back(browser.submit(browser.open(), "/login/refusal", code=esia_code))
    assert (answer["error"], answer["state"]) == ("esia_failed", REQUEST["state"])
    assert answer["error_description"].startswith(f"{esia_code}: ")


def test_refusing_permission_is_a_refusal(browser: Browser) -> None:
    page = browser.submit(browser.sign_in(5), "/login/code", code=browser.newest_code())
    answer = came_back(browser.submit(page, "/login/permission", answer="refuse"))
    assert answer["error_description"].startswith("ESIA-007004")


def test_permission_cannot_be_given_before_the_second_factor(browser: Browser) -> None:
    page = browser.sign_in(6)
    answer = came_back(browser.submit(page, "/login/permission", answer="allow"))
    assert answer["error_description"].startswith("ESIA-007004")


@pytest.fixture
def newcomer(portal: Running) -> Iterator[int]:
    yield 14
    portal.forget_confirmation("person-14", AccountLevel.SIMPLE)


def test_an_identity_that_was_confirmed_at_gosuslugi_counts_at_the_next_login(
    portal: Running, browser: Browser, newcomer: int
) -> None:
    page = browser.submit(browser.sign_in(newcomer), "/login/code", code=browser.newest_code())
    assert "Учётная запись: упрощённая" in page.text
    page = browser.submit(page, "/login/identity")
    assert "Учётная запись: подтверждённая" in page.text
    answer = came_back(browser.submit(page, "/login/permission", answer="allow"))
    client = portal.client()
    token = redeem(portal, answer["code"]).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    assert portal.get(client, "account").json()["level"] == "confirmed"


def test_a_wrong_code_costs_a_try(browser: Browser) -> None:
    page = browser.submit(browser.sign_in(7), "/login/code", code="000000")
    assert "Осталось попыток: 2" in page.text or "просит доступ" in page.text


def test_five_wrong_passwords_end_the_login(browser: Browser) -> None:
    page = browser.open()
    for _ in range(4):
        page = browser.submit(page, "/login", login="x", password="y")
        assert "не подходят" in page.text
    answer = came_back(browser.submit(page, "/login", login="x", password="y"))
    assert answer["error_description"].startswith("ESIA-007004")


def test_a_password_of_ninety_days_is_changed_by_its_rules(browser: Browser) -> None:
    page = browser.sign_in(12)
    assert "Пароль устарел" in page.text
    weak = browser.submit(page, "/login/password", password="qwerty")
    assert "не короче 8 знаков" in weak.text
    assert "Подтвердите вход" in browser.submit(weak, "/login/password", password="Zx9!kVmm").text


@pytest.mark.parametrize(
    ("changes", "esia_code"),
    [
        ({"code_challenge": ""}, "ESIA-007039"),
        ({"scope": ""}, "ESIA-007013"),
        ({"scope": "openid everything"}, "ESIA-007006"),
        ({"timestamp": "2020.01.01 00:00:00 +0000"}, "ESIA-007015"),
        ({"client_secret": "other"}, "ESIA-007053"),
        ({"client_id": "OTHER"}, "ESIA-008010"),
        ({"state": ""}, "ESIA-007014"),
    ],
)
def test_esia_judges_the_portal_as_the_real_one_would(
    portal: Running, changes: dict[str, str], esia_code: str
) -> None:
    url = portal.configuration.web_url
    asked = f"{url}/oauth/authorize?{urlencode(REQUEST)}"
    target = urlsplit(requests.get(asked, allow_redirects=False, timeout=30).headers["Location"])
    assert target.path == "/aas/oauth2/v2/ac"
    query = {**dict(parse_qsl(target.query)), **changes}
    answer = requests.get(f"{url}{target.path}", query, allow_redirects=False, timeout=30)
    back = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    assert back["error_description"].startswith(esia_code)


def test_esia_sends_nobody_where_its_register_does_not(portal: Running) -> None:
    url = f"{portal.configuration.web_url}/aas/oauth2/v2/ac"
    answer = requests.get(url, {"redirect_uri": "https://foreign.example/"}, timeout=30)
    assert answer.status_code == 400
    assert "ESIA-007023" in answer.text


def test_esia_gives_no_token_and_no_data_for_nothing(portal: Running) -> None:
    url = portal.configuration.web_url
    token = requests.post(f"{url}/aas/oauth2/v3/te", {"code": "made-up"}, timeout=30)
    assert token.json()["error_description"].startswith("ESIA-007053")
    person = requests.get(f"{url}/rs/prns/1000000001", timeout=30)
    assert (person.status_code, "snils" in person.json()) == (403, False)
