"""Our own walk over issuer names and key identifiers: it says why a path does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import (
    certificate_id,
    cut_certificate,
    name_values,
    short_name,
)
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.digests import new_digest
from desktop_app.signing.signature_check import signature_is_valid

MAX_DEPTH = 12


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
        return bool(self.parsed.subject == self.parsed.issuer)


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
        try:
            parsed = x509.Certificate.load(der, strict=True)
            _look_at(parsed)
        except MALFORMED:
            continue
        yield Link(der, parsed, trusted)


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
    return Walk(tuple(links), tuple(reasons))


def signed_by(child: Link, issuer: Link) -> bool | None:
    """Tell whether the issuer's key signed the child; None when that cannot be computed."""
    raw = cut_certificate(child.der)
    key = cut_certificate(issuer.der).public_key_info
    try:
        named = str(child.parsed.hash_algo)
        algorithm = algorithm_from(key, raw.signature_algorithm, named)
        running = new_digest(algorithm.digest)
        running.update(raw.tbs)
        return signature_is_valid(key, algorithm, running.digest(), raw.signature)
    except (AlgorithmUnsupportedError, *MALFORMED):
        return None


def _issuer_of(
    child: Link, pool: Sequence[Link], *, first: bool
) -> tuple[Link | None, Reason | None]:
    named = [link for link in pool if link.parsed.subject == child.parsed.issuer]
    if not named:
        return None, _gap("path.intermediate-missing" if first else "path.root-missing", child)
    fitting = [link for link in named if _key_fits(child, link)]
    if not fitting:
        return None, _gap("path.same-name-other-key", child)
    outcomes = [(signed_by(child, link), link) for link in fitting]
    for wanted in (True, None):
        chosen = [link for outcome, link in outcomes if outcome is wanted]
        if chosen:
            best = max(chosen, key=lambda link: link.trusted)
            return best, None if wanted else _unsupported(child)
    return fitting[0], Reason("path.broken-signature", _names(child), child.id, Verdict.BAD)


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
    data = _names(link) | {"sha256": link.id, "serial_number": f"{link.parsed.serial_number:x}"}
    return Reason("path.root-not-trusted", data, link.id, Verdict.BAD)


def _unsupported(link: Link) -> Reason:
    algorithm = str(link.parsed["signature_algorithm"]["algorithm"].dotted)
    data = _names(link) | {"algorithm": algorithm}
    return Reason("path.algorithm-unsupported", data, link.id, Verdict.UNKNOWN)


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
