"""A refusal is named by the number of whoever verified: OpenSSL, Windows, macOS.

The numbers of Windows and macOS are those that truststore hands on, written down from
winerror.h and SecBase.h; they were never seen on the real systems.
"""

from __future__ import annotations

import hashlib
import ipaddress
import ssl

import pytest
from cryptography import x509

from desktop_app.services.diagnostics.facts.network import TlsProblem
from desktop_app.services.diagnostics.tls_look import TlsLook, is_for, refused
from tests.certificates.authority import DAY, NOW, Wanted, root

ROOT = root("Корень")
LEAF = ROOT.issue(Wanted("portal.test"))
COMING = ROOT.issue(Wanted("portal.test", not_before=NOW + DAY))


def look(code: int, *chain: bytes) -> TlsLook:
    error = ssl.SSLCertVerificationError("refused")
    error.verify_code = code
    return refused(error, chain, [])


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (10, TlsProblem.EXPIRED),
        (0x800B0101, TlsProblem.EXPIRED),
        (-67818, TlsProblem.EXPIRED),
        (9, TlsProblem.NOT_YET_VALID),
        (-67819, TlsProblem.NOT_YET_VALID),
        (62, TlsProblem.OTHER_NAME),
        (0x800B010F, TlsProblem.OTHER_NAME),
        (-67602, TlsProblem.OTHER_NAME),
        (23, TlsProblem.OTHER),
        (0x800B010C, TlsProblem.OTHER),
    ],
)
def test_each_system_has_its_number_for_a_problem(code: int, problem: TlsProblem) -> None:
    assert look(code, LEAF.der).problem is problem
    assert look(code).problem is problem


@pytest.mark.parametrize("code", [20, 0x800B0109, 0x800B010A, -67843, -25318])
def test_a_missing_root_is_named_on_each_system(code: int) -> None:
    found = look(code, LEAF.der)
    assert found.problem is TlsProblem.ROOT_MISSING
    assert found.wanted_root == "Корень"


def test_windows_says_expired_also_of_what_has_not_begun() -> None:
    assert look(0x800B0101, COMING.der).problem is TlsProblem.NOT_YET_VALID


def test_what_is_no_refused_certificate_is_the_protocol() -> None:
    assert refused(ssl.SSLError("no shared cipher"), [], []).problem is TlsProblem.PROTOCOL


@pytest.mark.parametrize(
    ("names", "host", "fits"),
    [
        (("portal.test",), "portal.test", True),
        (("Portal.Test",), "portal.test", True),
        (("*.test",), "portal.test", True),
        (("*.test",), "deep.portal.test", False),
        (("*.portal.test",), "portal.test", False),
        (("other.test", "portal.test"), "portal.test", True),
        (("portal.test",), "portal.test.evil", False),
        ((), "common.test", True),
        ((), "other.test", False),
    ],
)
def test_a_certificate_is_for_the_hosts_that_it_names(
    names: tuple[str, ...], host: str, fits: bool
) -> None:
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    wanted = Wanted("common.test", extensions=(alternatives,) if names else ())
    assert is_for(ROOT.issue(wanted).certificate, host) is fits


def test_a_certificate_may_be_for_an_address() -> None:
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    wanted = Wanted("127.0.0.2", extensions=(x509.SubjectAlternativeName([address]),))
    assert is_for(ROOT.issue(wanted).certificate, "127.0.0.1")
    assert not is_for(ROOT.issue(wanted).certificate, "127.0.0.2")


def test_a_known_root_is_recognised_by_what_it_signed_not_by_its_name() -> None:
    error = ssl.SSLCertVerificationError("refused")
    error.verify_code = 20
    namesake = root("Корень")
    found = refused(error, [LEAF.der], [namesake.der, ROOT.der], "portal.test")
    assert found.root_sha256 == hashlib.sha256(ROOT.der).hexdigest()
    assert refused(error, [LEAF.der], [namesake.der]).root_sha256 == ""
