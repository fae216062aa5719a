"""Both lines of the training authority, judged by OpenSSL with its ГОСТ engine."""

from __future__ import annotations

import http.client
import os
import ssl
import stat
import subprocess
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_keys import AuthorityKey, GostKey, PlainKey
from desktop_app.sandbox.authority_names import GOST, ISSUERS, ISSUING, LINES, PLAIN, ROOT, Line
from desktop_app.sandbox.certificate_profile import SNILS
from desktop_app.sandbox.people import TRAINING_ACCOUNTS
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.pki_server import PkiServer
from desktop_app.sandbox.revocation import build_crl
from desktop_app.signing.gost_signing import generate_key
from desktop_app.signing.qualified import describe_certificate
from tests.certificates.openssl_gost import openssl

PERSON = TRAINING_ACCOUNTS[0].person
KEYS: dict[str, tuple[Line, AuthorityKey]] = {
    "rsa-2048": (PLAIN, PlainKey(rsa.generate_private_key(65537, 2048))),
    "ec-p256": (PLAIN, PlainKey(ec.generate_private_key(ec.SECP256R1()))),
    "gost-256": (GOST, GostKey(generate_key("1.2.643.2.2.35.1"))),
    "gost-512a": (GOST, GostKey(generate_key("1.2.643.7.1.2.1.2.1"))),
    "gost-512b": (GOST, GostKey(generate_key("1.2.643.7.1.2.1.2.2"))),
}
every_key = pytest.mark.parametrize("kind", KEYS)
every_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.issuing)


def issue(authority: Authority, kind: str = "rsa-2048", *, issuer: str = "") -> x509.Certificate:
    line, key = KEYS[kind]
    start = utc_now() - timedelta(days=20)
    end = start + timedelta(days=365)
    issuer = issuer or line.issuing
    return authority.issue(PERSON, key.public_key_info, start, end, issuer=issuer)


def kind_of(line: Line) -> str:
    return next(name for name, (each, _) in KEYS.items() if each is line)


def write(path: Path, certificate: x509.Certificate) -> Path:
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


def verify(authority: Authority, line: Line, tmp_path: Path, certificate: x509.Certificate) -> str:
    crls = tmp_path / "crls.pem"
    content = b""
    for issuer in (line.root, line.issuing):
        crl = x509.load_der_x509_crl(build_crl(authority, issuer, utc_now()))
        content += crl.public_bytes(Encoding.PEM)
    crls.write_bytes(content)
    return openssl(
        *("verify", "-x509_strict", "-crl_check_all", "-CRLfile", crls),
        *("-CAfile", authority.certificate_file(line.root)),
        *("-untrusted", authority.certificate_file(line.issuing)),
        write(tmp_path / "person.pem", certificate),
    )


