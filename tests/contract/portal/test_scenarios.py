"""Each scenario really happens, and ends when the next one begins."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from desktop_app.sandbox.scenario import Scenario

Running = Any


@pytest.fixture
def playing(portal: Running) -> Iterator[Running]:
    yield portal
    portal.play(Scenario.NORMAL)


def test_busy_refuses_reads_and_writes_with_a_time_to_wait(playing: Running) -> None:
    client, _ = playing.signed_in(1)
    playing.play(Scenario.PORTAL_BUSY)
    for answer, status in (
        (playing.get(client, "credentials"), 429),
        (playing.write(client, "consents/egisz/withdrawals"), 503),
    ):
        assert (answer.status_code, answer.json()["code"]) == (status, "server.busy")
        assert int(answer.headers["Retry-After"]) > 0
    playing.play(Scenario.NORMAL)
    assert playing.get(client, "credentials").status_code == 200


def test_slow_answers_come_after_seconds(playing: Running) -> None:
    client, _ = playing.signed_in(1)
    playing.play(Scenario.PORTAL_SLOW)
    assert playing.get(client, "account").elapsed.total_seconds() > 3


def test_a_lost_answer_was_carried_out_once(playing: Running) -> None:
    client, _ = playing.signed_in(8)
    identifier = playing.get(client, "credentials").json()["items"][0]["id"]
    path, key = f"credentials/{identifier}/verifications", "key-of-a-lost-answer"
    playing.play(Scenario.ANSWER_LOST)
    with pytest.raises(requests.ConnectionError):
        playing.write(client, path, key=key)
    assert playing.write(client, path, key=key).status_code == 201
    subjects = [line["subject"] for line in playing.get(client, "journal").json()["items"]]
    assert subjects.count(identifier) == 1


def test_a_truncated_answer_breaks_off(playing: Running) -> None:
    client, _ = playing.signed_in(1)
    playing.play(Scenario.TRUNCATED_ANSWER)
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        playing.get(client, "credentials")


def test_expired_sessions_end_and_a_new_login_works(playing: Running) -> None:
    client, signer = playing.signed_in(1)
    playing.play(Scenario.SESSION_EXPIRED)
    assert playing.get(client, "account").json()["code"] == "session.expired"
    assert playing.log_in(client, signer).status_code == 201
    assert playing.get(client, "account").status_code == 200
    playing.auditors.clear()


def test_the_level_sinks_for_everybody(playing: Running) -> None:
    client, _ = playing.signed_in(1)
    playing.play(Scenario.LEVEL_INSUFFICIENT)
    assert playing.get(client, "account").json()["level"] == "standard"
    assert playing.get(client, "credentials").json()["code"] == "account.level-insufficient"


def test_everybody_has_another_surname(playing: Running) -> None:
    client, _ = playing.signed_in(1)
    before = playing.get(client, "account").json()["full_name"]
    playing.play(Scenario.SURNAME_CHANGED)
    after = playing.get(client, "account").json()["full_name"]
    assert after.split()[0] != before.split()[0]
    assert after.split()[1:] == before.split()[1:]


def test_a_wrong_clock_refuses_the_login(playing: Running) -> None:
    client, signer = playing.client(), playing.issue(playing.person(1))
    playing.play(Scenario.CLOCK_WRONG)
    answer = playing.log_in(client, signer)
    playing.play(Scenario.NORMAL)
    assert playing.refusal_cause(answer) == "login.time"


def test_a_missing_root_fails_the_tls_check_with_code_20(playing: Running) -> None:
    playing.play(Scenario.ROOT_MISSING)
    context = ssl.create_default_context(cafile=playing.ca_file)
    with pytest.raises(urllib.error.URLError) as caught:
        urllib.request.urlopen(playing.origin, context=context, timeout=10)
    reason = caught.value.reason
    assert isinstance(reason, ssl.SSLCertVerificationError)
    assert reason.verify_code == 20
    playing.play(Scenario.NORMAL)
    client, _ = playing.signed_in(1)
    assert playing.get(client, "account").status_code == 200
