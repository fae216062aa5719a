"""Our own walk over issuer names and key identifiers: it says why a path does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import x509

from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    GostMissingError,
    KeyMalformedError,
)
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import (
    certificate_id,
    cut_certificate,
    name_values,
    same_name,
    short_name,
)
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_names import OBSOLETE_SIGNATURES
from desktop_app.signing.signature_check import signature_is_valid
from desktop_app.signing.unaltered import Certificate

MAX_DEPTH = 12
UNSUPPORTED = ("path.algorithm-unsupported", "path.obsolete-algorithm", "path.gost-not-computed")
"""Codes of the reasons that say that a signature was not computed."""


@dataclass(frozen=True, slots=True)
class Link:
    """One certificate of a walk."""

    der: bytes
    parsed: x509.Certificate
    trusted: bool
    """True for a trust anchor."""

    @property
    def id(self) -> str:
        """SHA-256 of the DER."""
        return certificate_id(self.der)

    @property
    def self_issued(self) -> bool:
        """True when subject and issuer are one name."""
        return same_name(self.parsed.subject, self.parsed.issuer)


@dataclass(frozen=True, slots=True)
class Walk:
    """The certificates from the leaf upwards, and what is wrong with them."""

    links: tuple[Link, ...]
    reasons: tuple[Reason, ...]


def links_from(certificates: Iterable[bytes], *, trusted: bool) -> Iterator[Link]:
    """Parse certificates, leaving out those that cannot be read.

    Whatever a path is built from is looked at here, since the parser finds a fault only then.
    """
    for der in certificates:
        parsed = _parsed(der)
        if parsed is not None:
            yield Link(der, parsed, trusted)


@lru_cache(maxsize=512)
def _parsed(der: bytes) -> x509.Certificate | None:
    """Parse a certificate; anchors and issuers come again with each question."""
    try:
        parsed: x509.Certificate = Certificate.load(der, strict=True)
        _look_at(parsed)
    except MALFORMED:
        return None
    # The key identifier and the signature tell the issuer. The serial number of its
    # certificate, which the validator obeys, would shut out a cross certificate of its key.
    parsed._authority_issuer_serial = None  # noqa: SLF001
    return parsed


def _look_at(certificate: x509.Certificate) -> None:
    """Look at what paths are built from and at no more.

    The parser knows too few kinds of keys, and certificates of accredited authorities have
    extensions that it cannot read (a UTF8String in Microsoft's certificate type).
    """
    tbs = certificate["tbs_certificate"]
    _ = tbs["serial_number"].native, tbs["validity"].native, certificate.signature
    for name in (certificate.subject, certificate.issuer):
        _ = name.hashable, name.human_friendly
    _ = certificate.ca, certificate.key_identifier, certificate.authority_key_identifier
    for value in (
        certificate.key_usage_value,
        certificate.extended_key_usage_value,
        certificate.basic_constraints_value,
        certificate.authority_information_access_value,
    ):
        _ = None if value is None else value.native


def walk(leaf: Link, pool: Sequence[Link], at: datetime) -> Walk:
    """Follow issuers from ``leaf`` through ``pool`` and give every reason that is seen.

    Of several issuers of one name the walk takes the one whose key identifier and signature
    fit, trusted ones first. It ends at an anchor, at a gap or after twelve steps.
    """
    links = [leaf]
    reasons: list[Reason] = []
    while not links[-1].trusted and len(links) <= MAX_DEPTH:
        child = links[-1]
        if child.self_issued:
            reasons.append(_untrusted_root(child))
            break
        issuer, problem = _issuer_of(child, pool, first=len(links) == 1)
        if problem is not None:
            reasons.append(problem)
        if issuer is None or issuer in links:
            break
        links.append(issuer)
    for depth, link in enumerate(links):
        reasons.extend(_term(link, at))
        reasons.extend(_authority(link) if depth else ())
    reasons.extend(obsolete_anchors(links))
    return Walk(tuple(links), tuple(reasons))


def signed_by(child: Link, issuer: Link) -> bool | None:
    """Tell whether the issuer's key signed the child; None when that cannot be computed."""
    problem = _signature_problem(child, issuer)
    if problem is None:
        return True
    return None if problem.verdict is Verdict.UNKNOWN else False


def obsolete_anchors(links: Iterable[Link]) -> Iterator[Reason]:
    """Give a reason for each anchor that was signed with an algorithm of the past."""
    for link in links:
        if link.trusted and _signature_algorithm(link) in OBSOLETE_SIGNATURES:
            yield _unsupported(link)


def _issuer_of(
    child: Link, pool: Sequence[Link], *, first: bool
) -> tuple[Link | None, Reason | None]:
    named = [link for link in pool if same_name(link.parsed.subject, child.parsed.issuer)]
    if not named:
        return None, _gap("path.intermediate-missing" if first else "path.root-missing", child)
    fitting = [link for link in named if _key_fits(child, link)]
    if not fitting:
        return None, _gap("path.same-name-other-key", child)
    judged = [(link, _signature_problem(child, link)) for link in fitting]
    return min(judged, key=lambda each: (_weight(each[1]), not each[0].trusted))


def _weight(problem: Reason | None) -> int:
    return (Verdict.GOOD, Verdict.UNKNOWN, Verdict.BAD).index(
        Verdict.GOOD if problem is None else problem.verdict
    )


def _signature_problem(child: Link, issuer: Link) -> Reason | None:
    """Return why the issuer's key is not proven to have signed the child; None if it is."""
    raw = cut_certificate(child.der)
    key = cut_certificate(issuer.der).public_key_info
    try:
        algorithm = algorithm_from(key, raw.signature_algorithm)
        digest = digest_of(raw.tbs, algorithm.digest)
        if signature_is_valid(key, algorithm, digest, raw.signature):
            return None
    except GostMissingError as error:
        data = _names(child) | {"detail": error.detail}
        return Reason("path.gost-not-computed", data, child.id, Verdict.UNKNOWN)
    except KeyMalformedError as error:
        data = _names(issuer) | {"detail": error.detail}
        return Reason("certificate.key-malformed", data, issuer.id, Verdict.BAD)
    except (AlgorithmUnsupportedError, *MALFORMED):
        return _unsupported(child)
    return Reason("path.broken-signature", _names(child), child.id, Verdict.BAD)


def _key_fits(child: Link, issuer: Link) -> bool:
    """Compare authority and subject key identifiers where both are given (RFC 5280 4.2.1.1)."""
    wanted, offered = child.parsed.authority_key_identifier, issuer.parsed.key_identifier
    return wanted is None or offered is None or bool(wanted == offered)


def _gap(code: str, child: Link) -> Reason:
    wanted = child.parsed.authority_key_identifier
    data = _names(child) | {
        "key_id": wanted.hex() if wanted else "",
        "sources": [url for url in _issuer_urls(child.parsed) if url.startswith("http://")],
    }
    return Reason(code, data, child.id, Verdict.BAD)


def _issuer_urls(certificate: x509.Certificate) -> list[str]:
    access = certificate.authority_information_access_value or ()
    return [
        str(each["access_location"].native)
        for each in access
        if each["access_method"].native == "ca_issuers"
    ]


def _untrusted_root(link: Link) -> Reason:
    own = link.parsed.key_identifier
    data = _names(link) | {
        "sha256": link.id,
        "key_id": own.hex() if own else "",
        "serial_number": f"{link.parsed.serial_number:x}",
    }
    return Reason("path.root-not-trusted", data, link.id, Verdict.BAD)


def _signature_algorithm(link: Link) -> str:
    return str(link.parsed["signature_algorithm"]["algorithm"].dotted)


def _unsupported(link: Link) -> Reason:
    algorithm = _signature_algorithm(link)
    code = "path.algorithm-unsupported"
    if algorithm in OBSOLETE_SIGNATURES:
        code, algorithm = "path.obsolete-algorithm", OBSOLETE_SIGNATURES[algorithm]
    return Reason(code, _names(link) | {"algorithm": algorithm}, link.id, Verdict.UNKNOWN)


def _term(link: Link, at: datetime) -> Iterator[Reason]:
    validity = link.parsed["tbs_certificate"]["validity"]
    after = validity["not_after"].native.astimezone(UTC)
    before = validity["not_before"].native.astimezone(UTC)
    if at > after:
        data = _names(link) | {"not_after": after.isoformat()}
        yield Reason("certificate.expired", data, link.id, Verdict.BAD)
    if at < before:
        data = _names(link) | {"not_before": before.isoformat()}
        yield Reason("certificate.not-yet-valid", data, link.id, Verdict.BAD)


def _authority(link: Link) -> Iterator[Reason]:
    """An anchor is trusted as a key; what stands between must be a CA (RFC 5280 6.1.4 k, n)."""
    usage = link.parsed.key_usage_value
    may_sign = usage is None or "key_cert_sign" in usage.native
    if not link.trusted and not (link.parsed.ca and may_sign):
        yield Reason("path.not-a-ca", _names(link), link.id, Verdict.BAD)


def _names(link: Link) -> dict[str, object]:
    return {
        "subject": short_name(name_values(link.parsed.subject)),
        "issuer": short_name(name_values(link.parsed.issuer)),
    }
