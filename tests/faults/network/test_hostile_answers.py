"""What a server or a proxy says cannot break the diagnosis of everything else, nor hold it up."""

from __future__ import annotations

import socket
import ssl
import threading
import time

import pytest

from desktop_app.services.diagnostics.facts.network import HostFacts, TlsProblem
from desktop_app.services.diagnostics.side_by_side import side_by_side
from desktop_app.services.diagnostics.tls_look import refused
from tests.faults.network.conftest import Place


@pytest.mark.parametrize("year", ["99999999999999999999", "10000", "-1"])
def test_a_date_beyond_all_calendars_is_no_date(place: Place, year: str) -> None:
    site, origin = place.site()
    site.date = lambda: f"Mon, 23 Nov {year} 10:00:00 GMT"
    seen = place.diagnose(origin)
    assert seen.failures == []


@pytest.mark.parametrize("shown", [b"", b"0", b"\x30\x03abc", b"\x30\x80" + b"\xff" * 50])
def test_a_certificate_that_cannot_be_read_is_refused_without_its_names(shown: bytes) -> None:
    error = ssl.SSLCertVerificationError("unable to get local issuer certificate")
    error.verify_code = 20
    look = refused(error, [shown], [])
    assert look.problem is TlsProblem.OTHER
    assert look.issuer == ""


def test_a_proxy_that_answers_drop_by_drop_is_given_up_in_time(place: Place) -> None:
    stop = threading.Event()

    def speak(connection: socket.socket) -> None:
        while not stop.wait(0.5):
            connection.sendall(b"H")

    place.stack.callback(stop.set)
    seen = place.diagnose("https://localhost:1", f"http://127.0.0.1:{place.listen(speak)}")
    stop.set()
    assert seen.failures == [("NET-07", "network.proxy-refused")]
    assert seen.seconds < 10


def test_a_host_that_hangs_is_left_behind_and_the_others_are_told() -> None:
    release = threading.Event()

    def look(host: HostFacts) -> HostFacts:
        if host.host == "hangs":
            release.wait()
        return host

    began = time.monotonic()
    seen = side_by_side(look, (HostFacts("hangs"), HostFacts("answers")), 0.2)
    release.set()
    assert [each.connect_problem for each in seen] == ["timeout", ""]
    assert time.monotonic() - began < 5


def test_an_error_in_a_look_is_not_swallowed() -> None:
    def look(_host: HostFacts) -> HostFacts:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        side_by_side(look, (HostFacts("any"),), 5)
