"""Asking at the terminal for what a paper still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desktop_app.cli.context import Context
from desktop_app.cli.words import Words
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.errors.papers import PaperIncompleteError
from desktop_app.core.errors.tokens import PinRequiredError
from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw
from desktop_app.core.forms import Questions
from desktop_app.core.papers import PaperCheck, PaperTemplate


def ask_for_values(
    context: Context, template: PaperTemplate, values: Mapping[str, str]
) -> dict[str, str]:
    """Return values with which the paper can be written, asking for each that it cannot.

    An empty answer takes the repair that is offered. Raises ``PaperIncompleteError`` where
    nobody can be asked, after saying what is wrong with which field.
    """
    return answered(
        context, template, values, lambda filled: context.services.papers.check(template.id, filled)
    )


def answered(
    context: Context,
    template: Questions,
    values: Mapping[str, str],
    check_values: Callable[[Mapping[str, str]], PaperCheck],
) -> dict[str, str]:
    """Return values that can be used, asking for each that cannot; see ``ask_for_values``."""
    filled = dict(values)
    while True:
        check = check_values(filled)
        if check.is_complete:
            return filled
        name, flaws = next(iter(check.flaws.items()))
        try:
            answer = context.console.line(
                _question(context, template, name, flaws, check.fields[name])
            )
        except PinRequiredError:
            _tell_all(context, template, check.flaws)
            codes = {field: found[0].code for field, found in check.flaws.items()}
            raise PaperIncompleteError(list(codes), codes) from None
        repair = check.fields[name].repair
        filled[name] = repair.text if repair and not answer else answer


def given_values(pairs: Sequence[str], words: Words) -> dict[str, str]:
    """Return the values of ``--field NAME=VALUE``, with line ends where they were written."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(detail=words("usage.field", value=pair))
        values[name.strip()] = value.replace("\\n", "\n")
    return values


def _question(
    context: Context,
    template: Questions,
    name: str,
    flaws: tuple[FieldFlaw, ...],
    check: FieldCheck,
) -> str:
    """Return the label, below it what is wrong or the help, and the repair that is offered."""
    words = context.words
    field = template.field(name)
    assert field is not None  # noqa: S101 - flaws come by the names of the template's fields
    lines = [field.label.of(words.language)]
    help_text = field.help.of(words.language)
    if check.entered:
        lines += [f"  {words.flaw(flaw)}" for flaw in flaws]
    elif help_text:
        lines.append(f"  {help_text}")
    if check.repair:
        repair = words.catalogue.phrase(check.repair.code, words.language)
        lines.append("  " + words("paper.repair", repair=repair, text=check.repair.text))
    return "\n".join(lines) + ":"


def _tell_all(
    context: Context, template: Questions, flaws: Mapping[str, tuple[FieldFlaw, ...]]
) -> None:
    language = context.words.language
    for name, found in flaws.items():
        field = template.field(name)
        label = field.label.of(language) if field else name
        context.output.note(f"{name} ({label}): {context.words.flaw(found[0])}")
