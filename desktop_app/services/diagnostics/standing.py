"""Whether trouble with one token stands in the way: not while another one is fit."""

from __future__ import annotations

from desktop_app.core.tokens import PinState
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection
from desktop_app.signing.protocol import TokenFlag

_CLOSED = frozenset({PinState.LOCKED, PinState.NOT_SET})


def is_fit(found: TokenInspection) -> bool:
    """Whether somebody can sign in with this token now, as far as it is known."""
    is_open = found.token.pin_state not in _CLOSED and found.locked_since is None
    return is_open and any(each.fitness.can_sign_in for each in found.token.certificates)


def is_blank(found: TokenInspection) -> bool:
    """Whether a token is empty: C_InitToken was never called."""
    return bool(found.flags) and not found.flags & TokenFlag.INITIALIZED


def stands_in_the_way(found: TokenInspection, facts: TokenFacts) -> bool:
    """Whether no other token is fit, so that what is wrong with this one is an obstacle.

    Drivers of TPM and SoftHSM show an empty token beside those in use: it hinders nobody.
    """
    if is_blank(found) and any(each.token.certificates for each in facts.tokens):
        return False
    return not any(is_fit(other) for other in facts.tokens if other is not found)
