"""The decision on a path: pyhanko-certvalidator says whether, our own walk says why."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor, TrustQualifiers
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    PathValidationError,
    RevokedError,
    StaleRevinfoError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import AlgorithmUsagePolicy, PKIXValidationParams

from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.certificates import certificate_id
from desktop_app.signing.chain import PathAnswer, PathRequest
from desktop_app.signing.path_outcome import Outcome, outcome_of, plain_fetchers
from desktop_app.signing.path_signatures import PathSignatures
from desktop_app.signing.path_walk import (
    UNSUPPORTED,
    Link,
    Walk,
    links_from,
    obsolete_anchors,
    walk,
)
from desktop_app.signing.purpose import purpose_reasons
from desktop_app.signing.revocation_data import readable_crls, readable_ocsps

MAX_CERTIFICATES = 60
MAX_SAME_SUBJECT = 6
_REJECTED = (ValidationError, PathError)
_INTERMEDIATE = re.compile(r"intermediate certificate (\d+)")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be set for a judgement; the defaults are the program's."""

    params: PKIXValidationParams | None = None
    """Policies and names to start with (RFC 5280 section 6.1.1)."""
    algorithms: AlgorithmUsagePolicy | None = None
    """What may sign; None: no MD2, MD5, SHA-1, no RSA below 2048 and no DSA below 3192 bits."""
    revocation: str = "require"
    """The validator's revocation mode; anything weaker is for conformance tests."""
    later_word: bool = False
    """Take CRLs and OCSP responses that were made after the moment, and fetch them."""


def decide(request: PathRequest, rules: Rules = Rules()) -> PathAnswer:
    """Judge one path.

    Good needs a path to an anchor and fresh word that nothing on it is revoked. Without that
    word, and wherever reading or the validator fails in a way of its own, the verdict is
    «cannot tell».
    """
    try:
        return _decide(request, rules)
    except Exception as error:  # noqa: BLE001 - a stranger's bytes may break any reader
        _log.info("path not judged: %s: %s", type(error).__name__, error)
        undecided = _undecided(error, certificate_id(request.certificate))
        return PathAnswer(Verdict.UNKNOWN, (undecided,), (request.certificate,))


def collect(request: PathRequest, rules: Rules) -> Outcome:
    """Run the validator once, for what it fetches."""
    leaf, pool = _material(request)
    return _validate(request, leaf, pool, rules, revocation=rules.revocation)


def _decide(request: PathRequest, rules: Rules) -> PathAnswer:
    leaf, pool = _material(request)
    first = _validate(request, leaf, pool, rules, revocation=rules.revocation)
    answer = _judged(first, request, leaf, pool, rules)
    return replace(answer, unreachable=first.silent, asked=first.asked)


def _judged(
    first: Outcome, request: PathRequest, leaf: Link, pool: list[Link], rules: Rules
) -> PathAnswer:
    if first.path is not None and len(list(first.path)) == 1 and not leaf.trusted:
        return _namesake(_walked(first, request, leaf, pool), request, leaf)
    if first.path is not None:
        path = _ders(first.path)
        met = {link.der: link for link in (leaf, *pool)}
        anchors = obsolete_anchors(met[der] for der in path if der in met)
        return _answer(path, (*anchors, *purpose_reasons(leaf.parsed, request.purpose)))
    if isinstance(first.error, InsufficientRevinfoError):
        return _without_revocation(request, leaf, pool, rules, first.error)
    return _rejected(first.error, _walked(first, request, leaf, pool), request, leaf)


def _material(request: PathRequest) -> tuple[Link, list[Link]]:
    """Return the leaf and the pool: anchors whole, foreign certificates capped and distinct."""
    (leaf,) = links_from((request.certificate,), trusted=False)
    anchors = list(links_from(dict.fromkeys(request.trust.anchors), trusted=True))
    known = {link.der for link in anchors}
    if leaf.der in known:
        leaf = Link(leaf.der, leaf.parsed, trusted=True)
    foreign = (der for der in dict.fromkeys(request.trust.intermediates) if der not in known)
    return leaf, [*anchors, *_capped(links_from(foreign, trusted=False))]


def _capped(links: Iterable[Link]) -> Iterator[Link]:
    subjects: Counter[str] = Counter()
    kept = 0
    for link in links:
        subjects[link.parsed.subject.hashable] += 1
        if subjects[link.parsed.subject.hashable] > MAX_SAME_SUBJECT or kept >= MAX_CERTIFICATES:
            continue
        kept += 1
        yield link


def _validate(
    request: PathRequest,
    leaf: Link,
    pool: list[Link],
    rules: Rules,
    *,
    revocation: str,
) -> Outcome:
    may_fetch = not request.offline and (request.at is None or rules.later_word)
    fetchers = plain_fetchers() if may_fetch else None
    context = ValidationContext(
        trust_roots=[_anchor(link.parsed) for link in (leaf, *pool) if link.trusted],
        other_certs=[link.parsed for link in pool if not link.trusted],
        moment=request.at,
        allow_fetching=may_fetch,
        crls=list(readable_crls(request.trust.crls)),
        ocsps=list(readable_ocsps(request.trust.ocsps)),
        revocation_mode=revocation,
        retroactive_revinfo=rules.later_word,
        algorithm_usage_policy=rules.algorithms,
        fetcher_backend=fetchers,
        signature_validator=PathSignatures(),
    )
    validator = CertificateValidator(leaf.parsed, None, context, rules.params)
    try:
        path, failure = asyncio.run(validator.async_validate_path()), None
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not pass for «valid»
        _log.info("path rejected: %s: %s", type(error).__name__, error)
        path, failure = None, error
    return outcome_of(path, failure, fetchers)


