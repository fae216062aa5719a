"""The list is fetched whole over a trusted connection, or not at all."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.portal import AccreditedListUnreachableError
from desktop_app.services.list_fetching import ListFetcher
from desktop_app.services.portal.tls import portal_context
from tests.faults.trust.conftest import Site


def fetcher(site: Site, **limits: float) -> ListFetcher:
    return ListFetcher(lambda: portal_context(site.anchor), "", **limits)  # type: ignore[arg-type]  # limits of two kinds


def detail_of(fetch: ListFetcher, address: str) -> str:
    with pytest.raises(AccreditedListUnreachableError) as caught:
        fetch(address)
    return caught.value.detail


def test_the_list_comes_whole(site: Site) -> None:
    address = site.give("/list", b"list" * 100_000)
    assert fetcher(site)(address) == b"list" * 100_000


def test_a_redirect_on_the_same_host_is_followed(site: Site) -> None:
    site.give("/list", b"list")
    assert fetcher(site)(site.send_on("/old", "/list")) == b"list"


@pytest.mark.parametrize("target", ["https://other.example/list", "http://localhost/list"])
def test_a_redirect_elsewhere_is_not_followed(site: Site, target: str) -> None:
    assert detail_of(fetcher(site), site.send_on("/old", target)) == "redirect"


def test_a_ring_of_redirects_ends(site: Site) -> None:
    assert detail_of(fetcher(site), site.send_on("/old", "/old")) == "redirect"
    assert len(site.asked) == 4


def test_a_server_that_is_not_trusted_gets_no_request(site: Site) -> None:
    address = site.give("/list", b"list")
    fetch = ListFetcher(lambda: portal_context(None), "")
    assert detail_of(fetch, address) == "tls"
    assert site.asked == []


def test_a_root_that_was_added_here_makes_the_server_trusted(site: Site) -> None:
    address = site.give("/list", b"list")
    added = site.anchor.parent / "tls"
    added.mkdir()
    (added / "root.pem").write_bytes(site.anchor.read_bytes())
    fetch = ListFetcher(lambda: portal_context(None, added), "")
    assert fetch(address) == b"list"


def test_plain_http_is_refused(site: Site) -> None:
    address = f"http://localhost:{site.port}/list"
    assert detail_of(fetcher(site), address) == "connection"
    assert site.asked == []


def test_too_much_and_too_slow_end_the_fetching(site: Site) -> None:
    address = site.give("/list", b"list" * 1000)
    assert detail_of(fetcher(site, max_bytes=100), address) == "too-large"
    assert detail_of(fetcher(site, total_seconds=-1.0), address) == "slow"


def test_an_answer_that_breaks_off_is_not_taken(site: Site) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    site.answers["/list"] = cut
    assert detail_of(fetcher(site), f"{site.address}/list") == "connection"


def test_another_status_than_ok_is_named(site: Site) -> None:
    assert detail_of(fetcher(site), f"{site.address}/absent") == "status"


def test_fetching_can_be_cancelled(site: Site) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(Cancelled):
        fetcher(site)(site.give("/list", b"list"), cancel)
