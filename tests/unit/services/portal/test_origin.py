from __future__ import annotations

import pytest

from desktop_app.core.errors.portal import PortalNotConfiguredError
from desktop_app.services.portal.origin import origin_of


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Portal.Example", "https://portal.example"),
        ("https://portal.example:443/path?x", "https://portal.example"),
        ("https://portal.example:8443/", "https://portal.example:8443"),
        ("https://портал.рф", "https://xn--80awhdgm.xn--p1ai"),
        ("https://[::1]:9443", "https://[::1]:9443"),
        (" https://127.0.0.1 ", "https://127.0.0.1"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://portal.example",
        "portal.example",
        "https://",
        "https://user:password@portal.example",
        "https://portal.example:99999",
        "https://[::1",
        "ftp://portal.example",
        "https://" + "a" * 70 + ".example",
    ],
)
def test_what_is_no_https_address_is_no_portal(url: str) -> None:
    with pytest.raises(PortalNotConfiguredError):
        origin_of(url)
