"""The person at the terminal, asked to put a token back in the middle of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.cli.context import Context
from desktop_app.cli.interruption import interruptible
from desktop_app.cli.pin_entry import ask_pin
from desktop_app.core.pin import PinGiven
from desktop_app.core.tokens import Token

if TYPE_CHECKING:
    from desktop_app.services.batch_signing import Attendant, TokenGone


def attendant_at(context: Context) -> Attendant | None:
    """Return who waits for the token here; None for scripts, which end instead."""
    asks_nobody = context.options.pin_stdin or context.output.as_json
    return None if asks_nobody or not context.console.has_person() else _AtTerminal(context)


@dataclass(frozen=True, slots=True)
class _AtTerminal:
    _context: Context

    def token_gone(self, gone: TokenGone) -> None:
        """Say how far it came, and what to do."""
        words, data = self._context.words, gone.data()
        message = words.catalogue.message(gone.code, data, words.language)
        advice = words("sign.token-gone", token=data["token"])
        self._context.output.note(f"{message.title}. {message.text} {advice}")

    def pin_again(self, token: Token) -> PinGiven:
        """Ask for the PIN. Raises ``PinError``."""
        with interruptible():
            return ask_pin(self._context, token)
