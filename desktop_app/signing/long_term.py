"""What a signature carries for its later readers: certificates, CRLs, OCSP responses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from asn1crypto import core

from desktop_app.signing.chain import TrustMaterial
from desktop_app.signing.cms_parts import CutSigner
from desktop_app.signing.der import MALFORMED, OCTET_STRING, SEQUENCE, elements, inner, tlv

MAX_ITEMS = 100
MAX_BYTES = 48 << 20
_CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
_ADOBE_ARCHIVE = bytes(core.ObjectIdentifier("1.2.840.113583.1.1.8").dump())
_OCSP_FORMAT = bytes(core.ObjectIdentifier("1.3.6.1.5.5.7.16.2").dump())
_BASIC = bytes(core.ObjectIdentifier("1.3.6.1.5.5.7.48.1.1").dump())
_SUCCESSFUL = bytes.fromhex("0a0100")
_FIRST, _SECOND = 0xA0, 0xA1
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LongTermData:
    """DER of what a signature carries; nothing of it is trusted by being here."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()

    @property
    def tells_of_revocation(self) -> bool:
        """True when there is word on who was revoked."""
        return bool(self.crls or self.ocsps)

    def and_more(self, other: LongTermData) -> LongTermData:
        """Return this with what another holds."""
        return LongTermData(
            (*self.certificates, *other.certificates),
            (*self.crls, *other.crls),
            (*self.ocsps, *other.ocsps),
        )

    def added_to(self, trust: TrustMaterial) -> TrustMaterial:
        """Return what a path may be built from, with this; the anchors stay as they are."""
        return replace(
            trust,
            intermediates=_capped((*trust.intermediates, *self.certificates)),
            crls=(*trust.crls, *_capped(self.crls)),
            ocsps=(*trust.ocsps, *_capped(self.ocsps)),
        )


def carried_by(crls_field: bytes, signer: CutSigner) -> LongTermData:
    """Return what stands in a message's crls field and in one signer; what is broken is left out.

    The crls field (RFC 5652 section 10.2.1, RFC 5940), certificate-values and
    revocation-values (RFC 5126 section 6.3), and Adobe's archive among the signed attributes.
    """
    crls, ocsps = _parted(_tolerant(_choices, crls_field))
    values = LongTermData(
        certificates=tuple(_tolerant(_row, signer.attribute(_CERTIFICATE_VALUES))),
        crls=tuple(crls),
        ocsps=tuple(ocsps),
    )
    archived = _tolerant(_archive, _adobe(signer))
    for found in (_tolerant(_values, signer.attribute(_REVOCATION_VALUES)), archived):
        crls, ocsps = _parted(found)
        values = values.and_more(LongTermData(crls=tuple(crls), ocsps=tuple(ocsps)))
    return values


_Revocation = tuple[bool, bytes]
"""True for an OCSP response, false for a CRL; and its DER."""


def _parted(found: Iterable[_Revocation]) -> tuple[list[bytes], list[bytes]]:
    rows = list(found)
    return [der for is_ocsp, der in rows if not is_ocsp], [der for is_ocsp, der in rows if is_ocsp]


def _tolerant(read: Callable[[bytes], Iterator[_T]], element: bytes | None) -> list[_T]:
    """Read what is not signed: it may be broken without breaking the signature."""
    found: list[_T] = []
    try:
        found.extend(read(element) if element else ())
    except MALFORMED as error:
        _log.info("long-term data left out: %s", type(error).__name__)
    return found


def _row(element: bytes) -> Iterator[bytes]:
    yield from elements(inner(element))


def _choices(field: bytes) -> Iterator[_Revocation]:
    """RevocationInfoChoices: CRLs, and OCSP responses as another format."""
    for choice in elements(inner(field)):
        if choice[0] == SEQUENCE:
            yield False, choice
        elif choice[0] == _SECOND:
            kind, value = elements(inner(choice))
            if kind == _OCSP_FORMAT:
                yield True, value


def _values(element: bytes) -> Iterator[_Revocation]:
    """RevocationValues: CRLs in [0], BasicOCSPResponses in [1]."""
    for part in elements(inner(element)):
        if part[0] == _FIRST:
            yield from ((False, each) for each in _row(inner(part)))
        elif part[0] == _SECOND:
            yield from ((True, _response(each)) for each in _row(inner(part)))


def _archive(element: bytes) -> Iterator[_Revocation]:
    """RevocationInfoArchival: CRLs in [0], whole OCSP responses in [1]."""
    for part in elements(inner(element)):
        if part[0] in (_FIRST, _SECOND):
            yield from ((part[0] == _SECOND, each) for each in _row(inner(part)))


def _response(basic: bytes) -> bytes:
    """Wrap a BasicOCSPResponse into the OCSPResponse that readers take (RFC 6960 4.2.1)."""
    wrapped = tlv(SEQUENCE, _BASIC, tlv(OCTET_STRING, basic))
    return tlv(SEQUENCE, _SUCCESSFUL, tlv(_FIRST, wrapped))


def _adobe(signer: CutSigner) -> bytes | None:
    signed = [part for part in signer.before if part[0] == _FIRST]
    try:
        for attribute in elements(inner(signed[0])) if signed else ():
            kind, values = elements(inner(attribute))
            if kind == _ADOBE_ARCHIVE:
                return elements(inner(values))[0]
    except MALFORMED:
        return None
    return None


def _capped(encodings: Iterable[bytes]) -> tuple[bytes, ...]:
    kept: list[bytes] = []
    size = 0
    for each in dict.fromkeys(encodings):
        size += len(each)
        if len(kept) >= MAX_ITEMS or size > MAX_BYTES:
            break
        kept.append(each)
    return tuple(kept)
