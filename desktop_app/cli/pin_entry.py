"""Which key a command uses, and how its PIN is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from desktop_app.cli.context import Context
from desktop_app.core.errors.inputs import CertificateUnfitError
from desktop_app.core.errors.tokens import (
    PinError,
    PinLastTryError,
    PinLockedError,
    PinMustChangeError,
    PinNotSetError,
)
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.tokens import PinState, Token, TokenCertificate

_HOPELESS: dict[PinState, type[PinError]] = {
    PinState.LOCKED: PinLockedError,
    PinState.NOT_SET: PinNotSetError,
    PinState.MUST_CHANGE: PinMustChangeError,
}
Purpose = Literal["sign", "login"]


def chosen_key(context: Context, purpose: Purpose) -> tuple[Token, TokenCertificate]:
    """Return the token and certificate that ``--certificate`` names.

    Raises ``CertificateNotFoundError``, ``CertificateAmbiguousError``, and
    ``CertificateUnfitError`` when the certificate may not be used, before any PIN is asked.
    """
    token, found = context.services.tokens.find(context.options.certificate)
    fitness = found.fitness
    if not (fitness.can_sign if purpose == "sign" else fitness.can_sign_in):
        codes = list(dict.fromkeys(reason.code for reason in fitness.reasons))
        raise CertificateUnfitError(found.certificate.id, codes)
    return token, found


@contextmanager
def pin_for(context: Context, token: Token) -> Iterator[PinGiven]:
    """Ask for the PIN of ``token`` and overwrite it afterwards.

    The token's flags are looked at first: a locked PIN is not asked for, and the last try
    needs the person's explicit word (or ``--use-last-try``). Raises ``PinError``.
    """
    given = ask_pin(context, token)
    try:
        yield given
    finally:
        if given.pin is not None:
            given.pin.wipe()


def ask_pin(context: Context, token: Token) -> PinGiven:
    """Ask for the PIN of ``token`` as ``pin_for`` does; the caller overwrites it."""
    refuse_hopeless(token)
    confirmed = token.pin_state is PinState.LAST_TRY and last_try_confirmed(context)
    return PinGiven(_read_pin(context, token), confirmed)


def refuse_hopeless(token: Token) -> None:
    """Raise what makes asking for the PIN of ``token`` pointless."""
    if token.pin_state in _HOPELESS:
        raise _HOPELESS[token.pin_state]


def last_try_confirmed(context: Context) -> bool:
    """Ask for the explicit word before the last try. Raises ``PinLastTryError``."""
    if context.options.use_last_try:
        return True
    if context.options.pin_stdin:
        raise PinLastTryError
    message = context.words.error(PinLastTryError())
    context.output.note(f"{message.title}. {message.text}")
    word = context.words("pin.last-word")
    if context.console.line(context.words("pin.ask-last", word=word)).casefold() != word:
        raise PinLastTryError
    return True


def _read_pin(context: Context, token: Token) -> Pin | None:
    if token.pin_pad:
        context.output.note(context.words("pin.on-pad", token=token.label))
        return None
    if context.options.pin_stdin:
        return context.console.piped_line()
    return context.console.hidden_line(context.words("pin.ask", token=token.label))
