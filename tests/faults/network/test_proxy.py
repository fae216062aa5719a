"""A proxy that does not let through is told apart: password, refusal, silence, absence."""

from __future__ import annotations

import socket

import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.diagnostics.collectors.network import _look as look_through
from desktop_app.services.diagnostics.collectors.network import _Way as Way
from desktop_app.services.diagnostics.facts.network import HostFacts
from desktop_app.services.diagnostics.host_look import Proxy, ProxyRefused
from tests.faults.network.conftest import Place
from tests.faults.network.servers import answering, head_of, http_date, silent

ORIGIN = "https://localhost:1"
"""Never reached: the proxy stands in between."""


def test_a_proxy_that_wants_a_password_is_named_with_its_ways(place: Place) -> None:
    reply = (
        b"HTTP/1.1 407 Proxy Authentication Required\r\n"
        b"Proxy-Authenticate: Negotiate\r\n"
        b"proxy-authenticate: NTLM\r\n"
        b'Proxy-Authenticate: Basic realm="clinic"\r\n'
        b"Proxy-Authenticate:\r\n"
        b"Content-Length: 0\r\n\r\n"
    )
    port = place.listen(answering(reply))
    seen = place.diagnose(ORIGIN, f"http://127.0.0.1:{port}")
    assert seen.failures == [("NET-07", "network.proxy-password")]
    found = seen.finding("NET-07")
    assert found.evidence["methods"] == "Negotiate, NTLM, Basic"
    assert found.evidence["host"] == f"127.0.0.1:{port}"
    for later in ("NET-04", "NET-10", "NET-11"):
        assert seen.results[later].status is CheckStatus.SKIP


@pytest.mark.parametrize(
    "reply",
    [b"HTTP/1.1 403 Forbidden\r\n\r\n", b"", b"\x00\xff\r\n\r\n", b"HTTP/1.1\r\n\r\n"],
    ids=["forbidden", "hangs-up", "noise", "no-status"],
)
def test_a_proxy_that_refuses_is_named(place: Place, reply: bytes) -> None:
    port = place.listen(answering(reply))
    seen = place.diagnose(ORIGIN, f"http://127.0.0.1:{port}")
    assert seen.failures == [("NET-07", "network.proxy-refused")]


def test_a_proxy_that_is_not_there_is_named(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Bound, not listening: nobody else gets the port.
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        seen = place.diagnose(ORIGIN, address)
    assert seen.failures == [("NET-07", "network.proxy-unreachable")]


def test_a_proxy_that_says_nothing_is_given_up_in_time(place: Place) -> None:
    seen = place.diagnose(ORIGIN, f"http://127.0.0.1:{place.listen(silent)}")
    assert seen.failures == [("NET-07", "network.proxy-refused")]
    assert seen.seconds < 10


def test_the_systems_proxy_is_used_and_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _site, origin = place.site()
    proxy, address = place.proxy()
    monkeypatch.setenv("https_proxy", address)
    monkeypatch.setenv("no_proxy", "")
    seen = place.diagnose(origin, "system")
    assert seen.failures == []
    assert seen.network.proxy_source == "system"
    assert proxy.asked


def test_the_systems_exceptions_hold(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _site, origin = place.site()
    proxy, address = place.proxy()
    monkeypatch.setenv("https_proxy", address)
    monkeypatch.setenv("no_proxy", "localhost")
    seen = place.diagnose(origin, "system")
    assert seen.network.proxy == ""
    assert seen.failures == []
    assert proxy.asked == []


def test_the_login_in_the_proxys_address_is_used_and_never_shown(place: Place) -> None:
    """A proxy that lets the program through is not to be called one that does not."""
    _site, origin = place.site()
    proxy, address = place.proxy()
    seen = place.diagnose(origin, address.replace("//", "//anna:p%40ss@"))
    assert seen.failures == []
    assert b"\r\nProxy-Authorization: Basic YW5uYTpwQHNz\r\n" in proxy.asked[0]
    assert "anna" not in str(seen.network)
    assert "p@ss" not in repr(Proxy("127.0.0.1", 1, "anna:p@ss"))


@pytest.mark.parametrize("status", ["502 Bad Gateway", "503 Unavailable", "504 Timeout"])
def test_a_proxy_that_gets_no_answer_itself_does_not_count_as_refusing(
    place: Place, status: str
) -> None:
    port = place.listen(answering(f"HTTP/1.1 {status}\r\n\r\n".encode()))
    seen = place.diagnose(ORIGIN, f"http://127.0.0.1:{port}")
    assert seen.failures == [("NET-04", "network.no-answer")]


def test_what_a_proxy_forbids_beside_the_portal_stands_in_nobodys_way(place: Place) -> None:
    forbidding = place.listen(answering(b"HTTP/1.1 403 Forbidden\r\n\r\n"))
    way = Way(Proxy("127.0.0.1", forbidding), "settings")
    refused: list[ProxyRefused] = []
    other = HostFacts("other.test", 443, "list")
    seen = look_through(place.access(ORIGIN), way, refused, other)
    assert refused == []
    assert seen.connect_problem == "refused"


LISTS = HostFacts("lists.test", 80, "revocation")
"""A name that nobody resolves: only the proxy would reach it."""


@pytest.mark.parametrize(
    ("status", "connect_problem"),
    [("200 OK", ""), ("404 Not Found", ""), ("403 Forbidden", "refused"), ("504 No", "refused")],
)
def test_plain_pages_are_asked_of_the_systems_proxy_as_the_program_does(
    place: Place, monkeypatch: pytest.MonkeyPatch, status: str, connect_problem: str
) -> None:
    asked: list[bytes] = []

    def speak(connection: socket.socket) -> None:
        asked.append(head_of(connection))
        connection.sendall(f"HTTP/1.1 {status}\r\nDate: {http_date()}\r\n\r\n".encode())

    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{place.listen(speak)}")
    monkeypatch.setenv("no_proxy", "")
    seen = look_through(place.access(ORIGIN), Way(), [], LISTS)
    assert asked[0].startswith(b"HEAD http://lists.test:80/ HTTP/1.1\r\n")
    assert seen.connect_problem == connect_problem
    assert seen.dns_problem == ""
    assert seen.date_offset_seconds is None, "a proxy may keep answers"
