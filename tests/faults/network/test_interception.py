"""A proxy that opens TLS connections is named; it learns nothing by our looking."""

from __future__ import annotations

import pytest
from cryptography import x509

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.services.diagnostics.facts.network import TlsProblem
from tests.certificates.authority import DAY, NOW, root
from tests.faults.network.conftest import Place
from tests.faults.network.servers import leaf


@pytest.mark.parametrize("shows_root", [True, False], ids=["shows-its-root", "hides-its-root"])
def test_a_proxy_that_opens_connections_is_named(place: Place, shows_root: bool) -> None:
    site, origin = place.site()
    proxy, address = place.proxy(root("Контроль трафика клиники"))
    proxy.shows_root = shows_root
    seen = place.diagnose(origin, address)

    assert seen.failures == [("NET-11", "tls.intercepted")]
    found = seen.finding("NET-11")
    assert found.who is Who.IT
    assert found.evidence["issuer"] == "Контроль трафика клиники"
    assert found.evidence["host"] == "localhost"
    assert found.evidence["proxy"] == address.removeprefix("http://")
    assert seen.portal.wanted_root == "", "nobody is to install the root of a listener"
    assert proxy.opened == b"", "the look at the certificates sends nothing"
    assert site.received == b""


def test_a_proxy_that_only_passes_on_is_a_note(place: Place) -> None:
    site, origin = place.site()
    proxy, address = place.proxy()
    seen = place.diagnose(origin, address)
    assert seen.failures == []
    assert seen.finding("NET-06").status is CheckStatus.OK
    assert seen.network.proxy_source == "settings"
    assert seen.portal.date_offset_seconds is not None
    assert site.received.startswith(b"HEAD ")
    port = origin.rpartition(":")[2].encode()
    assert proxy.asked[0].startswith(b"CONNECT localhost:" + port + b" HTTP/1.1\r\n")


def test_a_missing_root_is_still_named_without_a_proxy(place: Place) -> None:
    """One host alone cannot tell a listener from a root that is merely missing."""
    _site, origin = place.site(leaf(root("Контроль трафика клиники"), "localhost"))
    seen = place.diagnose(origin)
    assert seen.portal.tls_problem is TlsProblem.ROOT_MISSING


def test_an_expired_certificate_behind_a_proxy_is_not_called_interception(place: Place) -> None:
    own = leaf(place.portal_root, "localhost", not_before=NOW - 9 * DAY, not_after=NOW - DAY)
    _site, origin = place.site(own)
    _proxy, address = place.proxy()
    seen = place.diagnose(origin, address)
    assert seen.failures == [("NET-10", "tls.expired")]


def test_a_listener_that_borrows_the_name_of_a_known_root_is_still_named(place: Place) -> None:
    _site, origin = place.site()
    _proxy, address = place.proxy(root("Russian Trusted Root CA"))
    seen = place.diagnose(origin, address)
    assert seen.failures == [("NET-11", "tls.intercepted")]
    assert seen.portal.wanted_root == ""


def test_a_page_that_the_network_puts_in_the_way_is_no_missing_root(place: Place) -> None:
    """Nobody is to be led to trust the certificate of a router."""
    alternatives = x509.SubjectAlternativeName([x509.DNSName("router.lan")])
    site, origin = place.site(root("router.lan", extensions=(alternatives,)))
    seen = place.diagnose(origin)
    assert seen.failures == [("NET-10", "tls.other-name")]
    assert seen.portal.wanted_root == ""
    assert site.received == b""
