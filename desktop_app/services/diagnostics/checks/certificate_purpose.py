"""Is the certificate meant for signing and signing in, and its key of a kind that is accepted?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, note
from desktop_app.services.diagnostics.facts.certificates import OwnCertificate, OwnCertificates
from desktop_app.services.diagnostics.obstacles import (
    UNSUPPORTED,
    about,
    caution,
    obstacle,
    works,
)
from desktop_app.services.diagnostics.surroundings import Surroundings

_PURPOSES = ("certificate.not-for-signing", "certificate.not-for-login")
_WEAK = "certificate.key-weak"


def _purpose(surroundings: Surroundings) -> Iterator[Finding]:
    own = surroundings.of(OwnCertificates)
    for each in own.certificates:
        for reason in each.found.fitness.reasons:
            if reason.code in _PURPOSES:
                used_for = sorted(each.found.certificate.key_usage)
                yield obstacle(unless=own.usable)(reason.code, **about(each), key_usage=used_for)


def _qualified(surroundings: Surroundings) -> Iterator[Finding]:
    """Only a certificate that works otherwise is worth a word on its marks."""
    working = [each for each in surroundings.of(OwnCertificates).certificates if works(each)]
    some = any(not each.qualified_problems for each in working)
    for each in (each for each in working if each.qualified_problems):
        lacks = [f"mark.{name}" for name in each.qualified_problems]
        yield caution(unless=some)("certificate.not-qualified", Who.CA, **about(each), lacks=lacks)


def _organisation(surroundings: Surroundings) -> Iterator[Finding]:
    own = surroundings.of(OwnCertificates)
    for each in (each for each in own.certificates if each.organisation_only):
        yield obstacle(unless=own.usable)("certificate.of-organisation", Who.CA, **about(each))


def _algorithm(surroundings: Surroundings) -> Iterator[Finding]:
    own = surroundings.of(OwnCertificates)
    sound = any(works(each) and not each.weakness for each in own.certificates)
    for each in own.certificates:
        evidence = {**about(each), "algorithm": each.found.certificate.algorithm}
        if each.weakness:
            say = obstacle(unless=sound)
            yield say(_WEAK, Who.CA, **evidence, weakness=each.weakness)
        elif any(reason.code == UNSUPPORTED for reason in each.found.fitness.reasons):
            yield obstacle(unless=own.usable)(UNSUPPORTED, **evidence)


def _parameters(surroundings: Surroundings) -> Iterator[Finding]:
    own = surroundings.of(OwnCertificates)
    for each in (each for each in own.certificates if not each.parameters_known):
        say = caution(unless=own.usable)
        yield say("certificate.parameters-unknown", **about(each), parameters=each.parameters)


def _encoding(surroundings: Surroundings) -> Iterator[Finding]:
    """Oddities that only a strict reader minds are told and no more."""
    own = surroundings.of(OwnCertificates).certificates
    some = any(works(each) and not _offends(each) for each in own)
    for each in (each for each in own if each.encoding_problems):
        say = caution(unless=some) if _offends(each) else note
        problems = [f"oddity.{name}" for name in each.encoding_problems]
        yield say("certificate.odd-encoding", Who.CA, **about(each), problems=problems)


def _offends(own: OwnCertificate) -> bool:
    return any(problem != "strict" for problem in own.encoding_problems)


_DEPENDS = ("CRT-01",)
CHECKS = (
    Check(
        "CRT-07",
        _purpose,
        _PURPOSES,
        _DEPENDS,
        explains=("certificate.unfit", "key.not-for-signing", "path.wrong-usage"),
    ),
    Check("CRT-08", _qualified, ("certificate.not-qualified",), _DEPENDS),
    Check("CRT-12", _organisation, ("certificate.of-organisation",), _DEPENDS),
    Check(
        "CRT-16", _algorithm, (_WEAK, UNSUPPORTED), _DEPENDS, explains=("algorithm.unsupported",)
    ),
    Check("CRT-17", _parameters, ("certificate.parameters-unknown",), _DEPENDS),
    Check(
        "CRT-32",
        _encoding,
        ("certificate.odd-encoding",),
        _DEPENDS,
        explains=("key.malformed",),
    ),
)
