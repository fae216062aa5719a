"""Was it the chosen certificate that made the last sign-in or signature fail?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.core.verdicts import Verdict
from desktop_app.services.diagnostics.check import Check, fail, warn
from desktop_app.services.diagnostics.facts.attempts import LastAttempt
from desktop_app.services.diagnostics.facts.certificates import (
    OwnCertificate,
    OwnCertificates,
    Paths,
)
from desktop_app.services.diagnostics.obstacles import about
from desktop_app.services.diagnostics.surroundings import Surroundings, known_or

_REFUSED, _NO_KEY = "login.refused", "key.missing"
_OF_CERTIFICATE = (_REFUSED, _NO_KEY, "key.not-for-signing", "certificate.unfit")
"""Outcomes that the certificate itself may be the cause of."""


def _chosen(surroundings: Surroundings) -> Iterator[Finding]:
    """Whatever else would do: it is this one that the person wants to use."""
    attempt = surroundings.of(LastAttempt)
    if attempt.outcome not in _OF_CERTIFICATE:
        return
    own = surroundings.of(OwnCertificates).certificates
    for each in (each for each in own if each.found.certificate.id == attempt.certificate):
        reasons = list(dict.fromkeys(_reasons(each, attempt, surroundings)))
        at = attempt.at.isoformat() if attempt.at else ""
        if reasons:
            yield fail("attempt.certificate-unfit", **about(each), reasons=reasons, at=at)
        elif attempt.outcome == _REFUSED:
            yield warn("attempt.refused", Who.PORTAL, **about(each), at=at)
        return


def _reasons(
    own: OwnCertificate, attempt: LastAttempt, surroundings: Surroundings
) -> Iterator[str]:
    if attempt.outcome == _NO_KEY:
        yield "certificate.key-missing"
    yield from (reason.code for reason in own.found.fitness.reasons)
    for path in known_or(surroundings, Paths, Paths()).paths:
        if path.certificate.id == attempt.certificate:
            bad = (reason for reason in path.details if reason.verdict is Verdict.BAD)
            yield from (reason.code for reason in bad)


CHECKS = (
    Check(
        "CRT-33",
        _chosen,
        ("attempt.certificate-unfit", "attempt.refused"),
        depends_on=("CRT-01",),
        needs=(Need.NET,),
        explains=(_REFUSED,),
    ),
)