def _walked(outcome: Outcome, request: PathRequest, leaf: Link, pool: list[Link]) -> Walk:
    fetched = _capped(links_from(outcome.fetched, trusted=False))
    return walk(leaf, [*pool, *fetched], request.at or datetime.now(UTC))


def _anchor(certificate: x509.Certificate) -> CertTrustAnchor:
    """The validator trusts anchors for ever unless told their term (RFC 5280 section 6.1.1 d)."""
    validity = certificate["tbs_certificate"]["validity"]
    qualifiers = TrustQualifiers(
        valid_from=validity["not_before"].native, valid_until=validity["not_after"].native
    )
    return CertTrustAnchor(certificate, quals=qualifiers)


def _without_revocation(
    request: PathRequest,
    leaf: Link,
    pool: list[Link],
    rules: Rules,
    error: InsufficientRevinfoError,
) -> PathAnswer:
    second = _validate(request, leaf, pool, rules, revocation="none")
    if second.path is None:
        return _rejected(second.error, _walked(second, request, leaf, pool), request, leaf)
    stale = isinstance(error, StaleRevinfoError)
    data: dict[str, object] = {"offline": request.offline}
    if isinstance(error, StaleRevinfoError):
        data["stale_since"] = error.time_cutoff.isoformat()
    unknown = Reason(
        "path.revocation-stale" if stale else "path.revocation-unknown",
        data,
        _concerned(error, leaf),
        Verdict.UNKNOWN,
    )
    reasons = (unknown, *purpose_reasons(leaf.parsed, request.purpose))
    return _answer(_ders(second.path), reasons)


def _rejected(error: Exception | None, seen: Walk, request: PathRequest, leaf: Link) -> PathAnswer:
    path = tuple(link.der for link in seen.links)
    usage = purpose_reasons(leaf.parsed, request.purpose)
    if not isinstance(error, _REJECTED):
        unsupported = any(each.code in UNSUPPORTED for each in seen.reasons)
        why = () if unsupported else (_undecided(error, leaf.id),)
        return _answer(path, (*why, *seen.reasons, *usage))
    named = _named(error, leaf)
    codes = {(reason.code, reason.certificate) for reason in seen.reasons}
    specific = [reason for reason in named if (reason.code, reason.certificate) not in codes]
    reasons = (*seen.reasons, *specific, *usage) or (_plain_rejection(error, leaf),)
    return _answer(path, reasons)


def _undecided(error: Exception | None, identifier: str) -> Reason:
    detail = type(error).__name__
    return Reason("path.undecided", {"detail": detail}, identifier, Verdict.UNKNOWN)


def _namesake(seen: Walk, request: PathRequest, leaf: Link) -> PathAnswer:
    """Judge a certificate with the name and the key of an anchor, whoever signed it.

    The validator takes it for the anchor itself and looks neither at its signature nor at its
    term nor at its revocation, so that at best nothing bad is known of it.
    """
    unknown = Reason(
        "path.revocation-unknown", {"offline": request.offline}, leaf.id, Verdict.UNKNOWN
    )
    reasons = (*seen.reasons, unknown, *purpose_reasons(leaf.parsed, request.purpose))
    return _answer(tuple(link.der for link in seen.links), reasons)


def _named(error: Exception, leaf: Link) -> Iterator[Reason]:
    """Translate what the validator alone knows; the walk has found the rest."""
    concerned = _concerned(error, leaf)
    if isinstance(error, RevokedError):
        data: dict[str, object] = {
            "revoked_at": error.revocation_dt.isoformat(),
            "reason": str(error.reason.native),
        }
        yield Reason("certificate.revoked", data, concerned, Verdict.BAD)
    elif isinstance(error, ExpiredError):
        data = {"not_after": error.expired_dt.isoformat()}
        yield Reason("certificate.expired", data, concerned, Verdict.BAD)
    elif isinstance(error, NotYetValidError):
        data = {"not_before": error.valid_from.isoformat()}
        yield Reason("certificate.not-yet-valid", data, concerned, Verdict.BAD)
    elif isinstance(error, DisallowedAlgorithmError):
        yield Reason("path.weak-algorithm", {}, concerned, Verdict.BAD)


def _plain_rejection(error: Exception, leaf: Link) -> Reason:
    code = "path.not-built" if isinstance(error, PathBuildingError) else "path.rule-broken"
    return Reason(code, {"detail": str(error)}, leaf.id, Verdict.BAD)


def _concerned(error: Exception, leaf: Link) -> str:
    """Return the id of the certificate that the validator speaks of.

    It tells an intermediate only in its text, counted from the anchor.
    """
    if isinstance(error, InvalidCertificateError) or not isinstance(error, PathValidationError):
        return leaf.id
    found = _INTERMEDIATE.search(str(error))
    if found is None:
        return leaf.id
    certificates = list(error.original_path)
    position = int(found[1])
    return certificate_id(certificates[position].dump()) if position < len(certificates) else ""


def _ders(path: ValidationPath) -> tuple[bytes, ...]:
    return tuple(certificate.dump() for certificate in reversed(list(path)))


def _answer(path: tuple[bytes, ...], reasons: Iterable[Reason]) -> PathAnswer:
    kept = tuple(reasons)
    return PathAnswer(Verdict.worst(reason.verdict for reason in kept), kept, path)
