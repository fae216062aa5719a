"""What is known of one token, and how it looks to the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.core.tokens import Driver, Token, TokenCertificate
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.pin_state import has_pin_pad, pin_state, tries_left
from desktop_app.signing.protocol import (
    CertificateObject,
    Contents,
    PrivateKeyObject,
    TokenFlag,
    TokenState,
)


@dataclass(slots=True)
class KnownToken:
    """What was read from one token, and when it may be read again after a failure."""

    state: TokenState
    contents: Contents | None = None
    error: NmoError | None = None
    read_at: float = 0.0
    keys_after_login: tuple[PrivateKeyObject, ...] | None = None
    proven: tuple[tuple[bytes, PrivateKeyObject], ...] = ()
    """Certificates (DER) whose key a login found."""


def token_of(driver: Driver, known: KnownToken) -> Token:
    """Return the token as the rest of the program sees it."""
    state = known.state
    objects = known.contents.certificates if known.contents is not None else ()
    certificates = (_certificate(each, known) for each in objects)
    return Token(
        serial=state.serial,
        label=state.label,
        model=state.model,
        manufacturer=state.manufacturer,
        reader=state.reader,
        drivers=(driver.path,),
        pin_state=pin_state(state.flags),
        tries_left=tries_left(state),
        pin_pad=has_pin_pad(state.flags),
        pin_minimum=state.pin_minimum,
        pin_maximum=state.pin_maximum,
        certificates=tuple(sorted(filter(None, certificates), key=_by_name_then_newest)),
    )


def _by_name_then_newest(found: TokenCertificate) -> tuple[str, float, str]:
    certificate = found.certificate
    return certificate.subject.casefold(), -certificate.not_after.timestamp(), certificate.id


def _certificate(found: CertificateObject, known: KnownToken) -> TokenCertificate | None:
    try:
        certificate = read_certificate(found.der)
    except NotCertificateError:
        return None  # An object of the right class whose value is not a certificate.
    key = found.key or dict(known.proven).get(found.der)
    for shown in known.keys_after_login or ():
        if key is None and found.key_id and shown.key_id == found.key_id:
            key = shown
    shows_keys = known.contents is not None and known.contents.shows_private_keys
    no_login = not known.state.flags & TokenFlag.LOGIN_REQUIRED
    key_known = shows_keys or no_login or known.keys_after_login is not None
    return TokenCertificate(
        certificate=certificate,
        key_id=found.key_id,
        has_private_key=key is not None or (not key_known and found.public_key),
        key_known=key_known,
        always_authenticate=key is not None and key.always_authenticate,
    )
