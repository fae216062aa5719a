"""A small https server of the tests' own authority."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from tests.certificates.authority import Issued, Wanted, root

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What is served, and whose word it is served under."""

    anchor: Path
    answers: dict[str, Answer] = field(default_factory=dict)
    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    def give(self, path: str, content: bytes) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer
        return f"{self.address}{path}"

    def send_on(self, path: str, target: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", target)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.answers[path] = answer
        return f"{self.address}{path}"


@pytest.fixture(scope="session")
def tls_root() -> Issued:
    return root("Корень серверов")


@contextmanager
def serving(folder: Path, authority: Issued) -> Iterator[Site]:
    """Serve over TLS under ``authority`` until the block ends."""
    name = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    server = authority.issue(Wanted("localhost", extensions=(name,)))
    chain = folder / "server.pem"
    chain.write_bytes(server.pem + server.key_pem)
    anchor = folder / "anchor.pem"
    anchor.write_bytes(authority.pem)
    site = Site(anchor)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            answer = site.answers.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *_arguments: Any) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        site.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            http.shutdown()
            thread.join()


@pytest.fixture
def site(tmp_path: Path, tls_root: Issued) -> Iterator[Site]:
    with serving(tmp_path, tls_root) as made:
        yield made
