"""Reading a CMS SignedData (RFC 5652 section 5) into plain parts, with caps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial

from asn1crypto import algos, cms, core, x509

from desktop_app.core.errors.inputs import (
    NotCertificateError,
    NotSignatureError,
)
from desktop_app.signing.algorithms import DEFAULT_REFERENCE_DIGEST
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.cms_parts import CutMessage, CutSigner, cut_message
from desktop_app.signing.der import MALFORMED, SEQUENCE, SET, elements, inner, tlv
from desktop_app.signing.digests import DIGEST_NAMES, digest_of
from desktop_app.signing.gost_names import SIGNATURE_NAMES

MAX_SIGNERS = 32
MAX_CERTIFICATES = 64
_REFERENCE = "1.2.840.113549.1.9.16.2.12"
_REFERENCE_V2 = "1.2.840.113549.1.9.16.2.47"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_SIGNED_ATTRIBUTES = 0xA0
_KEY_IDENTIFIER = 0x80
_UTC_TIME = re.compile(rb"\x17\x0d(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z")
_CENTURY = 50
"""UTCTime counts from 1950 to 2049 (RFC 5652 section 11.3)."""
_CONSTRUCTED_OCTETS = 0x24


@dataclass(frozen=True, slots=True)
class Signer:
    """One SignerInfo."""

    certificate: bytes | None
    """DER of the certificate that issuer and serial or key identifier point to."""
    digest: str
    """Name such as ``sha256``, or the dotted identifier of an unknown digest."""
    algorithm: bytes
    """AlgorithmIdentifier of the signature, DER."""
    algorithm_name: str
    signature: bytes
    attributes: bytes | None
    """DER SET OF the signed attributes, the bytes that were signed; None without them."""
    signed_content_type: str
    message_digest: bytes
    signing_time: datetime | None
    has_reference: bool
    """True when signing-certificate or signing-certificate-v2 is among the attributes."""
    reference_matches: bool
    """False when the reference names another certificate than the one that is carried."""
    cut: CutSigner
    """The whole SignerInfo as it was cut, for what is not signed of it."""


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A SignedData."""

    content_type: str
    content: bytes | None
    certificates: tuple[bytes, ...]
    signers: tuple[Signer, ...]
    crls: bytes = b""
    """The whole crls field (RFC 5652 section 10.2.1), or nothing."""


def read_signed_message(data: bytes) -> SignedMessage:
    """Read a SignedData from DER, BER or PEM.

    Raises ``NotSignatureError`` for anything else, and for one with no signer, with more than
    32 signers or with more than 64 certificates.
    """
    try:
        return _message(cut_message(data))
    except (NotCertificateError, *MALFORMED) as error:
        raise NotSignatureError(detail=type(error).__name__) from error


def _message(cut: CutMessage) -> SignedMessage:
    carried = cut.certificates or ()
    if not 0 < len(cut.signers) <= MAX_SIGNERS or len(carried) > MAX_CERTIFICATES:
        raise NotSignatureError(detail="count")
    # The other CertificateChoices are tagged; nobody needs them (RFC 5652 section 10.2.2).
    certificates = tuple(each for each in carried if each[0] == SEQUENCE)
    content_type, *content = elements(inner(cut.content))
    return SignedMessage(
        content_type=_dotted(content_type),
        content=_octets(inner(content[0])) if content else None,
        certificates=certificates,
        signers=tuple(_signer(signer, certificates) for signer in cut.signers),
        crls=cut.crls,
    )


def _octets(content: bytes) -> bytes:
    """Return what is signed of an eContent (RFC 5652 sections 5.2.1 and 5.4)."""
    if content[0] == _CONSTRUCTED_OCTETS:
        return b"".join(_octets(part) for part in elements(inner(content)))
    return inner(content)


