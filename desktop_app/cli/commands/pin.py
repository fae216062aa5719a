"""`nmo pin`: change a token's PIN, or unblock it with the administrator's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.cli.arguments import Commands, Parser
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.pin_entry import last_try_confirmed, refuse_hopeless
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.errors.tokens import (
    NewPinWeakError,
    PinUnblockRiskError,
    PinUnblockUnsupportedError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token


def add_commands(commands: Commands) -> None:
    """Add `nmo pin change` and `nmo pin unblock`."""
    _parser, inner = commands.group("pin")
    change_parser = inner.add("change", change)
    _add_options(change_parser)
    change_parser.add_argument(
        "--use-last-try", action="store_true", help=change_parser.words("option.use-last-try")
    )
    unblock_parser = inner.add("unblock", unblock)
    _add_options(unblock_parser)
    unblock_parser.add_argument(
        "--accept-risk", action="store_true", help=unblock_parser.words("option.accept-risk")
    )


def change(context: Context) -> Outcome:
    """Exchange the PIN; the new one is judged before the token is touched."""
    token, words = _token(context), context.words
    # A PIN that has to be changed is no obstacle to changing it.
    if token.pin_state is not PinState.MUST_CHANGE:
        refuse_hopeless(token)
    confirmed = token.pin_state is PinState.LAST_TRY and last_try_confirmed(context)
    if token.pin_pad:
        context.output.note(words("pin.on-pad", token=token.label))
        with cancellable() as cancel:
            context.services.pins.change(
                token.serial, None, None, last_try_confirmed=confirmed, cancel=cancel
            )
    else:
        with _pins(context, token, "pin.ask-old") as (old, new), cancellable() as cancel:
            context.services.pins.change(
                token.serial, old, new, last_try_confirmed=confirmed, cancel=cancel
            )
    return _done(token, words("pin.changed", token=token.label))


def unblock(context: Context) -> Outcome:
    """Set a new PIN with the administrator's, once the risk was agreed to."""
    token, words = _token(context), context.words
    way = context.services.pins.unblock_way(token.serial)
    if not way.supported:
        raise PinUnblockUnsupportedError(driver=way.driver)
    _agree_to_risk(context, way.admin_tries_left)
    with _pins(context, token, "pin.ask-admin") as (admin, new), cancellable() as cancel:
        context.services.pins.unblock(token.serial, admin, new, risk_accepted=True, cancel=cancel)
    return _done(token, words("pin.unblocked", token=token.label))


def _add_options(parser: Parser) -> None:
    words = parser.words
    parser.add_argument("--token", required=True, metavar="SERIAL", help=words("option.token"))
    parser.add_argument("--pin-stdin", action="store_true", help=words("option.two-pins-stdin"))


def _token(context: Context) -> Token:
    """Return the token whose serial is given, in any letters. Raises ``TokenMissingError``."""
    wanted = context.options.token.casefold()
    for token in context.services.tokens.overview().tokens:
        if token.serial.casefold() == wanted:
            return token
    raise TokenMissingError(token=context.options.token)


def _agree_to_risk(context: Context, tries_left: int | None) -> None:
    risk = PinUnblockRiskError(tries_left)
    if context.options.accept_risk:
        return
    if context.options.pin_stdin:
        raise risk
    message, word = context.words.error(risk), context.words("pin.agree-word")
    context.output.note(f"{message.title}. {message.text}")
    if context.console.line(context.words("pin.ask-agree", word=word)).casefold() != word:
        raise risk


@contextmanager
def _pins(context: Context, token: Token, question: str) -> Iterator[tuple[Pin, Pin]]:
    """Ask for the PIN that is needed and the new one, twice; both are overwritten afterwards."""
    asked: list[Pin] = []
    try:
        yield _asked(context, token, question, asked)
    finally:
        for pin in asked:
            pin.wipe()


def _asked(context: Context, token: Token, question: str, asked: list[Pin]) -> tuple[Pin, Pin]:
    console, words = context.console, context.words
    if context.options.pin_stdin:
        asked += [console.piped_line(), console.piped_line()]
        return asked[0], asked[1]
    asked.append(console.hidden_line(words(question, token=token.label)))
    asked.append(console.hidden_line(words("pin.ask-new")))
    _say_what_is_weak(context, token, asked[1])
    asked.append(console.hidden_line(words("pin.ask-again")))
    if asked[1].reveal() != asked[2].reveal():
        raise UsageError(words("pin.differ"))
    return asked[0], asked[1]


def _say_what_is_weak(context: Context, token: Token, new: Pin) -> None:
    reasons = context.services.pins.judge_new(token.serial, new)
    for reason in reasons:
        context.output.note(f"— {context.words.reason(reason)}")
    if reasons:
        codes = [reason.code for reason in reasons]
        raise NewPinWeakError(codes, token.pin_minimum, token.pin_maximum)


def _done(token: Token, text: str) -> Outcome:
    return Outcome({"token": token.serial, "changed": True}, text)
