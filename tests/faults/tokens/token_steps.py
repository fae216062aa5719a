"""Steps that the fault tests share."""

from __future__ import annotations

from desktop_app.core.errors.base import NmoError
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import TokenOverview
from desktop_app.signing.signing_session import SigningSession
from desktop_app.signing.tokens import Tokens


def certificate_of(overview: TokenOverview, number: int = 0) -> str:
    """Return the identifier of a certificate on the only token."""
    (token,) = overview.tokens
    return token.certificates[number].certificate.id


def error_of(overview: TokenOverview) -> NmoError | None:
    """Return the error of the only driver."""
    (report,) = overview.drivers
    return report.error


def sign(session: SigningSession) -> bytes:
    """Sign with the best algorithm."""
    algorithm = session.algorithms[0]
    return session.sign(b"document", algorithm)


def sign_once(tokens: Tokens, certificate: str, pin: str | None = "123456") -> bytes:
    """Log in, sign, log out."""
    with tokens.session(certificate, None if pin is None else Pin(pin)) as session:
        return sign(session)