def _signer(cut: CutSigner, carried: tuple[bytes, ...]) -> Signer:
    _version, sid, digest, *signed, algorithm = cut.before
    certificate = _certificate_of(sid, carried)
    if signed and signed[0][0] != _SIGNED_ATTRIBUTES:
        raise ValueError("signed attributes")
    inside = inner(signed[0]) if signed else b""
    values = dict(_attributes(elements(inside)))
    referenced = bool(values.keys() & {_REFERENCE, _REFERENCE_V2})
    return Signer(
        certificate=certificate,
        digest=_named_digest(digest),
        algorithm=algorithm,
        algorithm_name=_signature_name(elements(inner(algorithm))[0]),
        signature=cut.value,
        # What is signed is a SET OF in DER, whatever stands in the message (section 5.4).
        attributes=tlv(SET, inside) if inside else None,
        signed_content_type=_dotted(values[_CONTENT_TYPE]) if _CONTENT_TYPE in values else "",
        message_digest=_content(values.get("1.2.840.113549.1.9.4")),
        signing_time=_time(values.get("1.2.840.113549.1.9.5")),
        has_reference=referenced,
        reference_matches=not referenced
        or certificate is None
        or _names_certificate(values, certificate),
        cut=cut,
    )


def _attributes(encoded: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield type and first value of each attribute; a type given twice is malformed."""
    seen = set()
    for attribute in encoded:
        kind, values = elements(inner(attribute))[:2]
        name = _dotted(kind)
        if name in seen:
            raise ValueError(name)
        seen.add(name)
        yield name, elements(inner(values))[0]


def _certificate_of(sid: bytes, carried: tuple[bytes, ...]) -> bytes | None:
    """Find the signer's certificate (RFC 5652 section 5.3)."""
    if sid[0] == SEQUENCE:
        issuer, serial = elements(inner(sid))
        fits = partial(_is_issued, issuer, serial)
    elif sid[0] == _KEY_IDENTIFIER:
        fits = partial(_has_key_identifier, inner(sid))
    else:
        raise ValueError("sid")
    return next(filter(fits, carried), None)


def _is_issued(issuer: bytes, serial: bytes, certificate: bytes) -> bool:
    raw = cut_certificate(certificate)
    return raw.serial_number == serial and (
        raw.issuer == issuer or bool(x509.Name.load(raw.issuer) == x509.Name.load(issuer))
    )


def _has_key_identifier(wanted: bytes, certificate: bytes) -> bool:
    return bool(x509.Certificate.load(certificate).key_identifier == wanted)


def _names_certificate(values: dict[str, bytes], certificate: bytes) -> bool:
    """Compare the first reference with the signer's certificate (RFC 5035 section 5)."""
    is_v2 = _REFERENCE_V2 in values
    references = elements(inner(values[_REFERENCE_V2 if is_v2 else _REFERENCE]))[0]
    reference = elements(inner(elements(inner(references))[0]))
    name = DEFAULT_REFERENCE_DIGEST if is_v2 else "sha1"
    if is_v2 and reference[0][0] == SEQUENCE:
        name = _named_digest(reference.pop(0))
    return inner(reference[0]) == _certificate_digest(certificate, name)


@lru_cache(maxsize=16)
def _certificate_digest(certificate: bytes, name: str) -> bytes | None:
    if name in DIGEST_NAMES:
        return digest_of(certificate, name)
    known = name in hashlib.algorithms_available
    return hashlib.new(name, certificate).digest() if known else None


@lru_cache(maxsize=256)
def _dotted(identifier: bytes) -> str:
    """Return an OBJECT IDENTIFIER, a whole element, in dotted form."""
    return str(core.ObjectIdentifier.load(identifier, strict=True).dotted)


def _named_digest(algorithm: bytes) -> str:
    """Return the name of a digest's AlgorithmIdentifier; the dotted one of an unknown digest."""
    return _digest_name(elements(inner(algorithm))[0])


@lru_cache(maxsize=64)
def _digest_name(identifier: bytes) -> str:
    return str(algos.DigestAlgorithmId.load(identifier, strict=True).native)


@lru_cache(maxsize=64)
def _signature_name(identifier: bytes) -> str:
    kind = algos.SignedDigestAlgorithmId.load(identifier, strict=True)
    return SIGNATURE_NAMES.get(kind.dotted, str(kind.native))


def _content(value: bytes | None) -> bytes:
    return b"" if value is None else inner(value)


def _time(value: bytes | None) -> datetime | None:
    if value is None:
        return None
    plain = _UTC_TIME.fullmatch(value)
    if plain is not None:
        year, month, day, hour, minute, second = map(int, plain.groups())
        year += 2000 if year < _CENTURY else 1900
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    moment = cms.Time.load(value).native
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None
