"""The training authority, judged by OpenSSL."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import FOREIGN, ISSUING, OCSP, ROOT, TLS
from desktop_app.sandbox.certificate_profile import SNILS
from desktop_app.sandbox.people import TRAINING_ACCOUNTS
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.pki_server import PkiServer
from desktop_app.sandbox.revocation import build_crl

PERSON = TRAINING_ACCOUNTS[0].person


def issue(authority: Authority, *, issuer: str = ISSUING) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    start = utc_now() - timedelta(days=20)
    return authority.issue(PERSON, key, start, start + timedelta(days=365), issuer=issuer)


def openssl(*arguments: object) -> str:
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def write(path: Path, certificate: x509.Certificate) -> Path:
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


def verify(authority: Authority, tmp_path: Path, certificate: x509.Certificate) -> str:
    crls = tmp_path / "crls.pem"
    content = b""
    for issuer in (ROOT, ISSUING):
        crl = x509.load_der_x509_crl(build_crl(authority, issuer, utc_now()))
        content += crl.public_bytes(Encoding.PEM)
    crls.write_bytes(content)
    return openssl(
        *("verify", "-x509_strict", "-crl_check_all", "-CRLfile", crls),
        *("-CAfile", authority.certificate_file(ROOT)),
        *("-untrusted", authority.certificate_file(ISSUING)),
        write(tmp_path / "person.pem", certificate),
    )


def ask_ocsp(
    authority: Authority, pki_port: int, tmp_path: Path, certificate: x509.Certificate
) -> str:
    return openssl(
        *("ocsp", "-issuer", authority.certificate_file(ISSUING)),
        *("-cert", write(tmp_path / "person.pem", certificate)),
        *("-url", f"http://127.0.0.1:{pki_port}/ocsp/{ISSUING}"),
        *("-CAfile", authority.certificate_file(ROOT)),
        *("-verify_other", authority.certificate_file(ISSUING)),
    )


def test_a_personal_certificate_leads_to_the_root(authority: Authority, tmp_path: Path) -> None:
    assert "person.pem: OK" in verify(authority, tmp_path, issue(authority))


def test_a_revoked_certificate_is_on_the_crl(authority: Authority, tmp_path: Path) -> None:
    certificate = issue(authority)
    authority.revoke(certificate.serial_number, utc_now() - timedelta(minutes=1))
    assert "certificate revoked" in verify(authority, tmp_path, certificate)


def test_a_foreign_certificate_leads_nowhere(authority: Authority, tmp_path: Path) -> None:
    certificate = issue(authority, issuer=FOREIGN)
    assert "unable to get local issuer" in verify(authority, tmp_path, certificate)


def test_ocsp_says_good_then_revoked(
    authority: Authority, pki: PkiServer, pki_port: int, tmp_path: Path
) -> None:
    certificate = issue(authority)
    answer = ask_ocsp(authority, pki_port, tmp_path, certificate)
    assert "Response verify OK" in answer
    assert "person.pem: good" in answer
    authority.revoke(certificate.serial_number, utc_now() - timedelta(minutes=1))
    answer = ask_ocsp(authority, pki_port, tmp_path, certificate)
    assert "Response verify OK" in answer
    assert "person.pem: revoked" in answer


def test_the_addresses_in_a_certificate_answer(authority: Authority, pki: PkiServer) -> None:
    import urllib.request

    certificate = issue(authority)
    points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    names = [name.value for point in points for name in point.full_name or ()]
    access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    issuers = x509.oid.AuthorityInformationAccessOID.CA_ISSUERS
    names += [one.access_location.value for one in access if one.access_method == issuers]
    crl, issuer = (urllib.request.urlopen(name, timeout=10).read() for name in names)
    assert x509.load_der_x509_crl(crl).issuer == certificate.issuer
    assert x509.load_der_x509_certificate(issuer).subject == certificate.issuer


@pytest.mark.parametrize("path", ["/", "/crl/none.crl", "/crl/issuing.txt", "/ca/../root.key"])
def test_nothing_else_is_served(pki: PkiServer, pki_port: int, path: str) -> None:
    import http.client

    link = http.client.HTTPConnection("127.0.0.1", pki_port, timeout=10)
    link.request("GET", path)
    assert link.getresponse().status == 404
    link.close()


def test_the_subject_has_the_fields_of_a_qualified_certificate(authority: Authority) -> None:
    subject = issue(authority).subject
    fields = {field.oid.dotted_string: field.value for field in subject}
    assert fields["2.5.4.4"] == "Иванова"
    assert fields["2.5.4.42"] == "Мария Петровна"
    assert fields["1.2.643.100.3"] == "11223344595"
    assert len(str(fields["1.2.643.3.131.1.1"])) == 12
    encoded = subject.get_attributes_for_oid(SNILS)[0]
    assert encoded._type.name == "NumericString"


def test_every_name_says_that_it_is_for_training(authority: Authority) -> None:
    for name in (ROOT, ISSUING, FOREIGN, OCSP):
        subject = authority.holder(name).certificate.subject.rfc4514_string()
        assert "учебн" in subject.lower()


def test_private_keys_are_for_their_owner_only(authority: Authority) -> None:
    for name in (ROOT, ISSUING, FOREIGN, OCSP, TLS):
        mode = stat.S_IMODE(authority.key_file(name).stat().st_mode)
        assert os.name != "posix" or mode == 0o600


def test_an_authority_opened_again_is_the_same(authority: Authority, pki_port: int) -> None:
    again = Authority(authority.key_file(ROOT).parent, f"http://127.0.0.1:{pki_port}")
    assert again.certificate_der(ISSUING) == authority.certificate_der(ISSUING)
    assert [line.serial_number for line in again.book()] == [
        line.serial_number for line in authority.book()
    ]
