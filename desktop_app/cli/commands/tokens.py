"""`nmo tokens`: drivers, tokens, PIN states, certificates."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.json_forms import driver_form, token_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.tokens import DriverState, Token, TokenCertificate, TokenOverview

SHOWN_ID = 16
"""Characters of a certificate's identifier that people are shown."""


def add_commands(commands: Commands) -> None:
    """Add `nmo tokens`."""
    commands.add("tokens", show_tokens)


def show_tokens(context: Context) -> Outcome:
    """List what every driver shows."""
    overview = context.services.tokens.overview()
    words = context.words
    return Outcome(
        document={
            "drivers": [driver_form(driver, words) for driver in overview.drivers],
            "tokens": [token_form(token, words) for token in overview.tokens],
        },
        text=_text(overview, words),
        exit_code=_exit_code(overview, named=bool(context.options.driver)),
    )


def _exit_code(overview: TokenOverview, *, named: bool) -> ExitCode:
    """A driver that was asked for by name must work; of the catalogue's at least one must."""
    failed = [driver for driver in overview.drivers if driver.state is not DriverState.OK]
    if failed and (named or len(failed) == len(overview.drivers)):
        return ExitCode.TOKEN
    return ExitCode.DONE


def _text(overview: TokenOverview, words: Words) -> str:
    parts = [_drivers_text(overview, words)]
    if not overview.tokens:
        parts.append(words("tokens.none"))
    parts += [_token_text(token, words) for token in overview.tokens]
    return "\n\n".join(parts)


def _drivers_text(overview: TokenOverview, words: Words) -> str:
    if not overview.drivers:
        return words("tokens.no-drivers")
    rows = [
        (driver.name, words.state("driver-state", driver.state), driver.path)
        for driver in overview.drivers
    ]
    headings = (words("column.driver"), words("column.state"), words("column.file"))
    errors = [
        f"{driver.name}: {words.error_text(driver.error)}"
        for driver in overview.drivers
        if driver.error is not None
    ]
    return "\n".join((table_text(headings, rows), *errors))


def _token_text(token: Token, words: Words) -> str:
    pin = words.state("pin-state", token.pin_state)
    lines = [
        words("tokens.token", label=token.label, model=token.model, serial=token.serial),
        "  " + words("tokens.place", reader=token.reader, pin=pin, tries=token.tries_left),
    ]
    if not token.certificates:
        lines.append("  " + words("tokens.empty"))
    for found in token.certificates:
        lines += _certificate_lines(found, words)
    return "\n".join(lines)


def _certificate_lines(found: TokenCertificate, words: Words) -> list[str]:
    certificate, fitness = found.certificate, found.fitness
    lines = [
        f"  {certificate.id[:SHOWN_ID]}  {certificate.subject}",
        "    "
        + words(
            "tokens.certificate",
            snils=certificate.snils,
            issuer=certificate.issuer,
            begins=certificate.not_before,
            ends=certificate.not_after,
            algorithm=certificate.algorithm,
        ),
        "    " + _fitness_text(found, words),
    ]
    if not (fitness.can_sign and fitness.can_sign_in):
        lines += [f"    — {words.reason(reason)}" for reason in fitness.reasons]
    return lines


def _fitness_text(found: TokenCertificate, words: Words) -> str:
    fitness = found.fitness
    if fitness.can_sign and fitness.can_sign_in:
        return words("tokens.fit")
    if fitness.can_sign:
        return words("tokens.fit-sign-only")
    if fitness.can_sign_in:
        return words("tokens.fit-login-only")
    return words("tokens.unfit")
