"""Judging facts that are written down, and tokens to write down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.tokens import PinState, Token, TokenCertificate
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection
from desktop_app.services.diagnostics.surroundings import known
from desktop_app.services.diagnostics.walking import all_checks

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHECKS = {check.id: check for check in all_checks()}
INITIALISED = 0x400


def judged(identifier: str, *facts: object, system: str = "linux") -> list[tuple[str, str]]:
    """Return status and cause of each finding."""
    findings = findings_of(CHECKS[identifier], known(NOW, *facts, system=system))
    return [(each.status.value, each.cause) for each in findings]


def fit_certificate(name: str = "Иванова Мария Петровна") -> TokenCertificate:
    """Return a certificate that can sign in."""
    certificate = Certificate(
        id=name.encode().hex(),
        der=b"",
        subject=name,
        organisation="",
        snils="11223344595",
        issuer="УЦ",
        serial_number="01",
        not_before=NOW,
        not_after=NOW,
        key_not_after=None,
        algorithm="RSA 2048",
        key_usage=frozenset(),
        extended_key_usage=frozenset(),
    )
    fitness = Fitness(can_sign=True, can_sign_in=True)
    return TokenCertificate(certificate, b"\1", has_private_key=True, fitness=fitness)


def token(serial: str = "1", *, fit: bool = True, **change: Any) -> Token:
    """Return a token, with a certificate that can sign in unless told otherwise."""
    plain = Token(
        serial=serial,
        label=f"токен {serial}",
        model="Рутокен ЭЦП",
        manufacturer="Актив",
        reader=f"reader {serial}",
        drivers=("/usr/lib/librtpkcs11ecp.so",),
        pin_state=PinState.OK,
        pin_minimum=6,
        pin_maximum=32,
        certificates=(fit_certificate(),) if fit else (),
    )
    return replace(plain, **change)


def inspected(shown: Token | None = None, **change: Any) -> TokenInspection:
    """Return a token with what a look without login shows."""
    plain = TokenInspection(
        shown or token(), flags=INITIALISED, mechanisms=("RSA_PKCS", "GOSTR3410")
    )
    return replace(plain, **change)


def tokens(*found: TokenInspection) -> TokenFacts:
    """Return the facts of these tokens."""
    return TokenFacts(found)
