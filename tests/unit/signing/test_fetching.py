"""What is fetched from addresses that a stranger chose, and what is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
import requests

from desktop_app.signing.fetching import PlainFetch

LARGE = 200_000


class Answers(BaseHTTPRequestHandler):
    """Answers each path in a way of its own; a redirect goes to what follows ``/to/``."""

    seen: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        with suppress(ConnectionError):
            self.answer()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(200, body[::-1])

    def answer(self) -> None:
        if self.path.startswith("/to/"):
            self.reply(302, b"", Location=self.path[len("/to/") :])
        elif self.path == "/loop":
            self.reply(302, b"", Location="/loop")
        elif self.path == "/trickle":
            self.trickle()
        elif self.path == "/cut":
            self.reply(200, b"half", length=1000)
        elif self.path == "/large":
            self.reply(200, b"x" * LARGE)
        elif self.path == "/gone":
            self.reply(404, b"no")
        else:
            self.reply(200, b"content")

    def trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        pace = threading.Event()
        for _ in range(1000):
            self.wfile.write(b".")
            pace.wait(0.02)

    def reply(self, status: int, body: bytes, *, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Answers.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def get(url: str, fetch: PlainFetch | None = None) -> requests.Response:
    return (fetch or PlainFetch()).fetch("GET", url, {"Accept": "application/pkix-crl"})


def test_an_answer_is_read_whole(server: str) -> None:
    answer = get(f"{server}/list")
    assert answer.content == b"content"
    assert answer.headers["Content-Length"] == "7"


def test_a_body_is_posted(server: str) -> None:
    answer = PlainFetch().fetch("POST", f"{server}/ocsp", {}, b"abc")
    assert answer.content == b"cba"


@pytest.mark.parametrize("url", ["https://127.0.0.1/x", "file:///etc/hostname", "ldap://x/y", "x"])
def test_nothing_but_http_is_spoken(url: str) -> None:
    with pytest.raises(requests.RequestException):
        get(url)


@pytest.mark.parametrize("target", ["https://127.0.0.1/x", "file:///etc/hostname", "ftp://x/y"])
def test_a_redirect_to_another_scheme_is_not_followed(server: str, target: str) -> None:
    with pytest.raises(requests.exceptions.InvalidSchema):
        get(f"{server}/to/{target}")


def test_a_redirect_over_http_is_followed(server: str) -> None:
    assert get(f"{server}/to/{server}/list").content == b"content"


def test_redirects_come_to_an_end(server: str) -> None:
    with pytest.raises(requests.TooManyRedirects):
        get(f"{server}/loop")
    assert len(Answers.seen) == 4


def test_an_error_page_is_no_answer(server: str) -> None:
    with pytest.raises(requests.HTTPError):
        get(f"{server}/gone")


def test_too_much_is_not_read(server: str) -> None:
    assert len(get(f"{server}/large", PlainFetch(max_bytes=LARGE)).content) == LARGE
    with pytest.raises(requests.RequestException):
        get(f"{server}/large", PlainFetch(max_bytes=LARGE - 1))


def test_a_trickle_ends_when_the_time_is_used_up(server: str) -> None:
    fetch = PlainFetch(total_seconds=0.5)
    started = time.monotonic()
    with pytest.raises(requests.RequestException):
        get(f"{server}/trickle", fetch)
    assert time.monotonic() - started < 5
    with pytest.raises(requests.Timeout):
        get(f"{server}/list", fetch)


def test_a_connection_cut_in_the_middle_is_no_answer(server: str) -> None:
    with pytest.raises(requests.RequestException):
        get(f"{server}/cut")


def test_no_password_is_sent_along(
    server: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    get(f"{server}/list")
    assert requests.get(f"{server}/list", timeout=5).ok
    ours, plain = (headers for _, headers in Answers.seen)
    assert "Authorization" not in ours
    assert "Authorization" in plain
