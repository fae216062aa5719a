"""Each thing that can be wrong with a server's certificate is named, and nothing is sent to it."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.services.diagnostics.facts.network import TlsProblem
from tests.certificates.authority import DAY, NOW, Issued, Wanted, root
from tests.faults.network.conftest import Place
from tests.faults.network.servers import answering, leaf


def test_a_server_in_order_yields_no_trouble(place: Place) -> None:
    site, origin = place.site()
    seen = place.diagnose(origin)
    assert seen.failures == []
    assert seen.portal.tls_problem is TlsProblem.NONE
    assert seen.portal.tls_version.startswith("TLSv1.")
    assert len(seen.portal.tls_root_sha256) == 64
    assert site.received.startswith(b"HEAD ")
    assert b"authorization" not in site.received.lower()


@pytest.mark.parametrize(
    ("names", "begins", "ends", "cause", "who"),
    [
        (("localhost",), -20 * DAY, -DAY, "tls.expired", Who.PORTAL),
        (("localhost",), DAY, 20 * DAY, "tls.not-yet-valid", Who.IT),
        (("elsewhere.test",), -DAY, DAY, "tls.other-name", Who.IT),
    ],
    ids=["expired", "not-yet-valid", "other-name"],
)
def test_a_certificate_that_does_not_fit_is_refused_for_its_reason(
    place: Place,
    names: tuple[str, ...],
    begins: timedelta,
    ends: timedelta,
    cause: str,
    who: Who,
) -> None:
    own = leaf(place.portal_root, *names, not_before=NOW + begins, not_after=NOW + ends)
    site, origin = place.site(own)
    seen = place.diagnose(origin)
    assert seen.failures == [("NET-10", cause)]
    found = seen.finding("NET-10")
    assert found.status is CheckStatus.FAIL
    assert found.who is who
    assert found.evidence["host"] == "localhost"
    assert site.received == b""


def test_an_unknown_root_is_named_and_nothing_is_sent(place: Place) -> None:
    other = root("Корень, которого здесь нет")
    site, origin = place.site(leaf(other, "localhost"))
    seen = place.diagnose(origin)
    assert seen.failures == [("NET-10", "tls.root-missing")]
    assert seen.finding("NET-10").evidence["root"] == "Корень, которого здесь нет"
    assert site.received == b""


def test_the_root_is_named_also_where_the_server_shows_the_whole_path(place: Place) -> None:
    top = root("Дальний корень")
    between = top.issue(Wanted("Промежуточный УЦ", ca=True))
    _site, origin = place.site(leaf(between, "localhost"), between)
    seen = place.diagnose(origin)
    assert seen.finding("NET-10").evidence["root"] == "Дальний корень"


def test_a_server_that_hides_its_intermediate_is_told_from_a_missing_root(place: Place) -> None:
    between = place.portal_root.issue(Wanted("Промежуточный УЦ", ca=True))
    address = x509.UniformResourceIdentifier("http://ca.test/between.cer")
    access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, address)
    own = leaf(between, "localhost", extensions=(x509.AuthorityInformationAccess([access]),))
    site, origin = place.site(own)
    seen = place.diagnose(origin)
    assert seen.failures == [("NET-10", "tls.intermediate-missing")]
    found = seen.finding("NET-10")
    assert found.who is Who.PORTAL
    assert found.evidence["root"] == "Промежуточный УЦ"
    assert site.received == b""


def test_a_whole_path_to_a_known_root_is_accepted(place: Place) -> None:
    between = place.portal_root.issue(Wanted("Промежуточный УЦ", ca=True))
    _site, origin = place.site(leaf(between, "localhost"), between)
    assert place.diagnose(origin).failures == []


def test_a_certificate_that_signed_itself_is_not_accepted(place: Place) -> None:
    alternatives = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    own: Issued = root("localhost", extensions=(alternatives,))
    site, origin = place.site(own)
    seen = place.diagnose(origin)
    assert [name for name, _cause in seen.failures] == ["NET-10"]
    assert site.received == b""


@pytest.mark.parametrize(
    "reply",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x03\x00\x02\x02\x28", b"\x00" * 64],
    ids=["plain-http", "handshake-alert", "noise"],
)
def test_a_server_that_does_not_speak_tls_is_said_so(place: Place, reply: bytes) -> None:
    def speak(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(reply)

    seen = place.diagnose(f"https://localhost:{place.listen(speak)}")
    assert seen.failures == [("NET-10", "tls.protocol")]


def test_checks_of_tls_wait_for_a_connection(place: Place) -> None:
    port = place.listen(answering(b""))
    place.stack.close()
    seen = place.diagnose(f"https://localhost:{port}")
    assert seen.failures == [("NET-04", "network.refused")]
    assert seen.results["NET-10"].status is CheckStatus.SKIP
    assert seen.results["NET-11"].status is CheckStatus.SKIP
