"""A CMS SignedData cut into its elements and put together again, what was there untouched."""

from __future__ import annotations

import base64
import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from asn1crypto import algos, core, pem

from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.signing.der import MALFORMED, OCTET_STRING, SEQUENCE, SET, elements, inner, tlv

SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_SIGNED_DATA = bytes(core.ObjectIdentifier("1.2.840.113549.1.7.2").dump())
_CONTENT = 0xA0
_CERTIFICATES = 0xA0
_CRLS = 0xA1
_UNSIGNED = 0xA1


@dataclass(frozen=True, slots=True)
class CutSigner:
    """A SignerInfo (RFC 5652 section 5.3) as whole elements."""

    before: tuple[bytes, ...]
    """Everything up to the signature value."""
    signature: bytes
    """The OCTET STRING."""
    unsigned: tuple[bytes, ...]
    """The unsigned attributes."""

    @property
    def value(self) -> bytes:
        """The signature value."""
        return inner(self.signature)

    @property
    def digest(self) -> str:
        """Name of the digest algorithm such as ``sha256``; dotted for an unknown one."""
        return str(algos.DigestAlgorithm.load(self.before[2])["algorithm"].native)

    def values_of(self, dotted: str) -> tuple[bytes, ...]:
        """Return every value of an unsigned attribute; it may stand there several times."""
        wanted = _oid(dotted)
        rows = [elements(inner(each)) for each in self.unsigned]
        return tuple(
            value for kind, values in rows if kind == wanted for value in elements(inner(values))
        )

    def attribute(self, dotted: str) -> bytes | None:
        """Return the first value of an unsigned attribute, where it is there."""
        return next(iter(self.values_of(dotted)), None)

    def encode(self) -> bytes:
        """Return the SignerInfo."""
        unsigned = tlv(_UNSIGNED, *self.unsigned) if self.unsigned else b""
        return tlv(SEQUENCE, *self.before, self.signature, unsigned)


@dataclass(frozen=True, slots=True)
class CutMessage:
    """A SignedData (RFC 5652 section 5.1) as whole elements."""

    version: bytes
    digests: tuple[bytes, ...]
    """DigestAlgorithmIdentifiers."""
    content: bytes
    """EncapsulatedContentInfo."""
    certificates: tuple[bytes, ...] | None
    crls: bytes
    """The whole field, or nothing."""
    signers: tuple[CutSigner, ...]

    def encode(self) -> bytes:
        """Return the ContentInfo; every element is as it was cut."""
        certificates = self.certificates
        signed_data = tlv(
            SEQUENCE,
            self.version,
            tlv(SET, *self.digests),
            self.content,
            b"" if certificates is None else tlv(_CERTIFICATES, *certificates),
            self.crls,
            tlv(SET, *(signer.encode() for signer in self.signers)),
        )
        return tlv(SEQUENCE, _SIGNED_DATA, tlv(0xA0, signed_data))


def cut_message(data: bytes) -> CutMessage:
    """Cut a SignedData in DER, BER, PEM or bare base64.

    Raises ``NotSignatureError`` for anything else.
    """
    try:
        encoded = _binary(data)
        kind, wrapped = elements(inner(encoded))
        if kind != _SIGNED_DATA:
            raise NotSignatureError(detail="content type")
        return _cut(elements(inner(inner(wrapped))))
    except MALFORMED as error:
        raise NotSignatureError(detail=type(error).__name__) from error


def _binary(data: bytes) -> bytes:
    """Return what a text carries: many programs write base64, with PEM's lines or without."""
    if data[:1] == bytes((SEQUENCE,)):
        return data
    if pem.detect(data[:64]):
        return bytes(pem.unarmor(data)[2])
    return base64.b64decode(b"".join(data.removeprefix(codecs.BOM_UTF8).split()), validate=True)


def with_time_stamps(message: CutMessage, stamp: Callable[[CutSigner], bytes]) -> CutMessage:
    """Add a signature time stamp to each signer that has none (RFC 5126 section 6.1.1).

    ``stamp`` returns a token over the signer's value; what it raises passes through.
    """
    return replace(message, signers=tuple(_stamped(each, stamp) for each in message.signers))


def joined(message: CutMessage, other: CutMessage) -> CutMessage:
    """Add the signers of ``other`` with their digests and certificates to ``message``.

    What was in the order of DER stays in it (X.690 section 11.6).
    """
    signers = {signer.encode(): signer for signer in (*message.signers, *other.signers)}
    known = tuple(signer.encode() for signer in message.signers)
    return replace(
        message,
        digests=_with_new(message.digests, other.digests),
        certificates=_with_new(message.certificates or (), other.certificates or ()),
        signers=tuple(signers[each] for each in _with_new(known, tuple(signers))),
    )


def without_content(message: CutMessage) -> CutMessage:
    """Return the message as a detached one; no signature covers whether the content is inside."""
    kind, *_ = elements(inner(message.content))
    return replace(message, content=tlv(SEQUENCE, kind))


def around_content(message: CutMessage, content: bytes) -> CutMessage:
    """Return the message as an attached one, with ``content`` inside (RFC 5652 section 5.2).

    Undoes ``without_content``, to the byte where the message was in DER.
    """
    kind, *_ = elements(inner(message.content))
    inside = tlv(_CONTENT, tlv(OCTET_STRING, content))
    return replace(message, content=tlv(SEQUENCE, kind, inside))


def _stamped(signer: CutSigner, stamp: Callable[[CutSigner], bytes]) -> CutSigner:
    if signer.attribute(SIGNATURE_TIME_STAMP) is not None:
        return signer
    attribute = tlv(SEQUENCE, _oid(SIGNATURE_TIME_STAMP), tlv(SET, stamp(signer)))
    return replace(signer, unsigned=tuple(sorted((*signer.unsigned, attribute))))


def _cut(fields: Sequence[bytes]) -> CutMessage:
    version, digests, content, *optional, signers = fields
    rows = {row[0]: row for row in optional}
    if len(rows) != len(optional) or not rows.keys() <= {_CERTIFICATES, _CRLS}:
        raise NotSignatureError(detail="fields")
    carried = rows.get(_CERTIFICATES)
    return CutMessage(
        version=version,
        digests=tuple(elements(inner(digests))),
        content=content,
        certificates=None if carried is None else tuple(elements(inner(carried))),
        crls=rows.get(_CRLS, b""),
        signers=tuple(_cut_signer(each) for each in elements(inner(signers))),
    )


def _cut_signer(encoded: bytes) -> CutSigner:
    fields = elements(inner(encoded))
    unsigned = fields.pop() if fields[-1][0] == _UNSIGNED else None
    if fields[-1][0] != OCTET_STRING or len(fields) not in (5, 6):
        raise NotSignatureError(detail="signature value")
    return CutSigner(
        before=tuple(fields[:-1]),
        signature=fields[-1],
        unsigned=() if unsigned is None else tuple(map(_attribute, elements(inner(unsigned)))),
    )


def _attribute(encoded: bytes) -> bytes:
    """Make sure that an attribute can be cut later."""
    _kind, values = elements(inner(encoded))
    elements(inner(values))
    return encoded


def _with_new(known: Sequence[bytes], more: Sequence[bytes]) -> tuple[bytes, ...]:
    everything = (*known, *(each for each in more if each not in known))
    return tuple(sorted(everything)) if list(known) == sorted(known) else everything


def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())