def certtool(chain: Path) -> str:
    command = ["certtool", "--verify-chain", "--infile", str(chain)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def ask_ocsp(
    authority: Authority,
    line: Line,
    pki_port: int,
    tmp_path: Path,
    certificate: x509.Certificate,
    *more: str,
) -> str:
    return openssl(
        *("ocsp", *more, "-issuer", authority.certificate_file(line.issuing)),
        *("-cert", write(tmp_path / "person.pem", certificate)),
        *("-url", f"http://127.0.0.1:{pki_port}/ocsp/{line.issuing}"),
        *("-CAfile", authority.certificate_file(line.root)),
        *("-verify_other", authority.certificate_file(line.issuing)),
    )


@every_key
def test_a_personal_certificate_leads_to_the_root(
    authority: Authority, tmp_path: Path, kind: str
) -> None:
    line, _ = KEYS[kind]
    assert "person.pem: OK" in verify(authority, line, tmp_path, issue(authority, kind))


def test_gnutls_accepts_a_path_of_256_bits(authority: Authority, tmp_path: Path) -> None:
    certificate = issue(authority, "gost-256")
    chain = tmp_path / "chain.pem"
    above = [authority.certificate_file(name).read_bytes() for name in (GOST.issuing, GOST.root)]
    chain.write_bytes(b"".join((certificate.public_bytes(Encoding.PEM), *above)))
    assert "Chain verification output: Verified." in certtool(chain)
    changed = bytearray(certificate.public_bytes(Encoding.DER))
    changed[-1] ^= 1
    chain.write_bytes(ssl.DER_cert_to_PEM_cert(bytes(changed)).encode() + b"".join(above))
    assert "Not verified." in certtool(chain)


@every_line
def test_a_revoked_certificate_is_on_the_crl(
    authority: Authority, tmp_path: Path, line: Line
) -> None:
    certificate = issue(authority, kind_of(line))
    authority.revoke(certificate.serial_number, utc_now() - timedelta(minutes=1))
    assert "certificate revoked" in verify(authority, line, tmp_path, certificate)


@every_line
def test_a_foreign_certificate_leads_nowhere(
    authority: Authority, tmp_path: Path, line: Line
) -> None:
    certificate = issue(authority, kind_of(line), issuer=line.foreign)
    assert "unable to get local issuer" in verify(authority, line, tmp_path, certificate)


@every_line
def test_ocsp_says_good_then_revoked(
    authority: Authority, pki: PkiServer, pki_port: int, tmp_path: Path, line: Line
) -> None:
    certificate = issue(authority, kind_of(line))
    answer = ask_ocsp(authority, line, pki_port, tmp_path, certificate)
    assert "Response verify OK" in answer
    assert "person.pem: good" in answer
    assert "WARNING" not in answer  # Of a nonce that did not come back.
    authority.revoke(certificate.serial_number, utc_now() - timedelta(minutes=1))
    answer = ask_ocsp(authority, line, pki_port, tmp_path, certificate)
    assert "Response verify OK" in answer
    assert "person.pem: revoked" in answer


@every_line
def test_a_root_answers_for_its_authority(
    authority: Authority, pki: PkiServer, pki_port: int, line: Line
) -> None:
    answer = openssl(
        *("ocsp", "-issuer", authority.certificate_file(line.root)),
        *("-cert", authority.certificate_file(line.issuing)),
        *("-url", f"http://127.0.0.1:{pki_port}/ocsp/{line.root}"),
        *("-CAfile", authority.certificate_file(line.root)),
    )
    assert "Response verify OK" in answer
    assert f"{line.issuing}.pem: good" in answer


@pytest.mark.parametrize("digest", ["-sha256", "-md_gost12_256", "-sha224"])
def test_ocsp_is_asked_with_any_digest(
    authority: Authority, pki: PkiServer, pki_port: int, tmp_path: Path, digest: str
) -> None:
    certificate = issue(authority, "gost-256")
    answer = ask_ocsp(authority, GOST, pki_port, tmp_path, certificate, digest)
    known = digest != "-sha224"
    assert ("person.pem: good" in answer) == known
    assert ("unauthorized" in answer) == (not known)


def test_ocsp_does_not_know_a_certificate_of_the_other_line(
    authority: Authority, pki: PkiServer, pki_port: int, tmp_path: Path
) -> None:
    answer = ask_ocsp(authority, GOST, pki_port, tmp_path, issue(authority, "rsa-2048"))
    assert "unauthorized" in answer


def test_an_ocsp_request_that_cannot_be_read_is_malformed(pki: PkiServer, pki_port: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", pki_port, timeout=10)
    for body in (b"", b"\x30\x03\x02\x01\x05", b"\x30\x04\x30\x02\x30\x00"):
        link.request("POST", f"/ocsp/{ISSUING}", body)
        assert link.getresponse().read() == bytes.fromhex("30030a0101")
    link.close()


@every_line
def test_the_addresses_in_a_certificate_answer(
    authority: Authority, pki: PkiServer, line: Line
) -> None:
    certificate = issue(authority, kind_of(line))
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
    link = http.client.HTTPConnection("127.0.0.1", pki_port, timeout=10)
    link.request("GET", path)
    assert link.getresponse().status == 404
    link.close()


@every_line
def test_a_personal_certificate_has_the_fields_of_a_qualified_one(
    authority: Authority, line: Line
) -> None:
    certificate = issue(authority, kind_of(line))
    subject = certificate.subject
    fields = {field.oid.dotted_string: field.value for field in subject}
    assert fields["2.5.4.4"] == "Иванова"
    assert fields["2.5.4.42"] == "Мария Петровна"
    assert fields["2.5.4.12"] == "Врач-терапевт"
    assert fields["1.2.643.100.3"] == "11223344595"
    assert len(str(fields["1.2.643.3.131.1.1"])) == 12
    encoded = subject.get_attributes_for_oid(SNILS)[0]
    assert encoded._type.name == "NumericString"
    told = describe_certificate(certificate.public_bytes(Encoding.DER))
    assert "Учебное" in told.subject_tool
    assert len(told.issuer_tools) == 4
    assert told.tool_classes == ("КС1", "КС2")
    assert told.identification_kind == 0
    assert certificate.extensions.get_extension_for_class(x509.PrivateKeyUsagePeriod)


@pytest.mark.parametrize("name", [*ISSUERS, PLAIN.responder, GOST.responder])
def test_every_name_says_that_it_is_for_training(authority: Authority, name: str) -> None:
    subject = authority.holder(name).certificate.subject.rfc4514_string()
    assert "учебн" in subject.lower()
    assert ("ГОСТ" in subject) == name.startswith("gost")


def test_private_keys_are_for_their_owner_only(authority: Authority) -> None:
    keys = list(authority.key_file(ROOT).parent.glob("*.key"))
    assert len(keys) == len(ISSUERS) + 6
    for key in keys:
        assert os.name != "posix" or stat.S_IMODE(key.stat().st_mode) == 0o600


def test_an_authority_opened_again_is_the_same(authority: Authority, pki_port: int) -> None:
    again = Authority(authority.key_file(ROOT).parent, f"http://127.0.0.1:{pki_port}")
    for line in LINES:
        assert again.certificate_der(line.issuing) == authority.certificate_der(line.issuing)
        assert (
            again.holder(line.issuing).key.to_bytes()
            == authority.holder(line.issuing).key.to_bytes()
        )
    assert again.book.lines() == authority.book.lines()
