"""`nmo account passport`: the passport compared with the state's own data."""

from __future__ import annotations

from argparse import Namespace

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.paper_questions import answered, given_values
from desktop_app.cli.words import Words
from desktop_app.core.identity import PassportOutcome, PassportStanding


def add_commands(commands: Commands) -> None:
    """Add the command of the passport check below `nmo account`."""
    parser = commands.add("passport", compare)
    words = parser.words
    parser.add_argument(
        "--field",
        metavar=words("metavar.field"),
        action="append",
        default=[],
        help=words("option.form-field"),
    )
    parser.add_argument("--show", action="store_true", help=words("option.passport-show"))


def compare(context: Context) -> Outcome:
    """Ask for what is missing and have the portal compare it; or show the last check."""
    options: Namespace = context.options
    service = context.services.registers.passport
    if options.show:
        with cancellable() as cancel:
            return _outcome(service.standing(cancel), context.words)
    values = {**service.known_values(), **given_values(options.field, context.words)}
    values = answered(context, service.form, values, service.check)
    with cancellable() as cancel:
        return _outcome(service.compare(values, cancel), context.words)


def _outcome(standing: PassportStanding, words: Words) -> Outcome:
    last = standing.last
    document: Form = {
        "outcome": None if last is None else last.outcome.value,
        "differing": [] if last is None else [field.value for field in last.differing],
        "checked_at": None if last is None else moment(last.checked_at),
        "tries_left": standing.tries_left,
        "blocked_until": moment(standing.blocked_until),
        "kept_at": moment(standing.kept_at),
    }
    good = last is None or last.outcome is PassportOutcome.MATCH
    return Outcome(
        document, "\n".join(_lines(standing, words)), ExitCode.DONE if good else ExitCode.BAD
    )


def _lines(standing: PassportStanding, words: Words) -> list[str]:
    last = standing.last
    kept = [words("portal.kept", at=standing.kept_at)] if standing.kept_at else []
    if last is None:
        return [words("passport.never"), *kept]
    lines = [words(f"passport.{last.outcome.value}", at=last.checked_at)]
    for field in last.differing:
        name = words.state("passport-field", field.value)
        remedy = words.state("passport-remedy", field.value)
        lines.append(f"  {name}: {remedy}")
    if standing.blocked_until is not None:
        lines.append(words("passport.blocked", until=standing.blocked_until))
    elif last.outcome is PassportOutcome.MISMATCH:
        lines.append(words("passport.tries", tries=standing.tries_left))
    return lines + kept
