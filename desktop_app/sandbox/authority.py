"""The training certification authority: roots, issuing authority, certificates, revocation."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from desktop_app.sandbox import certificate_profile as profile
from desktop_app.sandbox.authority_names import FOREIGN, ISSUING, OCSP, ROOT, TLS, TLS_FOREIGN
from desktop_app.sandbox.certificate_profile import PrivateKey, PublicKey
from desktop_app.sandbox.person import Person
from desktop_app.sandbox.private_files import private_folder, write_private, write_private_json

_YEARS = 365
_NAMES = {
    ROOT: "Учебный головной УЦ",
    ISSUING: "Учебный УЦ",
    FOREIGN: "Чужой учебный УЦ",
    OCSP: "Учебная служба OCSP",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self.key.public_key()


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """One line of the authority's book."""

    serial_number: int
    issuer: str
    revoked_at: datetime | None


class Authority:
    """The authority in its folder; private keys lie there as 0600 PEM."""

    def __init__(self, folder: Path, pki_url: str) -> None:
        self._folder = folder
        self._pki_url = pki_url
        self._holders: dict[str, Holder] = {}

    @staticmethod
    def create(folder: Path, pki_url: str, at: datetime) -> Authority:
        """Make a fresh authority: roots, issuing authority, OCSP responder, TLS certificates.

        ``pki_url`` is where ``pki_server`` will answer; it goes into the certificates.
        """
        authority = Authority(private_folder(folder), pki_url)
        authority._write_book([])
        start, end = at - timedelta(days=10 * _YEARS), at + timedelta(days=20 * _YEARS)
        authority._make_root(ROOT, rsa.generate_private_key(65537, 3072), start, end)
        authority._make_root(FOREIGN, ec.generate_private_key(ec.SECP256R1()), start, end)
        authority._make_issuing(start, at + timedelta(days=10 * _YEARS))
        authority._make_responder(at)
        authority._make_tls(TLS, ROOT, at)
        authority._make_tls(TLS_FOREIGN, FOREIGN, at)
        return authority

    def holder(self, name: str) -> Holder:
        """Return certificate and key of one of the authority's own names, ``ROOT`` and so on."""
        if name not in self._holders:
            certificate = x509.load_pem_x509_certificate(self.certificate_file(name).read_bytes())
            key = load_pem_private_key(self.key_file(name).read_bytes(), None)
            self._holders[name] = Holder(certificate, cast("PrivateKey", key))
        return self._holders[name]

    def certificate_file(self, name: str) -> Path:
        """Return the PEM file of a certificate; for TLS it holds the chain without the root."""
        return self._folder / f"{name}.pem"

    def key_file(self, name: str) -> Path:
        """Return the PEM file of a private key."""
        return self._folder / f"{name}.key"

    def certificate_der(self, name: str) -> bytes:
        """Return the DER of one of the authority's own certificates."""
        return self.holder(name).certificate.public_bytes(Encoding.DER)

    def issue(
        self,
        person: Person,
        public_key: PublicKey,
        not_before: datetime,
        not_after: datetime,
        *,
        issuer: str = ISSUING,
    ) -> x509.Certificate:
        """Issue a personal certificate and write it into the book."""
        signer = self.holder(issuer)
        builder = profile.start_builder(
            profile.person_name(person), signer.certificate.subject, public_key, signer.public_key
        )
        builder = profile.with_validity(builder, not_before, not_after)
        builder = profile.with_addresses(builder, self._pki_url, issuer)
        return self._sign(profile.as_person(builder, not_before, not_after), issuer)

    def revoke(self, serial_number: int, at: datetime) -> None:
        """Mark a certificate as revoked; the next CRL and OCSP answer say so."""
        lines = [
            IssuedCertificate(line.serial_number, line.issuer, at)
            if line.serial_number == serial_number
            else line
            for line in self.book()
        ]
        self._write_book(lines)

    def book(self) -> list[IssuedCertificate]:
        """Return every certificate that was issued."""
        lines = json.loads((self._folder / "book.json").read_bytes())
        return [
            IssuedCertificate(
                int(line["serial_number"], 16),
                line["issuer"],
                datetime.fromisoformat(line["revoked_at"]) if line["revoked_at"] else None,
            )
            for line in lines
        ]

    def _write_book(self, lines: list[IssuedCertificate]) -> None:
        content = [
            {
                "serial_number": f"{line.serial_number:x}",
                "issuer": line.issuer,
                "revoked_at": line.revoked_at.isoformat() if line.revoked_at else None,
            }
            for line in lines
        ]
        write_private_json(self._folder / "book.json", content)

    def _sign(self, builder: x509.CertificateBuilder, issuer: str) -> x509.Certificate:
        certificate = builder.sign(self.holder(issuer).key, hashes.SHA256())
        line = IssuedCertificate(certificate.serial_number, issuer, None)
        self._write_book([*self.book(), line])
        return certificate

    def _keep(self, name: str, holder: Holder, *chain: x509.Certificate) -> None:
        certificates = (holder.certificate, *chain)
        pem = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
        write_private(self.certificate_file(name), pem)
        write_private(
            self.key_file(name),
            holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        )
        self._holders[name] = holder

    def _make_root(self, name: str, key: PrivateKey, start: datetime, end: datetime) -> None:
        subject = profile.authority_name(_NAMES[name])
        builder = profile.start_builder(subject, subject, key.public_key(), key.public_key())
        builder = profile.as_authority(profile.with_validity(builder, start, end), depth=1)
        self._keep(name, Holder(builder.sign(key, hashes.SHA256()), key))

    def _make_issuing(self, start: datetime, end: datetime) -> None:
        key = rsa.generate_private_key(65537, 2048)
        builder = self._below(ROOT, profile.authority_name(_NAMES[ISSUING]), key, start, end)
        builder = profile.as_authority(builder, depth=0)
        builder = profile.with_addresses(builder, self._pki_url, ROOT)
        self._keep(ISSUING, Holder(self._sign(builder, ROOT), key))

    def _make_responder(self, at: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        end = at + timedelta(days=_YEARS)
        builder = self._below(ISSUING, profile.authority_name(_NAMES[OCSP]), key, at, end)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        builder = (
            builder.add_extension(profile.key_usage("digital_signature"), critical=True)
            .add_extension(usage, critical=False)
            .add_extension(x509.OCSPNoCheck(), critical=False)
        )
        self._keep(OCSP, Holder(self._sign(builder, ISSUING), key))

    def _make_tls(self, name: str, issuer: str, at: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        builder = self._below(issuer, subject, key, at, at + timedelta(days=397))
        loopback = ipaddress.ip_address("127.0.0.1")
        names = x509.SubjectAlternativeName([x509.IPAddress(loopback), x509.DNSName("localhost")])
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(profile.key_usage("digital_signature"), critical=True)
            .add_extension(usage, critical=False)
            .add_extension(names, critical=False)
        )
        self._keep(name, Holder(self._sign(builder, issuer), key))

    def _below(
        self, issuer: str, subject: x509.Name, key: PrivateKey, start: datetime, end: datetime
    ) -> x509.CertificateBuilder:
        signer = self.holder(issuer)
        builder = profile.start_builder(
            subject, signer.certificate.subject, key.public_key(), signer.public_key
        )
        # An hour back: a clock that lags a little must not make the portal «not yet valid».
        return profile.with_validity(builder, start - timedelta(hours=1), end)
