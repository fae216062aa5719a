"""What a server or a proxy says cannot break the diagnosis of everything else, nor hold it up."""

from __future__ import annotations

import ssl

import pytest

from desktop_app.services.diagnostics.facts.network import TlsProblem
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
