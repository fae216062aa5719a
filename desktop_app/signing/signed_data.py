"""Reading a CMS SignedData (RFC 5652 section 5) into plain parts, with caps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, core, pem, tsp, x509

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotSignatureError
from desktop_app.signing.der import MALFORMED, elements, inner
from desktop_app.signing.digests import DIGEST_NAMES, digest_of

MAX_SIGNERS = 32
MAX_CERTIFICATES = 64
_REFERENCE = "1.2.840.113549.1.9.16.2.12"
_REFERENCE_V2 = "1.2.840.113549.1.9.16.2.47"
_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
_CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
_SET_TAG = b"\x31"


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
    timestamp: datetime | None
    """Time that a stamp on this signature states; nobody verified the stamp itself."""
    level: str


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A SignedData."""

    content_type: str
    content: bytes | None
    certificates: tuple[bytes, ...]
    signers: tuple[Signer, ...]


def read_signed_message(data: bytes) -> SignedMessage:
    """Read a SignedData from DER or PEM.

    Raises ``NotSignatureError`` for anything else, and for one with no signer, with more than
    32 signers or with more than 64 certificates.
    """
    try:
        encoded = pem.unarmor(data)[2] if pem.detect(data[:64]) else data
        return _message(cms.ContentInfo.load(encoded, strict=True))
    except MALFORMED as error:
        raise NotSignatureError(detail=type(error).__name__) from error


def _message(info: cms.ContentInfo) -> SignedMessage:
    if info["content_type"].native != "signed_data":
        raise NotSignatureError(detail="content type")
    signed = info["content"]
    infos, choices = signed["signer_infos"], signed["certificates"] or ()
    if not 0 < len(infos) <= MAX_SIGNERS or len(choices) > MAX_CERTIFICATES:
        raise NotSignatureError(detail="count")
    certificates = [
        choice.chosen for choice in choices if isinstance(choice.chosen, x509.Certificate)
    ]
    encapsulated = signed["encap_content_info"]
    content = encapsulated["content"]
    return SignedMessage(
        content_type=str(encapsulated["content_type"].dotted),
        content=None if content.native is None else _octets(content),
        certificates=tuple(certificate.dump() for certificate in certificates),
        signers=tuple(_signer(info, certificates) for info in infos),
    )


def _octets(content: core.Asn1Value) -> bytes:
    """Return the octets of an eContent, which other content types wrap in a parsed value."""
    parsed = getattr(content, "contents", None)
    return bytes(content.native) if isinstance(content.native, bytes) else bytes(parsed or b"")


def _signer(info: cms.SignerInfo, certificates: list[x509.Certificate]) -> Signer:
    certificate = _certificate_of(info["sid"], certificates)
    der = None if certificate is None else bytes(certificate.dump())
    signed = info["signed_attrs"]
    attributes = None if not signed else _SET_TAG + bytes(signed.dump())[1:]
    values = dict(_attributes(attributes or b""))
    unsigned = dict(_attributes(bytes(info["unsigned_attrs"].dump() or b"")))
    referenced = bool(values.keys() & {_REFERENCE, _REFERENCE_V2})
    timestamp = _timestamp(unsigned, bytes(info["signature"].native))
    return Signer(
        certificate=der,
        digest=_digest_name(info["digest_algorithm"]),
        algorithm=bytes(info["signature_algorithm"].dump()),
        algorithm_name=str(info["signature_algorithm"]["algorithm"].native),
        signature=bytes(info["signature"].native),
        attributes=attributes,
        signed_content_type=_dotted(values.get("1.2.840.113549.1.9.3")),
        message_digest=_content(values.get("1.2.840.113549.1.9.4")),
        signing_time=_time(values.get("1.2.840.113549.1.9.5")),
        has_reference=referenced,
        reference_matches=not referenced or der is None or _names_certificate(values, der),
        timestamp=timestamp,
        level=_level(timestamp, unsigned) if referenced else "CMS",
    )


def _attributes(encoded: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield type and first value of each attribute; a type given twice is malformed."""
    seen = set()
    for attribute in elements(inner(encoded)) if encoded else ():
        kind, values = elements(inner(attribute))[:2]
        dotted = str(core.ObjectIdentifier.load(kind).dotted)
        if dotted in seen:
            raise ValueError(dotted)
        seen.add(dotted)
        yield dotted, elements(inner(values))[0]


def _certificate_of(
    sid: cms.SignerIdentifier, certificates: list[x509.Certificate]
) -> x509.Certificate | None:
    for certificate in certificates:
        if sid.name == "issuer_and_serial_number":
            wanted = sid.chosen
            if (
                certificate.serial_number == wanted["serial_number"].native
                and certificate.issuer == wanted["issuer"]
            ):
                return certificate
        elif certificate.key_identifier == sid.chosen.native:
            return certificate
    return None


def _names_certificate(values: dict[str, bytes], der: bytes) -> bool:
    """Compare the first reference with the signer's certificate (RFC 5035 section 5)."""
    if _REFERENCE_V2 in values:
        reference = tsp.SigningCertificateV2.load(values[_REFERENCE_V2])["certs"][0]
        name = _digest_name(reference["hash_algorithm"])
    else:
        reference = tsp.SigningCertificate.load(values[_REFERENCE])["certs"][0]
        name = "sha1"
    named = reference["cert_hash"].native
    if name in DIGEST_NAMES:
        return bool(named == digest_of(der, name))
    return name in hashlib.algorithms_available and bool(named == hashlib.new(name, der).digest())


def _digest_name(algorithm: core.Sequence) -> str:
    return str(algorithm["algorithm"].native)


def _dotted(value: bytes | None) -> str:
    return "" if value is None else str(core.ObjectIdentifier.load(value).dotted)


def _content(value: bytes | None) -> bytes:
    return b"" if value is None else inner(value)


def _time(value: bytes | None) -> datetime | None:
    if value is None:
        return None
    moment = cms.Time.load(value).native
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None


def _timestamp(unsigned: dict[str, bytes], signature: bytes) -> datetime | None:
    """Return the time that a stamp on this very signature states (RFC 5126 section 6.1.1).

    A stamp on something else counts for nothing. Who signed the stamp is not looked at here.
    """
    token = unsigned.get(_TIME_STAMP)
    if token is None:
        return None
    content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    if not _is_imprint(content["message_imprint"], signature):
        return None
    moment = content["gen_time"].native
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None


def _is_imprint(imprint: tsp.MessageImprint, signature: bytes) -> bool:
    try:
        digest = digest_of(signature, _digest_name(imprint["hash_algorithm"]))
    except AlgorithmUnsupportedError:
        return False
    return bool(imprint["hashed_message"].native == digest)


def _level(timestamp: datetime | None, unsigned: dict[str, bytes]) -> str:
    if timestamp is None:
        return "BES"
    return "LT" if {_REVOCATION_VALUES, _CERTIFICATE_VALUES} <= unsigned.keys() else "T"
