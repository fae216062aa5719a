"""Tokens and certificates for tests of the window: values only, no cryptography."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.tokens import PinState, Token, TokenCertificate
from desktop_app.core.verdicts import Reason

SNILS = "11223344595"
FIT = Fitness(can_sign=True, can_sign_in=True)


def unfit(*codes: str) -> Fitness:
    """Return what a certificate is that these reasons speak against."""
    return Fitness(can_sign=False, can_sign_in=False, reasons=tuple(map(Reason, codes)))


def certificate(
    number: int = 1, *, owner: str = "Иванова Мария Петровна", fitness: Fitness = FIT
) -> TokenCertificate:
    """Return a certificate on a token."""
    return TokenCertificate(
        Certificate(
            id=f"{number:064x}",
            der=b"",
            subject=owner,
            organisation="",
            snils=SNILS,
            issuer="Учебный УЦ",
            serial_number=f"{number:x}",
            not_before=datetime(2026, 1, 1, tzinfo=UTC),
            not_after=datetime(2027, 3, 12, tzinfo=UTC),
            key_not_after=None,
            algorithm="RSA 2048",
            key_usage=frozenset({"digital_signature"}),
            extended_key_usage=frozenset(),
        ),
        key_id=bytes([number]),
        has_private_key=True,
        fitness=fitness,
    )


def token(
    *certificates: TokenCertificate,
    pin_state: PinState = PinState.OK,
    tries_left: int | None = None,
    pin_pad: bool = False,
    label: str = "Рутокен ЭЦП",
) -> Token:
    """Return a token with these certificates."""
    return Token(
        serial="0f2a",
        label=label,
        model="",
        manufacturer="",
        reader="",
        drivers=("driver.so",),
        pin_state=pin_state,
        tries_left=tries_left,
        pin_pad=pin_pad,
        certificates=certificates,
    )
