"""Are the certificate and its private key in force, and for how long?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desktop_app.core.certificates import Certificate
from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check
from desktop_app.services.diagnostics.facts.certificates import OwnCertificate, OwnCertificates
from desktop_app.services.diagnostics.obstacles import about, caution, obstacle, works
from desktop_app.services.diagnostics.surroundings import Surroundings

SOON_DAYS = 30
_TERM = ("certificate.expired", "certificate.not-yet-valid")
_KEY_TERM = ("certificate.key-expired",)


def _of_reasons(surroundings: Surroundings, codes: tuple[str, ...]) -> Iterator[Finding]:
    """A certificate that is not valid yet comes from the clock or waits for its day."""
    own = surroundings.of(OwnCertificates)
    for each in own.certificates:
        for reason in each.found.fitness.reasons:
            if reason.code in codes:
                who = Who.IT if reason.code == "certificate.not-yet-valid" else Who.CA
                say = obstacle(unless=own.usable)
                yield say(reason.code, who, **{**about(each), **reason.data})


def _term(surroundings: Surroundings) -> Iterator[Finding]:
    return _of_reasons(surroundings, _TERM)


def _key_term(surroundings: Surroundings) -> Iterator[Finding]:
    return _of_reasons(surroundings, _KEY_TERM)


def _ends_soon(surroundings: Surroundings) -> Iterator[Finding]:
    """Warn of the last one that a person has; a successor at hand makes it a note."""
    now = surroundings.now
    usable = [each for each in surroundings.of(OwnCertificates).certificates if works(each)]
    for each in usable:
        ends = end_of(each.found.certificate)
        days = (ends - now).days
        if days <= SOON_DAYS:
            lasting = any(
                _same_person(each, other) and end_of(other.found.certificate) > ends
                for other in usable
            )
            yield caution(unless=lasting)(
                "certificate.ends-soon", Who.CA, **about(each), days=days, ends=ends.isoformat()
            )


def end_of(certificate: Certificate) -> datetime:
    """Return when a certificate stops to sign: its key may end earlier."""
    return min(filter(None, (certificate.not_after, certificate.key_not_after)))


def _same_person(one: OwnCertificate, other: OwnCertificate) -> bool:
    return one.found.certificate.snils == other.found.certificate.snils


_DEPENDS = ("CRT-01",)
CHECKS = (
    Check("CRT-04", _term, _TERM, _DEPENDS),
    Check("CRT-05", _ends_soon, ("certificate.ends-soon",), _DEPENDS),
    Check("CRT-06", _key_term, _KEY_TERM, _DEPENDS),
)
