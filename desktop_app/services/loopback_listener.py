"""Waits on a port of this computer for the browser to come back (RFC 8252 section 7.3)."""

from __future__ import annotations

import html
import queue
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from desktop_app.core.errors.browser_login import LoopbackPortError
from desktop_app.services.portal.openid_contract import REDIRECT_PATH

_HOST: Final = "127.0.0.1"
_SILENCE_SECONDS: Final = 5
_LONGEST_QUERY: Final = 8_192
_MOST_VALUES: Final = 20


class LoopbackListener:
    """Takes one answer on a port that nothing else uses; a context manager."""

    def __init__(self, words: str, port: int = 0) -> None:
        """Listen; ``words`` is what the browser then shows, ``port`` 0 takes any free one.

        Raises ``LoopbackPortError``.
        """
        self._answers: queue.Queue[Mapping[str, str]] = queue.Queue(maxsize=1)
        try:
            self._server = _Server(port, words, self._answers)
        except OSError as error:
            raise LoopbackPortError(port=port) from error
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def redirect_uri(self) -> str:
        """The address that the browser has to come back to."""
        return f"http://{_HOST}:{self._server.server_port}{REDIRECT_PATH}"

    def wait(self, seconds: float) -> Mapping[str, str] | None:
        """Return what the browser brought, or None when it did not come in time."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def __enter__(self) -> LoopbackListener:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    # A port that somebody else listens on must count as taken, on Windows too.
    allow_reuse_address = False
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, words: str, answers: queue.Queue[Mapping[str, str]]) -> None:
        self.words = words
        self.answers = answers
        super().__init__((_HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    # Browsers open connections in advance and say nothing on them.
    timeout = _SILENCE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        """Take the answer, once, and say that the browser can be closed."""
        target = urlsplit(self.path)
        own = self.headers.get("Host") == f"{_HOST}:{self.server.server_port}"
        if not own or target.path != REDIRECT_PATH or len(target.query) > _LONGEST_QUERY:
            self.send_error(404)
            return
        try:
            values = dict(parse_qsl(target.query, max_num_fields=_MOST_VALUES))
            self.server.answers.put_nowait(values)
        except (ValueError, queue.Full):
            self.send_error(404)
            return
        self._say(self.server.words)

    def _say(self, words: str) -> None:
        head = '<!doctype html><html lang="ru"><meta charset="utf-8">'
        body = f"{head}<title>{html.escape(words)}</title><p>{html.escape(words)}".encode()
        self.send_response(200)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the address carries the code."""
