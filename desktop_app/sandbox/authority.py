"""The training certification authority: its certificates and keys, issuing, revocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.sandbox import certificate_profile as profile
from desktop_app.sandbox.authority_book import Book, IssuedCertificate
from desktop_app.sandbox.authority_keys import AuthorityKey, read_key
from desktop_app.sandbox.authority_names import ISSUING
from desktop_app.sandbox.authority_signatures import sign_certificate
from desktop_app.sandbox.person import Person
from desktop_app.sandbox.private_files import write_private


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: AuthorityKey


class Authority:
    """The authority in its folder; private keys lie there, readable for their owner alone."""

    def __init__(self, folder: Path, pki_url: str) -> None:
        """Open the authority of a folder, made by ``authority_making``.

        ``pki_url`` is where ``pki_server`` answers; it goes into what is issued.
        """
        self._folder = folder
        self.pki_url = pki_url
        self.book = Book(folder / "book.json")
        self._holders: dict[str, Holder] = {}

    def holder(self, name: str) -> Holder:
        """Return certificate and key of one of the authority's own names, ``ROOT`` and so on."""
        if name not in self._holders:
            certificate = x509.load_pem_x509_certificate(self.certificate_file(name).read_bytes())
            self._holders[name] = Holder(certificate, read_key(self.key_file(name).read_bytes()))
        return self._holders[name]

    def keep(self, name: str, holder: Holder, *above: x509.Certificate) -> None:
        """Write a certificate, those that are shown with it, and its key under a name."""
        shown = (holder.certificate, *above)
        pem = b"".join(each.public_bytes(Encoding.PEM) for each in shown)
        write_private(self.certificate_file(name), pem)
        write_private(self.key_file(name), holder.key.to_bytes())
        self._holders[name] = holder

    def certificate_file(self, name: str) -> Path:
        """Return the PEM file of one of its own certificates, with what is shown beside it."""
        return self._folder / f"{name}.pem"

    def key_file(self, name: str) -> Path:
        """Return the file of a private key: PEM for RSA and EC."""
        return self._folder / f"{name}.key"

    def certificate_der(self, name: str) -> bytes:
        """Return the DER of one of the authority's own certificates."""
        return self.holder(name).certificate.public_bytes(Encoding.DER)

    def issue(
        self,
        person: Person,
        public_key_info: bytes,
        not_before: datetime,
        not_after: datetime,
        *,
        issuer: str = ISSUING,
    ) -> x509.Certificate:
        """Issue a personal certificate for a SubjectPublicKeyInfo (DER) and book it."""
        builder = self.below(issuer, profile.person_name(person), public_key_info)
        builder = profile.with_validity(builder, not_before, not_after)
        builder = profile.with_addresses(builder, self.pki_url, issuer)
        builder = profile.as_person(builder, not_before, not_after)
        return self.sign(builder, public_key_info, issuer)

    def below(
        self, issuer: str, subject: x509.Name, public_key_info: bytes
    ) -> x509.CertificateBuilder:
        """Return a builder with names and key identifiers of a certificate by ``issuer``."""
        signer = self.holder(issuer)
        return profile.start_builder(
            subject, signer.certificate.subject, public_key_info, signer.key.public_key_info
        )

    def sign(
        self, builder: x509.CertificateBuilder, public_key_info: bytes, issuer: str
    ) -> x509.Certificate:
        """Sign a complete builder with the key of ``issuer`` and book the certificate."""
        certificate = sign_certificate(builder, public_key_info, self.holder(issuer).key)
        self.book.add(IssuedCertificate(certificate.serial_number, issuer))
        return certificate

    def revoke(self, serial_number: int, at: datetime) -> None:
        """Mark a certificate as revoked; the next CRL and OCSP answer say so."""
        self.book.revoke(serial_number, at)
