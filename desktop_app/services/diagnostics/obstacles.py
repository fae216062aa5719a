"""How hard trouble with one certificate weighs beside others that can do the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app.core.diagnostics import Finding
from desktop_app.services.diagnostics.check import fail, note, warn
from desktop_app.services.diagnostics.facts.certificates import OwnCertificate

UNSUPPORTED = "certificate.algorithm-unsupported"
Say = Callable[..., Finding]


def obstacle(*, unless: bool) -> Say:
    """Return ``fail``, or ``note`` where something else does the work."""
    return note if unless else fail


def caution(*, unless: bool) -> Say:
    """Return ``warn``, or ``note`` where something else does the work."""
    return note if unless else warn


def about(own: OwnCertificate) -> dict[str, Any]:
    """Return by what people and programs know a certificate, for the evidence."""
    certificate = own.found.certificate
    return {
        "certificate": certificate.id,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "token_serial": own.token.serial,
    }


def works(own: OwnCertificate) -> bool:
    """Whether a certificate can sign in by itself.

    One whose algorithm this program does not know yet is looked at like them: it is no worse.
    """
    fitness = own.found.fitness
    codes = {reason.code for reason in fitness.reasons}
    return fitness.can_sign_in or codes == {UNSUPPORTED}
