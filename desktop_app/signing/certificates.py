"""Reading X.509 certificates (RFC 5280) without ever re-encoding them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import pem, x509

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotCertificateError
from desktop_app.signing import key_names
from desktop_app.signing.der import MALFORMED, elements, inner

MAX_CERTIFICATE_BYTES = 1 << 18
SNILS = "1.2.643.100.3"
_COMMON_NAME = "2.5.4.3"
_SURNAME = "2.5.4.4"
_ORGANISATION = "2.5.4.10"
_GIVEN_NAME = "2.5.4.42"
_VERSION_TAG = 0xA0


@dataclass(frozen=True, slots=True)
class RawCertificate:
    """The parts of a certificate as they stand in it: whole DER elements."""

    tbs: bytes
    """TBSCertificate: the bytes that the issuer signed."""
    signature_algorithm: bytes
    signature: bytes
    """Content of the BIT STRING without its first octet."""
    serial_number: bytes
    issuer: bytes
    subject: bytes
    public_key_info: bytes


def certificate_id(der: bytes) -> str:
    """Return the SHA-256 of the DER in lower-case hexadecimal."""
    return hashlib.sha256(der).hexdigest()


def read_certificate(data: bytes) -> Certificate:
    """Read a certificate from DER or PEM.

    Raises ``NotCertificateError`` for anything else, and for one over 256 KiB.
    """
    return _read(_der(data))


@lru_cache(maxsize=64)
def _read(der: bytes) -> Certificate:
    """Read DER; issuers and anchors come again with each path."""
    try:
        return _certificate(der, x509.Certificate.load(der, strict=True))
    except NotCertificateError:
        raise
    except (*MALFORMED, AlgorithmUnsupportedError) as error:
        raise NotCertificateError(detail=type(error).__name__) from error


@lru_cache(maxsize=32)
def cut_certificate(der: bytes) -> RawCertificate:
    """Cut a certificate into its raw parts (RFC 5280 section 4.1).

    Raises ``NotCertificateError``.
    """
    try:
        tbs, algorithm, signature = elements(inner(der))
        fields = elements(inner(tbs))
        if fields[0][0] == _VERSION_TAG:
            del fields[0]
        serial, _signature, issuer, _validity, subject, key = fields[:6]
        return RawCertificate(tbs, algorithm, inner(signature)[1:], serial, issuer, subject, key)
    except MALFORMED as error:
        raise NotCertificateError(detail=type(error).__name__) from error


def _der(data: bytes) -> bytes:
    if len(data) > MAX_CERTIFICATE_BYTES:
        raise NotCertificateError(detail="too large")
    try:
        return bytes(pem.unarmor(data)[2]) if pem.detect(data) else data
    except (ValueError, TypeError) as error:
        raise NotCertificateError(detail="PEM") from error


def _certificate(der: bytes, parsed: x509.Certificate) -> Certificate:
    subject = name_values(parsed.subject)
    issuer = name_values(parsed.issuer)
    validity = parsed["tbs_certificate"]["validity"]
    return Certificate(
        id=certificate_id(der),
        der=der,
        subject=_person(subject),
        organisation=subject.get(_ORGANISATION, ""),
        snils=subject.get(SNILS, ""),
        issuer=short_name(issuer),
        serial_number=format(parsed.serial_number, "x"),
        not_before=_moment(validity["not_before"].native),
        not_after=_moment(validity["not_after"].native),
        key_not_after=_key_not_after(parsed),
        algorithm=key_names.display_name(cut_certificate(der).public_key_info),
        key_usage=frozenset(_native(parsed.key_usage_value)),
        extended_key_usage=frozenset(
            str(purpose.dotted) for purpose in parsed.extended_key_usage_value or ()
        ),
    )


def name_values(name: x509.Name) -> dict[str, str]:
    """Return the first value of each attribute of a distinguished name, by dotted type."""
    values: dict[str, str] = {}
    for rdn in name.chosen:
        for pair in rdn:
            values.setdefault(str(pair["type"].dotted), str(pair["value"].native))
    return values


def same_name(one: x509.Name, other: x509.Name) -> bool:
    """Tell whether two distinguished names are one (RFC 5280 section 7.1).

    Preparing their characters takes a hundred times as long as comparing bytes, which are
    mostly the same.
    """
    return one.dump() == other.dump() or bool(one == other)


def short_name(values: dict[str, str]) -> str:
    """Return the common name of a distinguished name, else its organisation."""
    return values.get(_COMMON_NAME) or values.get(_ORGANISATION, "")


def _person(subject: dict[str, str]) -> str:
    full = " ".join(filter(None, (subject.get(_SURNAME), subject.get(_GIVEN_NAME))))
    return full or short_name(subject)


def _native(value: object) -> Iterable[str]:
    return () if value is None else value.native  # type: ignore[attr-defined]  # asn1crypto is untyped


def _key_not_after(parsed: x509.Certificate) -> datetime | None:
    period = parsed.private_key_usage_period_value
    return (
        None
        if period is None or not period["not_after"].native
        else _moment(period["not_after"].native)
    )


def _moment(value: datetime) -> datetime:
    return value.astimezone(UTC)
