"""Reading the command line: argparse that speaks the person's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from desktop_app.cli.context import Handler
from desktop_app.cli.words import Words
from desktop_app.core.errors.inputs import UsageError

# What argparse of Python 3.11 says, and the phrase that says the same.
_COMPLAINTS = (
    (r"the following arguments are required: (?P<names>.+)", "usage.required"),
    (r"one of the arguments (?P<names>.+) is required", "usage.one-required"),
    (r"unrecognized arguments: (?P<names>.+)", "usage.unknown"),
    (r"ambiguous option: (?P<name>\S+) could match (?P<names>.+)", "usage.ambiguous"),
    (r"argument (?P<name>.+?): expected one argument", "usage.value-missing"),
    (r"argument (?P<name>.+?): expected at least one argument", "usage.value-missing"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<names>.+)", "usage.not-both"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", "usage.no-value"),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<names>.+)\)",
        "usage.choice",
    ),
    (r"argument (?P<name>.+?): invalid \S+ value: (?P<value>.+)", "usage.value-wrong"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are in one language and that never exits by itself.

    ``shared`` is a parser whose options, ``--help`` among them, it has too.
    """

    words: Words

    def __init__(self, *, words: Words, shared: Parser | None = None, **settings: Any) -> None:
        super().__init__(
            add_help=False, allow_abbrev=False, formatter_class=_formatter(words), **settings
        )
        self.words = words
        self._positionals.title = words("help.arguments")
        self._optionals.title = words("help.options")
        if shared is None:
            self.add_argument("-h", "--help", action="help", help=words("help.help"))
        else:
            self._add_container_actions(shared)

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageError`` with the complaint in the person's words."""
        raise UsageError(detail=_translated(self.words, message))


class Commands:
    """One level of commands: `nmo COMMAND`, or `nmo consent COMMAND`."""

    def __init__(self, parser: Parser, key: str = "", *, required: bool = True) -> None:
        self._words = parser.words
        self._key = key
        self._parsers = parser.add_subparsers(
            title=self._words("help.commands"),
            metavar=self._words("help.command"),
            required=required,
            parser_class=Parser,
        )

    def add(self, name: str, handler: Handler | None = None) -> Parser:
        """Add a command; its summary is the phrase ``cli.summary.NAME``."""
        summary = self._words(f"summary.{self._key}{name}")
        shared = None if handler is None else _options_again(self._words)
        parser: Parser = self._parsers.add_parser(
            name, words=self._words, help=summary, description=summary, shared=shared
        )
        if handler is not None:
            parser.set_defaults(handler=handler)
        return parser

    def group(self, name: str, handler: Handler | None = None) -> tuple[Parser, Commands]:
        """Add a command with commands of its own; with a handler it also works alone."""
        parser = self.add(name, handler)
        return parser, Commands(parser, f"{self._key}{name}-", required=handler is None)


@cache
def _options_again(words: Words) -> Parser:
    """Return the options of every command for use after its name, made once for all commands."""
    parser = Parser(words=words)
    add_global_options(parser, again=True)
    return parser


def add_global_options(parser: Parser, *, again: bool = False) -> None:
    """Add the options of every command; ``again`` takes them after the command's name too."""
    words, no = parser.words, argparse.SUPPRESS if again else None
    group = parser.add_argument_group(words("help.global"))
    flags: dict[str, Any] = {
        "action": "store_true",
        "default": argparse.SUPPRESS if again else False,
    }
    group.add_argument("--json", help=words("option.json"), **flags)
    group.add_argument("--lang", choices=("ru", "en"), default=no, help=words("option.lang"))
    group.add_argument(
        "--home", metavar=words("metavar.folder"), type=Path, default=no, help=words("option.home")
    )
    group.add_argument(
        "--driver",
        metavar=words("metavar.file"),
        type=Path,
        action="append",
        default=argparse.SUPPRESS if again else [],
        help=words("option.driver"),
    )
    group.add_argument("-v", "--verbose", help=words("option.verbose"), **flags)


def add_key_options(parser: Parser, way: argparse._ActionsContainer | None = None) -> None:
    """Add the options of every command that uses a private key.

    ``way`` is a group of options in place of which a key may be named.
    """
    words = parser.words
    named: dict[str, Any] = {"metavar": "ID", "help": words("option.certificate")}
    if way is None:
        parser.add_argument("--certificate", required=True, **named)
    else:
        way.add_argument("--certificate", **named)
    parser.add_argument("--pin-stdin", action="store_true", help=words("option.pin-stdin"))
    parser.add_argument("--use-last-try", action="store_true", help=words("option.use-last-try"))


def add_trust_options(parser: Parser) -> None:
    """Add the options that say whom to trust, and at which moment."""
    words = parser.words
    for name in ("anchors", "intermediates", "crls"):
        parser.add_argument(
            f"--{name}", metavar=words("metavar.folder"), type=Path, help=words(f"option.{name}")
        )
    parser.add_argument(
        "--at", metavar=words("metavar.time"), type=moment_type(words), help=words("option.at")
    )
    parser.add_argument("--offline", action="store_true", help=words("option.offline"))


def moment_type(words: Words) -> Callable[[str], datetime]:
    """Return a reader of ISO 8601 moments; one without a zone is local time."""

    def read(text: str) -> datetime:
        try:
            return datetime.fromisoformat(text).astimezone()
        except (ValueError, OverflowError):
            raise argparse.ArgumentTypeError(words("usage.time", value=text)) from None

    return read


def wanted_language(arguments: Iterable[str]) -> str:
    """Return the language that ``--lang`` names, before anything is parsed; else ``ru``."""
    language, follows = "ru", False
    for argument in arguments:
        value = argument if follows else argument.removeprefix("--lang=")
        if (follows or value != argument) and value in {"ru", "en"}:
            language = value
        follows = argument == "--lang"
    return language


def _translated(words: Words, complaint: str) -> str:
    for pattern, key in _COMPLAINTS:
        match = re.fullmatch(pattern, complaint, re.DOTALL)
        if match:
            return words(key, **match.groupdict())
    return complaint.removeprefix("argument ")


def _formatter(words: Words) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.HelpFormatter):
        """Puts the language's own word before the usage line."""

        def add_usage(
            self, usage: Any, actions: Any, groups: Any, prefix: str | None = None
        ) -> None:
            super().add_usage(
                usage, actions, groups, f"{words('help.usage')} " if prefix is None else prefix
            )

    return Formatter
