"""Exit codes of the command: permanent, scripts rely on them (design/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from desktop_app.core.errors import NmoError, concrete_errors
from desktop_app.core.errors.inputs import ChoiceError, InputError
from desktop_app.core.errors.portal import PortalError, RefusedError
from desktop_app.core.errors.tokens import PinError, TokenError
from desktop_app.core.verdicts import Verdict


class ExitCode(IntEnum):
    """What the command came to."""

    DONE = 0
    """Done, and every verdict was good."""
    BAD = 1
    """Done, and some verdict was bad; or this computer or the program itself failed."""
    USAGE = 2
    UNKNOWN = 3
    """A verdict was asked for and cannot be given."""
    TOKEN = 4
    PIN = 5
    PORTAL = 6
    REFUSED = 7
    INPUT = 8
    CANCELLED = 130


_BY_CLASS: tuple[tuple[type[NmoError], ExitCode], ...] = (
    (TokenError, ExitCode.TOKEN),
    (PinError, ExitCode.PIN),
    (PortalError, ExitCode.PORTAL),
    (RefusedError, ExitCode.REFUSED),
    (InputError, ExitCode.INPUT),
    (ChoiceError, ExitCode.USAGE),
)
_BY_VERDICT = {
    Verdict.GOOD: ExitCode.DONE,
    Verdict.BAD: ExitCode.BAD,
    Verdict.UNKNOWN: ExitCode.UNKNOWN,
}


def exit_code_of(kind: type[NmoError]) -> ExitCode:
    """Return the exit code of a class of errors."""
    for known, code in _BY_CLASS:
        if issubclass(kind, known):
            return code
    return ExitCode.BAD


def exit_code_of_codes(error_codes: Iterable[str]) -> ExitCode:
    """Return the exit code of the first of some error codes; ``DONE`` when there is none."""
    kinds = concrete_errors()
    for code in error_codes:
        return exit_code_of(kinds[code]) if code in kinds else ExitCode.BAD
    return ExitCode.DONE


def exit_code_of_verdict(verdict: Verdict) -> ExitCode:
    """Return the exit code of a verdict."""
    return _BY_VERDICT[verdict]
