from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors.portal import ChallengeUnusableError, ClockWrongError
from desktop_app.services.login_statement import check_clock, check_nonce, compose_statement
from desktop_app.services.portal.contract import Challenge

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def nonce_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def challenge(
    nonce: str = nonce_of(b"n" * 32), lives: timedelta = timedelta(minutes=5)
) -> Challenge:
    return Challenge("challenge", nonce, NOW + lives)


def statement(given: Challenge) -> dict[str, object]:
    composed = compose_statement(
        given, origin="https://portal.example", certificate_id="ab" * 32, app="nmo/1", now=NOW
    )
    content: dict[str, object] = json.loads(composed.content)
    return content


def test_the_statement_says_purpose_origin_nonce_times_and_certificate() -> None:
    assert statement(challenge()) == {
        "typ": "nmo-login+v1",
        "aud": "https://portal.example",
        "nonce": nonce_of(b"n" * 32),
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        "certificate_sha256": "ab" * 32,
        "app": "nmo/1",
    }


def test_the_statement_is_canonical_json() -> None:
    composed = compose_statement(
        challenge(), origin="https://п.example", certificate_id="c", app="", now=NOW
    )
    value = json.loads(composed.content)
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert composed.content == canonical.encode()


def test_it_is_good_no_longer_than_the_challenge() -> None:
    short = challenge(lives=timedelta(minutes=1))
    composed = compose_statement(short, origin="https://a", certificate_id="c", app="", now=NOW)
    assert composed.expires_at == short.expires_at


@given(st.binary(min_size=32, max_size=64))
def test_a_nonce_of_32_to_64_bytes_is_taken(raw: bytes) -> None:
    check_nonce(nonce_of(raw))


@given(st.one_of(st.binary(max_size=31), st.binary(min_size=65, max_size=200)))
def test_a_nonce_of_another_length_is_refused(raw: bytes) -> None:
    with pytest.raises(ChallengeUnusableError):
        check_nonce(nonce_of(raw))


@pytest.mark.parametrize(
    "nonce",
    [
        "",
        base64.b64encode(b"\xff" * 32).decode(),
        nonce_of(b"n" * 32) + "=",
        nonce_of(b"n" * 32)[:-1] + "/",
        nonce_of(b"\0" * 32)[:-1] + "B",
        nonce_of(b"n" * 32) + "\n",
        "x" * 45,
        "\u0441" * 43,
    ],
    ids=["empty", "base64", "padded", "slash", "loose bits", "newline", "length", "cyrillic"],
)
def test_a_nonce_in_another_spelling_is_refused(nonce: str) -> None:
    with pytest.raises(ChallengeUnusableError):
        statement(challenge(nonce))


@pytest.mark.parametrize("lives", [timedelta(days=-1), timedelta(days=1), timedelta(minutes=-2)])
def test_a_challenge_from_another_time_means_a_wrong_clock(lives: timedelta) -> None:
    with pytest.raises(ClockWrongError):
        statement(challenge(lives=lives))


def test_a_challenge_without_a_time_zone_is_refused() -> None:
    naive = Challenge("c", nonce_of(b"n" * 32), NOW.replace(tzinfo=None))
    with pytest.raises(ChallengeUnusableError):
        statement(naive)


@pytest.mark.parametrize("ahead", [86_400, -86_400, 61, -61])
def test_a_clock_that_is_wrong_is_named_with_its_difference(ahead: int) -> None:
    with pytest.raises(ClockWrongError) as caught:
        check_clock(format_datetime(NOW, usegmt=True), NOW + timedelta(seconds=ahead))
    assert caught.value.seconds == ahead


@pytest.mark.parametrize("header", [None, "", "yesterday", "Mon, 99 Nov 2026"])
def test_a_portal_without_a_readable_date_is_believed(header: str | None) -> None:
    check_clock(header, NOW)


def test_a_small_difference_is_no_matter() -> None:
    check_clock(format_datetime(NOW, usegmt=True), NOW + timedelta(seconds=30))
