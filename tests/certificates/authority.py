"""Certificates for tests, issued by declaration at run time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from desktop_app.signing.algorithms import SignatureAlgorithm, algorithms_for

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
SNILS = x509.ObjectIdentifier("1.2.643.100.3")
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def ec_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


@dataclass(frozen=True)
class Wanted:
    """What a certificate shall say."""

    name: str
    ca: bool = False
    not_before: datetime = NOW - 10 * DAY
    not_after: datetime = NOW + 300 * DAY
    snils: str = ""
    usage: tuple[str, ...] = ("digital_signature",)
    purposes: tuple[x509.ObjectIdentifier, ...] = ()
    purposes_critical: bool = False
    key_identifiers: bool = True
    surname: str = ""
    given_name: str = ""
    key_not_after: datetime | None = None
    extensions: tuple[x509.ExtensionType, ...] = ()


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key
    revoked: list[int] = field(default_factory=list)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def public_key_info(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def algorithms(self) -> tuple[SignatureAlgorithm, ...]:
        return algorithms_for(self.public_key_info)

    def issue(self, wanted: Wanted, key: Key | None = None) -> Issued:
        return issue(wanted, key or ec_key(), self)

    def revoke(self, issued: Issued) -> None:
        self.revoked.append(issued.certificate.serial_number)

    def crl(self, *, this: datetime = NOW - DAY, following: datetime = NOW + 7 * DAY) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder(self.certificate.subject, this, following)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for serial in self.revoked:
            entry = x509.RevokedCertificateBuilder(serial, this).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def sign_message(self, message: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign a message as a token does, in the form of X.509."""
        return self.sign_digest(hashlib.new(algorithm.digest, message).digest(), algorithm)

    def sign_digest(self, digest: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign as a token would after ``from_token``: the X.509 form."""
        hashed = Prehashed(HASHES[algorithm.digest])
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(digest, ec.ECDSA(hashed))
        scheme: padding.AsymmetricPadding = padding.PKCS1v15()
        if algorithm.pss_salt is not None:
            mask = padding.MGF1(HASHES[algorithm.digest])
            scheme = padding.PSS(mask, algorithm.pss_salt)
        return self.key.sign(digest, scheme, hashed)


def root(name: str = "Корень", key: Key | None = None, **wanted: Any) -> Issued:
    """Issue a self-signed CA."""
    return issue(Wanted(name, ca=True, **wanted), key or ec_key(), None)


def issue(wanted: Wanted, key: Key, issuer: Issued | None) -> Issued:
    """Issue a certificate; without an issuer it signs itself."""
    if wanted.ca:
        wanted = replace(wanted, usage=("key_cert_sign", "crl_sign"))
    subject = _name(wanted)
    signer = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(wanted.not_before)
        .not_valid_after(wanted.not_after)
    )
    for extension, critical in _extensions(wanted, key, signer):
        builder = builder.add_extension(extension, critical=critical)
    return Issued(builder.sign(signer, hashes.SHA256()), key)


def _name(wanted: Wanted) -> x509.Name:
    parts = (
        (NameOID.COMMON_NAME, wanted.name),
        (NameOID.SURNAME, wanted.surname),
        (NameOID.GIVEN_NAME, wanted.given_name),
        (SNILS, wanted.snils),
    )
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _extensions(wanted: Wanted, key: Key, signer: Key) -> list[tuple[x509.ExtensionType, bool]]:
    usage = {name: name in wanted.usage for name in _USAGES}
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=wanted.ca, path_length=None), True),
        (x509.KeyUsage(**usage), True),
    ]
    if wanted.key_identifiers:
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        found.append((own, False))
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
        found.append((above, False))
    if wanted.purposes:
        found.append((x509.ExtendedKeyUsage(wanted.purposes), wanted.purposes_critical))
    if wanted.key_not_after:
        period = x509.PrivateKeyUsagePeriod(wanted.not_before, wanted.key_not_after)
        found.append((period, False))
    return [*found, *((extension, False) for extension in wanted.extensions)]


_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
CLIENT_AUTH = ExtendedKeyUsageOID.CLIENT_AUTH
EMAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION
