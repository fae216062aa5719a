"""Whether a certificate can sign and sign in, as far as it tells by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.certificates import cut_certificate

_CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
_ANY_PURPOSE = "2.5.29.37.0"
_SIGNING = frozenset({"digital_signature", "non_repudiation"})


def judge_fitness(
    certificate: Certificate,
    *,
    has_private_key: bool,
    key_known: bool,
    at: datetime,
    revoked: bool = False,
) -> Fitness:
    """Judge a certificate on a token at the moment ``at``, every reason named.

    Signing needs a valid term, the key, digitalSignature or nonRepudiation where a key usage
    is given (RFC 5280 section 4.2.1.3) and an algorithm that this program has. Signing in
    also needs digitalSignature, clientAuth where an extended key usage is given, and a СНИЛС.
    A key that the token hides before login (``key_known`` false) is given the benefit.
    """
    blocking = [
        *_term_reasons(certificate, at),
        *_key_reasons(certificate, present=has_private_key or not key_known),
        *([_reason("certificate.revoked", certificate)] if revoked else []),
        *_signing_reasons(certificate),
    ]
    login = list(_login_reasons(certificate))
    return Fitness(
        can_sign=not blocking,
        can_sign_in=not blocking and not login,
        reasons=(*blocking, *login),
    )


def _reason(code: str, certificate: Certificate, **data: object) -> Reason:
    return Reason(code, data, certificate.id, Verdict.BAD)


def _term_reasons(certificate: Certificate, at: datetime) -> Iterator[Reason]:
    if at > certificate.not_after:
        yield _reason(
            "certificate.expired", certificate, not_after=certificate.not_after.isoformat()
        )
    elif certificate.key_not_after is not None and at > certificate.key_not_after:
        yield _reason(
            "certificate.key-expired",
            certificate,
            key_not_after=certificate.key_not_after.isoformat(),
        )
    if at < certificate.not_before:
        yield _reason(
            "certificate.not-yet-valid", certificate, not_before=certificate.not_before.isoformat()
        )


def _key_reasons(certificate: Certificate, *, present: bool) -> Iterator[Reason]:
    if not present:
        yield _reason("certificate.key-missing", certificate)
    try:
        algorithms_for(cut_certificate(certificate.der).public_key_info)
    except AlgorithmUnsupportedError:
        yield _reason(
            "certificate.algorithm-unsupported", certificate, algorithm=certificate.algorithm
        )


def _signing_reasons(certificate: Certificate) -> Iterator[Reason]:
    if certificate.key_usage and not certificate.key_usage & _SIGNING:
        yield _reason("certificate.not-for-signing", certificate)


def _login_reasons(certificate: Certificate) -> Iterator[Reason]:
    usage = certificate.key_usage
    purposes = certificate.extended_key_usage
    for_login = not usage or "digital_signature" in usage
    if not for_login or (purposes and not purposes & {_CLIENT_AUTH, _ANY_PURPOSE}):
        yield _reason("certificate.not-for-login", certificate)
    if not certificate.snils:
        yield _reason("certificate.no-snils", certificate)
