"""By what an issuer is told from another of the same name: key identifiers, CA flag, signature."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from asn1crypto import x509

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.signing.certificates import (
    name_values,
    read_certificate,
    same_name,
    short_name,
)
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.path_walk import links_from, signed_by

_MAX_ADDRESSES = 4
_MOST_REMEMBERED = 512
"""Thrice a system's bundle of roots."""


@dataclass(frozen=True, slots=True)
class AuthorityMarks:
    """What paths are built by (RFC 5280 sections 4.2.1.1, 4.2.1.2, 4.2.2.1)."""

    der: bytes = field(repr=False)
    sha256: str
    sha1: str
    subject: str
    """CN, else O."""
    issuer: str
    key_id: str
    """subjectKeyIdentifier, lower-case hexadecimal; empty when absent."""
    issuer_key_id: str
    """keyIdentifier of authorityKeyIdentifier; empty when absent."""
    serial: str
    """Lower-case hexadecimal."""
    is_authority: bool
    """basicConstraints say CA, or it is a self-issued one from before version 3."""
    self_issued: bool
    not_after: datetime
    """UTC."""
    aia: tuple[str, ...] = ()
    """Addresses of its issuer's certificate that are plain http."""


def marks_of(der: bytes) -> AuthorityMarks:
    """Read the marks of a certificate. Raises ``NotCertificateError``."""
    return _marks(der)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _marks(der: bytes) -> AuthorityMarks:
    """Read them once: each run of the diagnosis meets the 150 roots of the system again."""
    read = read_certificate(der)
    try:
        parsed = x509.Certificate.load(read.der, strict=True)
        own, above = parsed.key_identifier, parsed.authority_key_identifier
        self_issued = same_name(parsed.subject, parsed.issuer)
        return AuthorityMarks(
            der=read.der,
            sha256=read.id,
            sha1=hashlib.sha1(read.der, usedforsecurity=False).hexdigest(),
            subject=short_name(name_values(parsed.subject)),
            issuer=short_name(name_values(parsed.issuer)),
            key_id=own.hex() if own else "",
            issuer_key_id=above.hex() if above else "",
            serial=read.serial_number,
            is_authority=bool(parsed.ca) or (self_issued and _before_version_3(parsed)),
            self_issued=self_issued,
            not_after=read.not_after,
            aia=_issuer_addresses(parsed),
        )
    except MALFORMED as error:
        raise NotCertificateError(detail=type(error).__name__) from error


def issued_by(child: bytes, issuer: bytes) -> bool | None:
    """Tell whether ``issuer`` issued ``child`` by name, key identifier and signature.

    None: name and key fit, but the signature cannot be computed here.
    """
    links = [*links_from((child,), trusted=False), *links_from((issuer,), trusted=False)]
    if len(links) < 2 or not same_name(links[0].parsed.issuer, links[1].parsed.subject):
        return False
    wanted, offered = (
        links[0].parsed.authority_key_identifier,
        links[1].parsed.key_identifier,
    )
    if wanted is not None and offered is not None and wanted != offered:
        return False
    return signed_by(links[0], links[1])


def _before_version_3(certificate: x509.Certificate) -> bool:
    return str(certificate["tbs_certificate"]["version"].native) != "v3"


def _issuer_addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    access = certificate.authority_information_access_value or ()
    found = (
        str(each["access_location"].native)
        for each in access
        if each["access_method"].native == "ca_issuers"
    )
    return tuple(url for url in found if url.startswith("http://"))[:_MAX_ADDRESSES]
