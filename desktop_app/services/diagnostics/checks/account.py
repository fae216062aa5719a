"""Does the portal let this person in: level, session, consent, role, numbers?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.core.field_checks.numbers import check_inn
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.certificates import OwnCertificates
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.obstacles import about, works
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.signing.personal_marks import snils_problem

_NET = (Need.NET,)
_ANSWERED = ("NET-13",)


def _level(surroundings: Surroundings) -> Iterator[Finding]:
    portal = surroundings.of(PortalFacts)
    if portal.account_confirmed is False:
        yield fail("account.level-insufficient", level=portal.account_level)


def _snils(surroundings: Surroundings) -> Iterator[Finding]:
    snils = surroundings.of(PortalFacts).account_snils
    if snils and snils_problem(snils):
        yield fail("account.snils-wrong", Who.PORTAL, snils=snils)


def _inn(surroundings: Surroundings) -> Iterator[Finding]:
    """The ИНН comes from the certificate: the portal finds the person by it in the registers."""
    for each in surroundings.of(OwnCertificates).certificates:
        if works(each) and each.inn and not check_inn(each.inn).is_acceptable:
            yield warn("certificate.inn-malformed", Who.CA, **about(each), inn=each.inn)


def _consent(surroundings: Surroundings) -> Iterator[Finding]:
    portal = surroundings.of(PortalFacts)
    if portal.session == "valid" and portal.consent and portal.consent != "granted":
        yield note("consent.not-granted")


def _role(surroundings: Surroundings) -> Iterator[Finding]:
    portal = surroundings.of(PortalFacts)
    if portal.session == "valid":
        yield note("account.roles", roles=", ".join(portal.roles))


def _session(surroundings: Surroundings) -> Iterator[Finding]:
    portal = surroundings.of(PortalFacts)
    if portal.session == "expired":
        yield warn("session.expired")
    elif portal.configured and portal.session == "none":
        yield note("session.none")


CHECKS = (
    Check("ACC-01", _level, ("account.level-insufficient",), depends_on=_ANSWERED, needs=_NET),
    Check("ACC-02", _snils, ("account.snils-wrong",), depends_on=_ANSWERED, needs=_NET),
    Check("ACC-03", _inn, ("certificate.inn-malformed",), depends_on=("CRT-01",)),
    Check("ACC-06", _consent, ("consent.not-granted",), depends_on=_ANSWERED, needs=_NET),
    Check(
        "ACC-07",
        _role,
        ("account.roles",),
        depends_on=_ANSWERED,
        needs=_NET,
        explains=("account.role-forbidden",),
    ),
    Check(
        "ACC-08",
        _session,
        ("session.expired", "session.none"),
        depends_on=_ANSWERED,
        needs=_NET,
    ),
)
