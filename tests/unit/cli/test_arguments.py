"""Does the command line speak one language, whole?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from desktop_app.cli.arguments import wanted_language
from desktop_app.cli.main import parser_of
from desktop_app.cli.words import Words
from desktop_app.core.errors.inputs import UsageError


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _parsers(inner)


def test_every_command_and_option_is_explained(words: Words) -> None:
    for parser in _parsers(parser_of(words)):
        assert parser.description
        for action in parser._actions:
            if not isinstance(action, argparse._SubParsersAction):
                assert action.help, (parser.prog, action.dest)


def test_help_prints_in_one_language(words: Words) -> None:
    for parser in _parsers(parser_of(words)):
        text = parser.format_help()
        assert ("usage:" in text) == (words.language == "en")
        assert ("Как писать:" in text) == (words.language == "ru")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "не хватает: КОМАНДА"),
        (["sign", "--certificate", "x"], "не хватает: ФАЙЛ"),
        (["tokens", "--frobnicate"], "лишнее: --frobnicate"),
        (["digest", "f", "--algorithm"], "после --algorithm нужно значение"),
        (["digest", "f", "--algorithm", "md5"], "--algorithm: 'md5' нет среди"),
        (["journal", "--limit", "many"], "--limit: 'many' не подходит"),
        (["verify", "f", "--at", "soon"], "время «soon» пишут так"),
    ],
)
def test_complaints_are_in_russian(russian: Words, arguments: list[str], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parser_of(russian).parse_args(arguments)
    assert complaint in caught.value.detail


def test_abbreviated_options_are_not_guessed(russian: Words) -> None:
    with pytest.raises(UsageError):
        parser_of(russian).parse_args(["tokens", "--js"])


def test_a_moment_with_a_zone_is_kept(russian: Words) -> None:
    options = parser_of(russian).parse_args(["verify", "f", "--at", "2026-03-01T12:00:00+03:00"])
    assert options.at.astimezone(UTC) == datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["tokens"], "ru"),
        (["--lang", "en", "tokens"], "en"),
        (["tokens", "--lang=en"], "en"),
        (["--lang", "de"], "ru"),
    ],
)
def test_the_language_is_known_before_parsing(arguments: list[str], language: str) -> None:
    assert wanted_language(arguments) == language
