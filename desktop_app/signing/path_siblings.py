"""What one good path says of another certificate of the same issuer.

Of certificates that one authority made alike nothing but the signature, the term, the serial
number and the name need be looked at, once the whole path of one of them was judged. Whatever
is not plainly alike is left to the validator: only a good answer is ever given here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from asn1crypto import core, x509

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    GostMissingError,
    KeyMalformedError,
    NotCertificateError,
)
from desktop_app.core.verdicts import Verdict
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.der import INTEGER, MALFORMED, elements, inner
from desktop_app.signing.digests import digest_of
from desktop_app.signing.signature_check import signature_is_valid

if TYPE_CHECKING:
    from desktop_app.signing.chain import PathReport, PathRequest, TrustMaterial

_MOST_FAMILIES = 64
_MOST_INTERMEDIATES = 50
"""The validator leaves out some of more."""
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_NAME_CONSTRAINTS = bytes(core.ObjectIdentifier("2.5.29.30").dump())
_ALTERNATIVE_NAMES = bytes(core.ObjectIdentifier("2.5.29.17").dump())
_OWN = (
    _ALTERNATIVE_NAMES,
    bytes(core.ObjectIdentifier("2.5.29.14").dump()),  # subjectKeyIdentifier
    bytes(core.ObjectIdentifier("2.5.29.16").dump()),  # privateKeyUsagePeriod
)
"""Extensions that differ among siblings and, not critical, decide nothing on a path."""
_NOT_ALIKE = (
    *MALFORMED,
    AlgorithmUnsupportedError,
    GostMissingError,
    KeyMalformedError,
    NotCertificateError,
)


@dataclass(frozen=True, slots=True)
class _Family:
    told: float
    """When the path was judged, by the monotonic clock."""
    report: PathReport
    names: frozenset[str]
    """Subjects of the other certificates and issuers of the lists, as they are compared."""


class Siblings:
    """Keeps good judgements for a while and applies them to siblings of what was judged."""

    def __init__(self, remembered_seconds: float) -> None:
        self._remembered_seconds = remembered_seconds
        self._lock = threading.Lock()
        self._families: dict[PathRequest, _Family] = {}

    def remember(self, request: PathRequest, report: PathReport) -> None:
        """Keep a judgement, where it says something of siblings; DER in the request."""
        try:
            family = _family(request, report)
            shared = None if family is None else _shared(request)
        except _NOT_ALIKE:
            return
        if family is None or shared is None:
            return
        with self._lock:
            while len(self._families) >= _MOST_FAMILIES:
                del self._families[next(iter(self._families))]
            self._families[shared] = family

    def judge(self, request: PathRequest, leaf: Certificate) -> PathReport | None:
        """Return the good report on a path, or None where the validator must be asked."""
        if not self._families:
            return None
        try:
            shared = _shared(replace(request, certificate=leaf.der))
            with self._lock:
                family = self._families.get(shared)
            if family is None or time.monotonic() - family.told >= self._remembered_seconds:
                return None
            good = _is_good(leaf, family, request)
        except _NOT_ALIKE:
            return None
        return replace(family.report, path=(leaf, *family.report.path[1:])) if good else None


def _family(request: PathRequest, report: PathReport) -> _Family | None:
    """Return what a judgement says of siblings, or None.

    A path with fetched parts, OCSP responses or name constraints says nothing of another one.
    """
    plain = report.verdict is Verdict.GOOD and not (report.reasons or report.asked)
    few = len(request.trust.intermediates) <= _MOST_INTERMEDIATES
    if not plain or not few or request.existed_at or request.trust.ocsps or len(report.path) == 1:
        return None
    leaf, *above = report.path
    if any(_NAME_CONSTRAINTS in each.der for each in above):
        return None
    names = frozenset(map(_comparable, _names(request.trust, leaf.der)))
    family = _Family(time.monotonic(), report, names)
    return family if _comparable(cut_certificate(leaf.der).subject) not in names else None


def _names(trust: TrustMaterial, leaf: bytes) -> Iterator[bytes]:
    for der in (*trust.anchors, *trust.intermediates):
        if der != leaf:
            yield cut_certificate(der).subject
    for der in trust.crls:
        fields = elements(inner(elements(inner(der))[0]))
        yield fields[2 if fields[0][0] == INTEGER else 1]


@lru_cache(maxsize=64)
def _comparable(name: bytes) -> str:
    """Return a name as the validator compares it (RFC 5280 section 7.1)."""
    return str(x509.Name.load(name, strict=True).hashable)


def _shared(request: PathRequest) -> PathRequest:
    """Return what the questions on siblings have in common: all but the leaf's own."""
    leaf = request.certificate
    others = tuple(der for der in request.trust.intermediates if der != leaf)
    return replace(
        request, certificate=_outline(leaf), trust=replace(request.trust, intermediates=others)
    )


def _outline(der: bytes) -> bytes:
    """Return what siblings have in common, byte for byte, and the tags of all else.

    Raises for version 1.
    """
    tbs, algorithm, value = elements(inner(der))
    version, serial, signature, issuer, validity, subject, key, *rest = elements(inner(tbs))
    if version[0] != _VERSION:
        raise ValueError("no version")
    kind, point = elements(inner(key))
    own = (der, tbs, value, serial, validity, *elements(inner(validity)), subject, key, point)
    parts = [_tags(*own, inner(value)), len(key).to_bytes(4, "big"), inner(point)[:2]]
    parts += [version, algorithm, signature, issuer, kind]
    for part in rest:
        parts += _extensions(part) if part[0] == _EXTENSIONS else [part]
    return b"".join(parts)


def _extensions(field: bytes) -> Iterator[bytes]:
    row = inner(field)
    yield _tags(field, row)
    for extension in elements(inner(row)):
        identifier, *values = elements(inner(extension))
        if len(values) > 1 or identifier not in _OWN:
            yield extension
            continue
        if identifier == _ALTERNATIVE_NAMES:  # The validator reads them, to no end.
            _ = x509.GeneralNames.load(inner(values[0]), strict=True).native
        yield identifier + _tags(extension, *values, *map(inner, values))


def _tags(*each: bytes) -> bytes:
    return bytes(element[0] for element in each)


def _is_good(leaf: Certificate, family: _Family, request: PathRequest) -> bool:
    """Judge what is the leaf's own.

    Its serial number anywhere in a list, also by chance, leaves the answer to the validator;
    so does a name that another certificate of the question has.
    """
    raw = cut_certificate(leaf.der)
    moment = request.at or datetime.now(UTC)
    serial = _shortest(inner(raw.serial_number))
    return (
        leaf.not_before <= moment <= leaf.not_after
        and _comparable(raw.subject) not in family.names
        and not any(serial in each for each in request.trust.crls)
        and _is_signed(leaf.der, family.report.path[1].der)
    )


def _shortest(integer: bytes) -> bytes:
    """Return the content of an INTEGER without the octets that a longer encoding has more."""
    while len(integer) > 1 and integer[0] in (0x00, 0xFF):
        integer = integer[1:]
    return integer


def _is_signed(der: bytes, issuer: bytes) -> bool:
    raw = cut_certificate(der)
    key = cut_certificate(issuer).public_key_info
    algorithm = algorithm_from(key, raw.signature_algorithm)
    digest = digest_of(raw.tbs, algorithm.digest)
    return signature_is_valid(key, algorithm, digest, raw.signature)
