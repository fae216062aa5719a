"""CAdES-BES signatures (RFC 5652, RFC 5126) by splicing pre-encoded DER."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import core

from desktop_app.signing.algorithms import DEFAULT_REFERENCE_DIGEST, SignatureAlgorithm
from desktop_app.signing.certificates import RawCertificate, cut_certificate
from desktop_app.signing.der import OCTET_STRING, SEQUENCE, SET, tlv
from desktop_app.signing.digests import digest_of

ID_DATA = "1.2.840.113549.1.7.1"
_FIRST_GENERALIZED_YEAR = 2050
_UTC_TIME = 0x17
_GENERALIZED_TIME = 0x18
_EXPLICIT_0 = 0xA0
_DIRECTORY_NAME = 0xA4
_VERSION_1 = bytes.fromhex("020101")
_VERSION_3 = bytes.fromhex("020103")


@lru_cache(maxsize=64)
def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


_SIGNED_DATA = _oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = _oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = _oid("1.2.840.113549.1.9.4")
_SIGNING_TIME = _oid("1.2.840.113549.1.9.5")
_SIGNING_CERTIFICATE_V2 = _oid("1.2.840.113549.1.9.16.2.47")


def _attribute(kind: bytes, value: bytes) -> bytes:
    return tlv(SEQUENCE, kind, tlv(SET, value))


class CadesWriter:
    """Writes signatures of one certificate; what is constant for it is encoded once.

    ``certificate_der`` is the signer's certificate, ``extra_certificates`` (DER) are carried
    along for the reader's path. Raises ``NotCertificateError``.
    """

    def __init__(
        self,
        certificate_der: bytes,
        algorithm: SignatureAlgorithm,
        extra_certificates: Sequence[bytes] = (),
    ) -> None:
        self.algorithm = algorithm
        raw = cut_certificate(certificate_der)
        carried = sorted({certificate_der, *extra_certificates})
        self._certificates = tlv(_EXPLICIT_0, *carried)
        self._signer = tlv(SEQUENCE, raw.issuer, raw.serial_number)
        reference = _signing_certificate(certificate_der, raw, algorithm)
        self._reference = _attribute(_SIGNING_CERTIFICATE_V2, reference)

    def signed_attributes(
        self, digest: bytes, signing_time: datetime | None, content_type: str = ID_DATA
    ) -> bytes:
        """Return the SET OF signed attributes in DER, the very bytes to digest and sign.

        content-type, signing-time, message-digest and signing-certificate-v2 (RFC 5035), in
        the order of X.690 section 11.6. ``digest`` is the content's. Without a time, which
        PAdES wants in the PDF alone, signing-time is left out.
        """
        attributes = [
            _attribute(_CONTENT_TYPE, _oid(content_type)),
            _attribute(_MESSAGE_DIGEST, tlv(OCTET_STRING, digest)),
            self._reference,
        ]
        if signing_time is not None:
            attributes.append(_attribute(_SIGNING_TIME, _time(signing_time)))
        return tlv(SET, *sorted(attributes))

    def assemble(
        self,
        attributes: bytes,
        signature: bytes,
        *,
        content: bytes | None = None,
        content_type: str = ID_DATA,
    ) -> bytes:
        """Return the ContentInfo in DER around a signature; detached without ``content``.

        ``attributes`` comes from ``signed_attributes``; ``signature`` is the X.509 form.
        """
        signer_info = tlv(
            SEQUENCE,
            _VERSION_1,
            self._signer,
            self.algorithm.digest_der,
            bytes((_EXPLICIT_0,)) + attributes[1:],
            self.algorithm.signature_der,
            tlv(OCTET_STRING, signature),
        )
        inside = b"" if content is None else tlv(_EXPLICIT_0, tlv(OCTET_STRING, content))
        signed_data = tlv(
            SEQUENCE,
            _VERSION_1 if content_type == ID_DATA else _VERSION_3,
            tlv(SET, self.algorithm.digest_der),
            tlv(SEQUENCE, _oid(content_type), inside),
            self._certificates,
            tlv(SET, signer_info),
        )
        return tlv(SEQUENCE, _SIGNED_DATA, tlv(_EXPLICIT_0, signed_data))


def sign_cades(
    writer: CadesWriter,
    sign: Callable[[bytes], bytes],
    digest: bytes,
    *,
    content: bytes | None = None,
    content_type: str = ID_DATA,
    signing_time: datetime,
) -> bytes:
    """Return the CAdES-BES signature over a content with this digest, as DER.

    ``sign`` takes the signed attributes and returns the signature in its X.509 form. With
    ``content`` the signature is attached, without it detached. What ``sign`` raises passes
    through.
    """
    attributes = writer.signed_attributes(digest, signing_time, content_type)
    signature = sign(attributes)
    return writer.assemble(attributes, signature, content=content, content_type=content_type)


def _signing_certificate(
    certificate_der: bytes, raw: RawCertificate, algorithm: SignatureAlgorithm
) -> bytes:
    """Encode SigningCertificateV2 (RFC 5035 section 3); the default digest is not written."""
    is_default = algorithm.reference_digest == DEFAULT_REFERENCE_DIGEST
    digest = digest_of(certificate_der, algorithm.reference_digest)
    names = tlv(SEQUENCE, tlv(_DIRECTORY_NAME, raw.issuer))
    reference = tlv(
        SEQUENCE,
        b"" if is_default else algorithm.digest_der,
        tlv(OCTET_STRING, digest),
        tlv(SEQUENCE, names, raw.serial_number),
    )
    return tlv(SEQUENCE, tlv(SEQUENCE, reference))


def _time(moment: datetime) -> bytes:
    """Encode a Time: UTCTime before 2050, GeneralizedTime from then (RFC 5652 section 11.3)."""
    utc = moment.astimezone(UTC)
    if utc.year < _FIRST_GENERALIZED_YEAR:
        return tlv(_UTC_TIME, utc.strftime("%y%m%d%H%M%SZ").encode("ascii"))
    return tlv(_GENERALIZED_TIME, utc.strftime("%Y%m%d%H%M%SZ").encode("ascii"))
