"""Whether trouble with one token stands in the way: not while another one is fit."""

from __future__ import annotations

from desktop_app.core.tokens import PinState, Token
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection

_CLOSED = frozenset({PinState.LOCKED, PinState.NOT_SET})


def is_fit(token: Token) -> bool:
    """Whether somebody can sign in with this token now."""
    return token.pin_state not in _CLOSED and any(
        each.fitness.can_sign_in for each in token.certificates
    )


def stands_in_the_way(found: TokenInspection, facts: TokenFacts) -> bool:
    """Whether no other token is fit, so that what is wrong with this one is an obstacle."""
    return not any(is_fit(other.token) for other in facts.tokens if other is not found)
