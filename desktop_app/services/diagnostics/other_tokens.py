"""Severity of what is wrong with readers: nothing stands in the way while a token is seen."""

from __future__ import annotations

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import fail, note, warn
from desktop_app.services.diagnostics.devices.present import smart_card_devices
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings


def a_token_is_seen(surroundings: Surroundings) -> bool:
    """Whether some driver shows a token; False also where that cannot be told."""
    try:
        return bool(surroundings.of(TokenFacts).tokens)
    except FactsMissing:
        return False


def nothing_is_plugged_in(surroundings: Surroundings) -> bool:
    """Whether the USB can be seen and has neither token nor reader."""
    try:
        usb = surroundings.of(Usb)
    except FactsMissing:
        return False
    return usb.visible and not any(smart_card_devices(usb))


def obstacle(
    surroundings: Surroundings,
    cause: str,
    who: Who = Who.USER,
    fix: str | None = None,
    **evidence: object,
) -> Finding:
    """Return a failure, or a note where some driver shows a token all the same."""
    if a_token_is_seen(surroundings):
        return note(cause, who, None, **evidence)
    return fail(cause, who, fix, **evidence)


def unless_needless(
    surroundings: Surroundings, cause: str, fix: str | None = None, **evidence: object
) -> Finding:
    """Return a failure for ИТ, or a note that no reader is needed where a token is seen."""
    if a_token_is_seen(surroundings):
        return note("reader.not-needed", Who.USER, None, instead=cause, **evidence)
    return fail(cause, Who.IT, fix, **evidence)


def concern(
    surroundings: Surroundings, cause: str, who: Who = Who.USER, **evidence: object
) -> Finding:
    """Return a warning, or a note where some driver shows a token all the same."""
    found = note if a_token_is_seen(surroundings) else warn
    return found(cause, who, None, **evidence)
