"""Is the certificate this very person's, and can the portal tell by it who it is?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, skip, warn
from desktop_app.services.diagnostics.facts.certificates import OwnCertificate, OwnCertificates
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.obstacles import about, obstacle, works
from desktop_app.services.diagnostics.person_names import Likeness, compare, digits, normal
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings

_ABSENT, _MALFORMED = "certificate.no-snils", "certificate.snils-malformed"
_NOBODY = "account.not-signed-in"
_DIFFERENT = {
    Likeness.OTHER_SURNAME: ("certificate.other-surname", Who.USER),
    Likeness.OTHER: ("certificate.other-name", Who.USER),
    Likeness.LOOK_ALIKE: ("certificate.look-alike-name", Who.CA),
}


def _snils(surroundings: Surroundings) -> Iterator[Finding]:
    """An organisation has none and is told of elsewhere."""
    own = surroundings.of(OwnCertificates).certificates
    some = any(works(each) and not each.snils_problem for each in own)
    for each in (each for each in own if each.snils_problem and not each.organisation_only):
        cause = _ABSENT if each.snils_problem == "absent" else _MALFORMED
        snils = each.found.certificate.snils
        yield obstacle(unless=some)(cause, Who.CA, **about(each), snils=snils)


def _of_account(surroundings: Surroundings) -> Iterator[Finding]:
    """Who is signed in must have one of the certificates; those of colleagues are no trouble."""
    portal = _account(surroundings)
    if portal is None or not portal.account_snils:
        yield skip(_NOBODY)
        return
    working = [each for each in surroundings.of(OwnCertificates).certificates if works(each)]
    if working and not any(_is_owner(each, portal) for each in working):
        for each in working:
            yield fail("certificate.other-person", **about(each), name=portal.account_name)


def _same_name(surroundings: Surroundings) -> Iterator[Finding]:
    """Compare names where the СНИЛС says that it is the same person."""
    portal = _account(surroundings)
    if portal is None or not portal.account_name:
        yield skip(_NOBODY)
        return
    for each in surroundings.of(OwnCertificates).certificates:
        if not works(each) or not _is_owner(each, portal):
            continue
        likeness = compare(each.found.certificate.subject, portal.account_name)
        evidence = {**about(each), "name": portal.account_name}
        if likeness in _DIFFERENT:
            cause, who = _DIFFERENT[likeness]
            yield warn(cause, who, **evidence)


def _namesakes(surroundings: Surroundings) -> Iterator[Finding]:
    """Several certificates of one person that serve: what they differ in."""
    of_person: dict[tuple[str, str], dict[str, OwnCertificate]] = defaultdict(dict)
    for each in surroundings.of(OwnCertificates).certificates:
        certificate = each.found.certificate
        if works(each):
            person = digits(certificate.snils), normal(certificate.subject)
            of_person[person].setdefault(certificate.id, each)
    for certificates in (tuple(found.values()) for found in of_person.values()):
        if len(certificates) > 1:
            yield note(
                "certificate.several",
                subject=certificates[0].found.certificate.subject,
                count=len(certificates),
                differ_in=[f"difference.{name}" for name in _differences(certificates)],
                certificates=[each.found.certificate.id for each in certificates],
            )


def _differences(several: tuple[OwnCertificate, ...]) -> Iterator[str]:
    read = [each.found.certificate for each in several]
    values: dict[str, set[Any]] = {
        "organisation": {each.organisation for each in read},
        "issuer": {each.issuer for each in read},
        "term": {each.not_after.date() for each in read},
        "algorithm": {each.algorithm for each in read},
        "token": {each.token.serial for each in several},
    }
    found = [name for name, different in values.items() if len(different) > 1]
    return iter(found or ["serial-number"])


def _is_owner(own: OwnCertificate, portal: PortalFacts) -> bool:
    return digits(own.found.certificate.snils) == digits(portal.account_snils)


def _account(surroundings: Surroundings) -> PortalFacts | None:
    """Without the portal's word the certificates are judged by themselves."""
    try:
        return surroundings.of(PortalFacts)
    except FactsMissing:
        return None


_DEPENDS = ("CRT-01",)
_NET = (Need.NET,)
CHECKS = (
    Check("CRT-09", _snils, (_ABSENT, _MALFORMED), _DEPENDS),
    Check(
        "CRT-10",
        _of_account,
        ("certificate.other-person", _NOBODY),
        _DEPENDS,
        _NET,
        explains=("outbox.other-person",),
    ),
    Check(
        "CRT-11",
        _same_name,
        (*(cause for cause, _who in _DIFFERENT.values()), _NOBODY),
        _DEPENDS,
        _NET,
    ),
    Check("CRT-13", _namesakes, ("certificate.several",), _DEPENDS),
)
