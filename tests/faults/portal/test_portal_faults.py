"""Each fault of portal and network ends in its typed error, soon, with nothing sent twice."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    LevelInsufficientError,
    LoginRefusedError,
    NotOnPortalError,
    PortalAnswerError,
    PortalRedirectError,
    PortalRefusedError,
    PortalSlowError,
    PortalTlsError,
    PortalUnavailableError,
    PortalUnreachableError,
    SessionExpiredError,
)
from desktop_app.services.portal.client import ClientLimits, PortalClient, Request
from desktop_app.services.portal.contract import JournalPage
from desktop_app.services.portal.tls import portal_context
from tests.faults.portal.https_portal import LOST, HttpsPortal, Reply, Seen, json_reply, problem

READ = Request("GET", "journal")
WRITE = Request("POST", "consents/egisz/withdrawals", {}, idempotency_key="k" * 32)
LOGIN = Request("POST", "auth/signatures", {})
EMPTY_PAGE: dict[str, object] = {"items": [], "next_cursor": None}


def replies(*sequence: Reply) -> Callable[[Seen], Reply]:
    """Answer the first request with the first reply, and so on; the last one stays."""
    answers = itertools.chain(sequence, itertools.repeat(sequence[-1]))
    return lambda _seen: next(answers)


def test_a_good_answer_becomes_a_message(portal: HttpsPortal, client: PortalClient) -> None:
    portal.answer = replies(json_reply(EMPTY_PAGE))
    assert client.send(READ).decode(JournalPage) == JournalPage((), None)


def test_a_portal_that_is_down_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        client = PortalClient(f"https://127.0.0.1:{port}", portal_context(None), proxy="")
        with pytest.raises(PortalUnreachableError) as caught:
            client.send(LOGIN)
    assert caught.value.host == f"127.0.0.1:{port}"


def test_a_portal_that_says_nothing_is_slow(portal: HttpsPortal, client: PortalClient) -> None:
    portal.answer = replies(Reply(hang=True))
    with pytest.raises(PortalSlowError):
        client.send(READ)
    assert len(portal.seen) == 1


def test_a_portal_that_drips_is_slow_in_the_end(portal: HttpsPortal) -> None:
    limits = ClientLimits(silence_seconds=5.0, whole_seconds=0.05)
    portal.answer = replies(Reply(body=b"[" * 1_000_000))
    minutes = itertools.count(0.0, 60.0)
    client = PortalClient(
        portal.url,
        portal_context(portal.ca_file),
        limits,
        proxy="",
        monotonic=lambda: next(minutes),
    )
    with pytest.raises(PortalSlowError):
        client.send(READ)
    client.close()


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_portal_that_cannot_serve_says_when_it_will(
    portal: HttpsPortal, client: PortalClient, status: int
) -> None:
    portal.answer = replies(Reply(status, b"<h1>sorry</h1>", {"Retry-After": "30"}))
    with pytest.raises(PortalUnavailableError) as caught:
        client.send(READ)
    assert (caught.value.status, caught.value.retry_after) == (status, 30)
    assert len(portal.seen) == 1


def test_a_portal_that_is_busy_for_a_moment_is_asked_again(
    portal: HttpsPortal, client: PortalClient
) -> None:
    busy = Reply(503, b"", {"Retry-After": "0"})
    portal.answer = replies(busy, busy, json_reply(EMPTY_PAGE))
    assert client.send(READ).status == 200


def test_after_three_tries_it_is_enough(portal: HttpsPortal, client: PortalClient) -> None:
    portal.answer = replies(Reply(500))
    with pytest.raises(PortalUnavailableError):
        client.send(READ)
    assert len(portal.seen) == 3


def test_a_lost_answer_is_asked_for_again_with_the_same_key(
    portal: HttpsPortal, client: PortalClient
) -> None:
    portal.answer = replies(LOST, LOST, json_reply({}))
    assert client.send(WRITE).status == 200
    assert {each.headers["idempotency-key"] for each in portal.seen} == {"k" * 32}
    assert len(portal.seen) == 3


def test_each_write_that_is_repeated_is_told_of_and_no_read(portal: HttpsPortal) -> None:
    told: list[str] = []
    client = PortalClient(
        portal.url,
        portal_context(portal.ca_file),
        proxy="",
        on_repeated_write=lambda error: told.append(error.code),
    )
    part = Request("PUT", "deliveries/1/content", content=b"part")
    portal.answer = replies(
        *(LOST, json_reply({})),  # A write.
        *(Reply(500), json_reply({})),  # Another one.
        *(LOST, json_reply({})),  # A part of an upload.
        *(LOST, json_reply(EMPTY_PAGE)),  # A read.
    )
    for request in (WRITE, WRITE, part, READ):
        client.send(request)
    client.close()
    assert told == ["portal.unreachable", "portal.unavailable", "portal.unreachable"]


def test_a_write_without_a_key_is_never_repeated(portal: HttpsPortal, client: PortalClient) -> None:
    portal.answer = replies(LOST)
    with pytest.raises(PortalUnreachableError):
        client.send(LOGIN)
    assert len(portal.seen) == 1


def test_an_answer_that_breaks_off_is_not_taken_for_whole(
    portal: HttpsPortal, client: PortalClient
) -> None:
    portal.answer = replies(Reply(body=b'{"items": [], "next_cursor": null}', cut=12))
    with pytest.raises(PortalAnswerError) as caught:
        client.send(READ)
    assert caught.value.detail == "cut-off"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"items": [], "next_cur',
        b'{"items": {}, "next_cursor": null}',
        b'{"items": [{"id": 5}], "next_cursor": null}',
        b'{"next_cursor": null}',
        b"[" * 200_000,
        b'{"items": [], "next_cursor": "\xff"}',
        b"<html>",
    ],
    ids=["empty", "truncated", "wrong type", "wrong item", "missing", "deep", "no utf-8", "html"],
)
def test_an_answer_against_the_contract_is_a_bad_answer(
    portal: HttpsPortal, client: PortalClient, body: bytes
) -> None:
    portal.answer = replies(Reply(body=body, headers={"Content-Type": "application/json"}))
    with pytest.raises(PortalAnswerError):
        client.send(READ).decode(JournalPage)


def test_an_answer_over_the_size_limit_is_not_read_to_its_end(portal: HttpsPortal) -> None:
    portal.answer = replies(Reply(body=b" " * 300_000))
    limits = ClientLimits(answer_bytes=100_000)
    client = PortalClient(portal.url, portal_context(portal.ca_file), limits, proxy="")
    with pytest.raises(PortalAnswerError) as caught:
        client.send(READ)
    assert caught.value.detail == "too-large"
    client.close()


def test_a_compressed_answer_is_refused_unread(portal: HttpsPortal, client: PortalClient) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    portal.answer = replies(Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(PortalAnswerError) as caught:
        client.send(READ)
    assert caught.value.detail == "encoding"


def test_a_connection_cut_in_the_handshake_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopping = threading.Event()

        def hang_up() -> None:
            while not stopping.is_set():
                connection, _ = server.accept()
                connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        port = server.getsockname()[1]
        client = PortalClient(f"https://127.0.0.1:{port}", portal_context(None), proxy="")
        with pytest.raises(PortalUnreachableError):
            client.send(LOGIN)
        stopping.set()
        socket.create_connection(("127.0.0.1", port)).close()
        thread.join()


@pytest.mark.parametrize("raw", [b"\0" * 64, b"HTTP/1.1 two hundred\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_what_is_no_http_is_a_typed_error(
    portal: HttpsPortal, client: PortalClient, raw: bytes
) -> None:
    portal.answer = replies(Reply(raw=raw))
    with pytest.raises((PortalUnreachableError, PortalAnswerError)):
        client.send(LOGIN)


@pytest.mark.parametrize(
    ("target", "origin"),
    [
        ("https://evil.example/api/v1/journal", "https://evil.example"),
        ("http://localhost/api", ""),
        ("//evil.example:8443", "https://evil.example:8443"),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_redirect_to_another_origin_is_refused(
    portal: HttpsPortal, client: PortalClient, target: str, origin: str
) -> None:
    portal.answer = replies(Reply(302, headers={"Location": target}))
    with pytest.raises(PortalRedirectError) as caught:
        client.send(LOGIN)
    assert caught.value.target == origin
    assert len(portal.seen) == 1


def test_a_redirect_within_the_portal_is_against_the_contract(
    portal: HttpsPortal, client: PortalClient
) -> None:
    portal.answer = replies(Reply(302, headers={"Location": "/elsewhere"}))
    with pytest.raises(PortalAnswerError):
        client.send(READ)
    assert len(portal.seen) == 1


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (problem(403, "login.refused"), LoginRefusedError),
        (problem(403, "account.level-insufficient", level="simple"), LevelInsufficientError),
        (problem(404, "resource.not-found"), NotOnPortalError),
        (problem(401, "session.expired"), SessionExpiredError),
        (problem(422, "something.new"), PortalRefusedError),
        (Reply(401), SessionExpiredError),
        (Reply(404, b"<html>"), PortalAnswerError),
        (Reply(418, b'{"code": "x"}', {"Content-Type": "application/problem+json"}), NmoError),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_refusal_has_its_error(
    portal: HttpsPortal, client: PortalClient, reply: Reply, expected: type[NmoError]
) -> None:
    portal.answer = replies(reply)
    with pytest.raises(expected):
        client.send(READ)


def test_a_root_that_is_not_trusted_stops_before_anything_is_sent(portal: HttpsPortal) -> None:
    client = PortalClient(portal.url, portal_context(None), proxy="")
    with pytest.raises(PortalTlsError) as caught:
        client.send(LOGIN)
    assert caught.value.verify_code in (18, 19, 20)
    assert portal.seen == []
    client.close()


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    portal = HttpsPortal(tmp_path, ("other.example",))
    client = PortalClient(portal.url, portal_context(portal.ca_file), proxy="")
    with pytest.raises(PortalTlsError) as caught:
        client.send(LOGIN)
    assert caught.value.verify_code == 62
    assert portal.seen == []
    client.close()
    portal.stop()


def test_a_bundle_named_in_the_environment_adds_no_trust(
    portal: HttpsPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(portal.ca_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(portal.ca_file))
    client = PortalClient(portal.url, portal_context(None))
    with pytest.raises(PortalTlsError):
        client.send(LOGIN)
    client.close()


def test_a_netrc_does_not_replace_the_bearer_token(
    portal: HttpsPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine localhost login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    portal.answer = replies(json_reply(EMPTY_PAGE))
    client = PortalClient(portal.url, portal_context(portal.ca_file))
    client.send(Request("GET", "journal", bearer="token"))
    assert portal.seen[0].headers["authorization"] == "Bearer token"
    client.close()


@pytest.fixture
def cancel_soon() -> Iterator[Cancellation]:
    cancel = Cancellation()
    timer = threading.Timer(0.2, cancel.cancel)
    timer.start()
    yield cancel
    timer.join()


def test_cancelling_leaves_a_hanging_portal_at_once(
    portal: HttpsPortal, cancel_soon: Cancellation
) -> None:
    portal.answer = replies(Reply(hang=True))
    client = PortalClient(portal.url, portal_context(portal.ca_file), proxy="")
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        client.send(READ, cancel_soon)
    assert time.monotonic() - begun < 2.0
    client.close()


def test_cancelling_ends_the_pause_before_another_try(
    portal: HttpsPortal, cancel_soon: Cancellation
) -> None:
    portal.answer = replies(Reply(503, headers={"Retry-After": "2"}))
    client = PortalClient(portal.url, portal_context(portal.ca_file), proxy="")
    with pytest.raises(Cancelled):
        client.send(READ, cancel_soon)
    assert len(portal.seen) == 1
    client.close()


def test_a_request_cancelled_before_it_began_is_not_sent(
    portal: HttpsPortal, client: PortalClient
) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(Cancelled):
        client.send(READ, cancel)
    assert portal.seen == []
