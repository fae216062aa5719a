"""Certificates that the parser cannot read whole: real ones that must serve, hostile ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography import x509

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.certificates import cut_certificate, read_certificate
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from desktop_app.signing.qualified import describe_certificate
from tests.certificates.authority import Issued, Wanted, root

# Two accredited authorities write a UTF8String where Microsoft's type is a BMPString.
CERTIFICATE_TYPE = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2"), b"\x0c\x05SubCA"
)


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def ask(judge: PathJudge, leaf: bytes, top: Issued, *bundle: bytes, middle: Issued) -> PathReport:
    trust = TrustMaterial((top.der,), bundle, (top.crl(), middle.crl()))
    return judge.judge(PathRequest(leaf, trust, offline=True))


def test_a_wrong_string_type_in_an_extension_that_nobody_needs_does_no_harm(
    judge: PathJudge,
) -> None:
    top = root()
    middle = top.issue(Wanted("Посредник", ca=True, extensions=(CERTIFICATE_TYPE,)))
    leaf = middle.issue(Wanted("Иванова"))
    assert read_certificate(middle.der).subject == "Посредник"
    assert describe_certificate(middle.der).is_authority
    report = ask(judge, leaf.der, top, middle.der, middle=middle)
    assert report.verdict is Verdict.GOOD


def without_a_date(issued: Issued) -> bytes:
    """Return a certificate whose last day is no date; the parser finds that only on reading."""
    written = issued.certificate.not_valid_after_utc.strftime("%y%m%d%H%M%SZ").encode()
    assert issued.der.count(written) == 1
    return issued.der.replace(written, b"xxxxxxxxxxxxZ")


def test_a_broken_certificate_beside_the_path_does_not_spoil_it(judge: PathJudge) -> None:
    top = root()
    middle = top.issue(Wanted("Посредник", ca=True))
    leaf = middle.issue(Wanted("Иванова"))
    bundle = (without_a_date(middle), b"\x30\x03\x02\x01\x05", middle.der)
    assert ask(judge, leaf.der, top, *bundle, middle=middle).verdict is Verdict.GOOD


def test_broken_lists_beside_the_good_ones_do_not_spoil_them(judge: PathJudge) -> None:
    top = root()
    leaf = top.issue(Wanted("Иванова"))
    whole = top.crl()
    lists = (whole[:-30], whole[:20] + b"\xff" + whole[21:], b"\x30\x00", whole)
    trust = TrustMaterial((top.der,), (), lists, (b"\x30\x00", b"\x30\x03\x0a\x01\x00"))
    report = judge.judge(PathRequest(leaf.der, trust, offline=True))
    assert report.verdict is Verdict.GOOD


def test_what_was_signed_is_taken_as_it_stands_whatever_its_length(judge: PathJudge) -> None:
    """asn1crypto encodes a TBSCertificate of 384 octets anew, and fails on the wrong type."""
    top = root()
    filled = (
        x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3"), b"\x04\x00" + bytes(size))
        for size in range(100)
    )
    middle = next(
        issued
        for issued in (
            top.issue(Wanted("Посредник", ca=True, extensions=(CERTIFICATE_TYPE, each)))
            for each in filled
        )
        if cut_certificate(issued.der).tbs.startswith(b"\x30\x82\x01\x80")
    )
    leaf = middle.issue(Wanted("Иванова"))
    assert ask(judge, leaf.der, top, middle.der, middle=middle).verdict is Verdict.GOOD
