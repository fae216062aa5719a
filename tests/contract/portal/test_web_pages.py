"""The pages for a browser: who may see what, and what a page never does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from desktop_app.sandbox.people import OPERATOR_NUMBER
from desktop_app.sandbox.scenario import Scenario, read_scenario
from desktop_app.sandbox.training_logins import TrainingLogin, training_logins

Running = Any


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def login(number: int) -> TrainingLogin:
    return training_logins()[number - 1]


def enter(portal: Running, browser: requests.Session, number: int, page: str) -> requests.Response:
    known = login(number)
    form = {"login": known.email, "password": known.password, "next_page": page}
    return browser.post(f"{portal.configuration.web_url}/sign-in", data=form, timeout=30)


def test_every_page_says_that_it_is_training_and_loads_nothing(
    portal: Running, browser: requests.Session
) -> None:
    answer = browser.get(portal.configuration.web_url, timeout=30)
    assert "Учебный портал" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", ["/operator", "/person"])
def test_pages_of_a_person_need_signing_in(
    portal: Running, browser: requests.Session, path: str
) -> None:
    answer = browser.get(f"{portal.configuration.web_url}{path}", timeout=30)
    assert answer.status_code == 401
    assert f"/sign-in?next_page={path}" in answer.text


def test_a_wrong_password_lets_nobody_in(portal: Running, browser: requests.Session) -> None:
    form = {"login": login(1).email, "password": "wrong"}
    answer = browser.post(f"{portal.configuration.web_url}/sign-in", data=form, timeout=30)
    assert answer.status_code == 403
    assert not browser.cookies


def test_a_person_sees_the_own_page_only(portal: Running, browser: requests.Session) -> None:
    answer = enter(portal, browser, 2, "/person")
    assert (answer.status_code, answer.url) == (200, f"{portal.configuration.web_url}/person")
    assert login(2).person.person.full_name in answer.text
    refused = browser.get(f"{portal.configuration.web_url}/operator", timeout=30)
    assert refused.status_code == 403


def test_signing_in_leads_to_no_foreign_address(portal: Running, browser: requests.Session) -> None:
    answer = enter(portal, browser, 2, "https://foreign.example/")
    assert answer.url == f"{portal.configuration.web_url}/person"


def test_the_api_is_not_reachable_without_tls(portal: Running, browser: requests.Session) -> None:
    answer = browser.get(f"{portal.configuration.web_url}/api/v1/account", timeout=30)
    assert answer.status_code == 404


def test_the_operator_has_no_token_and_signs_in_by_password() -> None:
    assert login(OPERATOR_NUMBER).person.certificates == ()


@pytest.fixture
def ended_outage(portal: Running) -> Iterator[None]:
    yield
    portal.play(Scenario.NORMAL)


def switch(portal: Running, browser: requests.Session, scenario: str, token: str = "") -> int:
    page = browser.get(f"{portal.configuration.web_url}/operator", timeout=30).text
    found = re.search(r'name="token" value="([^"]+)"', page)
    form = {"scenario": scenario, "token": token or (found[1] if found else "")}
    url = f"{portal.configuration.web_url}/operator/outage"
    return browser.post(url, data=form, timeout=30).status_code


@pytest.mark.usefixtures("ended_outage")
def test_the_operator_switches_an_outage_on_and_off(
    portal: Running, browser: requests.Session
) -> None:
    client, _ = portal.signed_in(1)
    enter(portal, browser, OPERATOR_NUMBER, "/operator")
    assert switch(portal, browser, "portal-busy") == 200
    assert portal.get(client, "account").status_code == 429
    assert switch(portal, browser, "normal", token="of no page of ours") == 403
    assert switch(portal, browser, "pin-locked") == 422
    assert switch(portal, browser, "normal") == 200
    assert portal.get(client, "account").status_code == 200
    assert read_scenario(portal.configuration.scenario_file) is Scenario.NORMAL


def test_nobody_else_switches_anything(portal: Running, browser: requests.Session) -> None:
    enter(portal, browser, 2, "/person")
    assert switch(portal, browser, "portal-busy") == 403
    assert read_scenario(portal.configuration.scenario_file) is Scenario.NORMAL
