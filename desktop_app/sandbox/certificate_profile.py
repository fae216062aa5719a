"""What stands in the certificates of the training authority (RFC 5280, order 795 of the ФСБ)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from asn1crypto import core
from cryptography import x509
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)

from desktop_app.sandbox.person import Person
from desktop_app.signing.der import elements, inner

SNILS = ObjectIdentifier("1.2.643.100.3")
INN = ObjectIdentifier("1.2.643.3.131.1.1")
SUBJECT_TOOL = ObjectIdentifier("1.2.643.100.111")
ISSUER_TOOL = ObjectIdentifier("1.2.643.100.112")
IDENTIFICATION_KIND = ObjectIdentifier("1.2.643.100.114")
POLICIES = tuple(map(ObjectIdentifier, ("1.2.643.100.113.1", "1.2.643.100.113.2")))
"""Signature tools of the classes КС1 and КС2."""
TOOL_NAME = "Учебное средство ЭП (не сертифицировано)"


def authority_name(common_name: str) -> x509.Name:
    """Return the name of a training authority; it says that it is for training.

    Names keep to 64 bytes of UTF-8: that is how ``cryptography`` counts RFC 5280's 64 characters.
    """
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "RU"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Кабинет НМО, учебный режим"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def person_name(person: Person) -> x509.Name:
    """Return the subject of a personal certificate: SN and GN, СНИЛС and ИНН as NumericString."""
    fields = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "RU"),
        x509.NameAttribute(NameOID.COMMON_NAME, person.full_name),
        x509.NameAttribute(NameOID.SURNAME, person.surname),
        x509.NameAttribute(NameOID.GIVEN_NAME, person.given_names),
        x509.NameAttribute(SNILS, person.snils, _ASN1Type.NumericString),
        x509.NameAttribute(INN, person.inn, _ASN1Type.NumericString),
    ]
    if person.organisation:
        fields.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, person.organisation))
    if person.title:
        fields.append(x509.NameAttribute(NameOID.TITLE, person.title))
    return x509.Name(fields)


def key_usage(*names: str) -> x509.KeyUsage:
    """Return a KeyUsage with exactly these bits, by their names in ``x509.KeyUsage``."""
    bits = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**bits, **dict.fromkeys(names, True)})


def key_identifier(public_key_info: bytes) -> bytes:
    """Return the SHA-1 of the key's bits (RFC 5280 section 4.2.1.2, method 1)."""
    _algorithm, bits = elements(inner(public_key_info))
    return hashlib.sha1(inner(bits)[1:], usedforsecurity=False).digest()


def authority_identifier(issuer_key_info: bytes) -> x509.AuthorityKeyIdentifier:
    """Return the extension that names the issuer's key."""
    return x509.AuthorityKeyIdentifier(key_identifier(issuer_key_info), None, None)


def start_builder(
    subject: x509.Name, issuer: x509.Name, public_key_info: bytes, issuer_key_info: bytes
) -> x509.CertificateBuilder:
    """Return a builder with names, a fresh serial number and both key identifiers.

    The keys are SubjectPublicKeyInfo, DER; ``authority_signatures`` puts the subject's in.
    """
    identifier = x509.SubjectKeyIdentifier(key_identifier(public_key_info))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .add_extension(identifier, critical=False)
        .add_extension(authority_identifier(issuer_key_info), critical=False)
    )


def with_validity(
    builder: x509.CertificateBuilder, not_before: datetime, not_after: datetime
) -> x509.CertificateBuilder:
    """Set both ends of the validity, in whole seconds."""
    return builder.not_valid_before(not_before.replace(microsecond=0)).not_valid_after(
        not_after.replace(microsecond=0)
    )


def as_authority(builder: x509.CertificateBuilder, depth: int) -> x509.CertificateBuilder:
    """Make it a certificate of an authority with at most ``depth`` authorities below."""
    return builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=depth), critical=True
    ).add_extension(key_usage("key_cert_sign", "crl_sign"), critical=True)


def with_addresses(
    builder: x509.CertificateBuilder, pki_url: str, issuer: str
) -> x509.CertificateBuilder:
    """Add where the issuer's certificate, its OCSP service and its CRL are served."""
    places = {
        AuthorityInformationAccessOID.OCSP: f"{pki_url}/ocsp/{issuer}",
        AuthorityInformationAccessOID.CA_ISSUERS: f"{pki_url}/ca/{issuer}.cer",
    }
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
        for method, url in places.items()
    ]
    point = x509.DistributionPoint(
        [x509.UniformResourceIdentifier(f"{pki_url}/crl/{issuer}.crl")], None, None, None
    )
    return builder.add_extension(
        x509.AuthorityInformationAccess(access), critical=False
    ).add_extension(x509.CRLDistributionPoints([point]), critical=False)


def as_person(
    builder: x509.CertificateBuilder, not_before: datetime, not_after: datetime
) -> x509.CertificateBuilder:
    """Make it a personal signing certificate with the extensions of a qualified one."""
    key_end = min(not_after, not_before + timedelta(days=456)).replace(microsecond=0)
    tools = core.SequenceOf(
        [TOOL_NAME, "Учебный удостоверяющий центр", "Заключения нет", "Заключения нет"],
        spec=core.UTF8String,
    )
    usages = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    policies = [x509.PolicyInformation(each, None) for each in POLICIES]
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(x509.CertificatePolicies(policies), critical=False)
        .add_extension(
            x509.PrivateKeyUsagePeriod(not_before.replace(microsecond=0), key_end), critical=False
        )
        .add_extension(_opaque(SUBJECT_TOOL, core.UTF8String(TOOL_NAME)), critical=False)
        .add_extension(_opaque(ISSUER_TOOL, tools), critical=False)
        .add_extension(_opaque(IDENTIFICATION_KIND, core.Integer(0)), critical=False)
    )


def _opaque(identifier: ObjectIdentifier, value: core.Asn1Value) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(identifier, value.dump())
