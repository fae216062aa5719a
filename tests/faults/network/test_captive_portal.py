"""A network that asks to sign in on a page answers for every host, and is told by that."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from desktop_app.services.diagnostics.facts.network import HostFacts
from desktop_app.services.diagnostics.host_look import look_at
from tests.faults.network.servers import listening

DATE = "Date: Mon, 23 Nov 2026 12:00:00 GMT"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "led_to"),
    [
        ("302 Found\r\nLocation: http://hotel.example/login", "hotel.example"),
        ("301 Moved\r\nLocation: https://www.localhost/", ""),
        ("302 Found\r\nLocation: /login", ""),
        ("302 Found", ""),
        ("302 Found\r\nLocation: http://[broken", ""),
        ("200 OK", ""),
    ],
)
def test_a_page_elsewhere_is_told_from_one_at_home(answer: str, led_to: str) -> None:
    def speak(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(f"HTTP/1.1 {answer}\r\n{DATE}\r\n\r\n".encode())

    with listening(speak) as port:
        seen = look_at(HostFacts("localhost", port, "revocation"), None, (), None, lambda: NOW)
    assert seen.redirected_to == led_to
    assert seen.date_offset_seconds == pytest.approx(0.5)
