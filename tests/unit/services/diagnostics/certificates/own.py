"""What lies on the tokens of these tests, from certificates issued at run time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.tokens import PinState, Token, TokenCertificate
from desktop_app.services.diagnostics.checks import (
    certificate_owner,
    certificate_path,
    certificate_presence,
    certificate_purpose,
    certificate_revocation,
    certificate_term,
)
from desktop_app.services.diagnostics.collectors.certificates import own_certificates
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.certificates import OwnCertificate, OwnCertificates
from desktop_app.services.diagnostics.surroundings import known
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.fitness import judge_fitness
from tests.certificates.authority import DAY, NOW, Issued, Wanted, root

CHECKS = {
    check.id: check
    for module in (
        certificate_presence,
        certificate_term,
        certificate_purpose,
        certificate_owner,
        certificate_path,
        certificate_revocation,
    )
    for check in module.CHECKS
}
ANNA = Wanted(
    "Смирнова Анна Сергеевна",
    snils="11223344595",
    surname="Смирнова",
    given_name="Анна Сергеевна",
)
PAST = replace(ANNA, not_before=NOW - 400 * DAY, not_after=NOW - 3 * DAY)
TOP = root("Учебный корень")


def on_token(
    issued: Issued,
    *,
    key: bool = True,
    key_id: bytes = b"\x01",
    at: datetime = NOW,
    revoked: bool = False,
    **more: Any,
) -> TokenCertificate:
    """Return a certificate as a judged token shows it."""
    certificate = read_certificate(issued.der)
    fitness = judge_fitness(
        certificate, has_private_key=key, key_known=True, at=at, revoked=revoked
    )
    return TokenCertificate(certificate, key_id, key, fitness=fitness, **more)


def token(*certificates: TokenCertificate, serial: str = "0A1B2C3D") -> Token:
    return Token(serial, "Токен", "", "", "", (), PinState.OK, certificates=certificates)


def own(*certificates: TokenCertificate) -> OwnCertificates:
    """Return what one token with these certificates comes to; marks of Order 795 are there."""
    found = own_certificates((token(*certificates),))
    qualified = tuple(replace(each, qualified_problems=()) for each in found.certificates)
    return replace(found, certificates=qualified)


def changed(facts: OwnCertificates, **values: Any) -> OwnCertificates:
    """Return the facts with something else known of every certificate."""
    return replace(
        facts, certificates=tuple(replace(each, **values) for each in facts.certificates)
    )


def only(facts: OwnCertificates) -> OwnCertificate:
    (found,) = facts.certificates
    return found


def anna(**wanted: Any) -> TokenCertificate:
    return on_token(TOP.issue(replace(ANNA, **wanted)))


def findings(identifier: str, *facts: object, system: str = "linux") -> tuple[Finding, ...]:
    """Return what a check finds in these facts."""
    return findings_of(CHECKS[identifier], known(NOW, *facts, system=system))


def told(found: Iterable[Finding]) -> list[tuple[CheckStatus, str]]:
    return [(each.status, each.cause) for each in found]
