"""Severity of what is wrong with readers: nothing stands in the way where none is needed."""

from __future__ import annotations

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import fail, note, warn
from desktop_app.services.diagnostics.devices.present import smart_card_devices
from desktop_app.services.diagnostics.facts.drivers import Drivers
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings, known_or


def no_reader_is_needed(surroundings: Surroundings) -> bool:
    """Whether some driver shows a token, or every driver in use is one of tokens in software.

    False also where that cannot be told.
    """
    tokens = known_or(surroundings, TokenFacts, TokenFacts()).tokens
    loaded = known_or(surroundings, Drivers, Drivers()).loaded
    return bool(tokens) or (bool(loaded) and not any(each.needs_reader for each in loaded))


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
    """Return a failure, or a note where no reader is needed."""
    if no_reader_is_needed(surroundings):
        return note(cause, who, None, **evidence)
    return fail(cause, who, fix, **evidence)


def unless_needless(
    surroundings: Surroundings, cause: str, fix: str | None = None, **evidence: object
) -> Finding:
    """Return a failure for ИТ, or a note that no reader is needed."""
    if no_reader_is_needed(surroundings):
        return note("reader.not-needed", Who.USER, None, instead=cause, **evidence)
    return fail(cause, Who.IT, fix, **evidence)


def concern(
    surroundings: Surroundings, cause: str, who: Who = Who.USER, **evidence: object
) -> Finding:
    """Return a warning, or a note where no reader is needed."""
    found = note if no_reader_is_needed(surroundings) else warn
    return found(cause, who, None, **evidence)
