"""Serves CRLs, OCSP, certificates and time stamps of the training authority over plain HTTP.

It listens on loopback only. RFC 5280 section 8 asks for plain HTTP: what is served is signed,
and fetching it over TLS could need itself.
"""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import ISSUERS
from desktop_app.sandbox.revocation import answer_ocsp, build_crl
from desktop_app.sandbox.time_stamps import answer_time_stamp

TIME_STAMP_PATH = "/tsa"
_REQUEST_LIMIT = 16_384


class PkiServer:
    """The server with its thread; ``close`` ends both."""

    def __init__(
        self,
        authority: Authority,
        port: int,
        now: Callable[[], datetime],
        stamps: Callable[[], bool] = lambda: True,
    ) -> None:
        """Begin to answer; ``stamps`` tells whether the time-stamp service does too."""
        handler = _handler(authority, now, stamps)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(
    authority: Authority, now: Callable[[], datetime], stamps: Callable[[], bool]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            kind, content = _served(authority, self.path, now())
            self._answer(kind, content)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            issuer = self.path.removeprefix("/ocsp/")
            if length > _REQUEST_LIMIT or (self.path != TIME_STAMP_PATH and issuer not in ISSUERS):
                self._answer("", None)
                return
            body = self.rfile.read(length)
            if self.path != TIME_STAMP_PATH:
                answer = answer_ocsp(authority, issuer, body, now())
                self._answer("application/ocsp-response", answer)
            elif stamps():
                answer = answer_time_stamp(authority, body, now())
                self._answer("application/timestamp-reply", answer)
            else:
                self._answer("", None, status=503)

        def _answer(self, kind: str, content: bytes | None, status: int = 404) -> None:
            self.send_response(status if content is None else 200)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
            """Say nothing: the portal's journal is elsewhere."""

    return Handler


def _served(authority: Authority, path: str, at: datetime) -> tuple[str, bytes | None]:
    folder, _, name = path.removeprefix("/").partition("/")
    stem = name.partition(".")[0]
    if folder == "ocsp":
        return "application/ocsp-response", _ocsp_by_get(authority, name, at)
    if stem not in ISSUERS:
        return "", None
    if (folder, name) == ("crl", f"{stem}.crl"):
        return "application/pkix-crl", build_crl(authority, stem, at)
    if (folder, name) == ("ca", f"{stem}.cer"):
        return "application/pkix-cert", authority.certificate_der(stem)
    return "", None


def _ocsp_by_get(authority: Authority, name: str, at: datetime) -> bytes | None:
    issuer, _, encoded = name.partition("/")
    if issuer not in ISSUERS:
        return None
    try:
        request = base64.b64decode(unquote(encoded), validate=True)
    except binascii.Error:
        return None
    return answer_ocsp(authority, issuer, request, at)
