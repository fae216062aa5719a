"""Putting values into a template: what is missing, what is wrong, what will be printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from desktop_app.core.field_checks.checking import check_field
from desktop_app.core.field_checks.dates import TODAY, order_flaws
from desktop_app.core.field_checks.field import (
    FieldCheck,
    FieldFlaw,
    FieldKind,
    FieldState,
    FlawWeight,
)
from desktop_app.core.forms import Questions
from desktop_app.core.message_format import MessageFormat
from desktop_app.core.papers import (
    BlockForm,
    PaperBlock,
    PaperCheck,
    PaperField,
    PaperTemplate,
    PrintedBlock,
)

_NUMBERS = (
    FieldKind.SNILS,
    FieldKind.PHONE,
    FieldKind.PASSPORT,
    FieldKind.PASSPORT_SERIES,
)
_DOUBLED_STOP = re.compile(r"([.!?…;])\.$")


def check_values(
    template: Questions,
    values: Mapping[str, str],
    today: date,
    can_print: Callable[[str], bool],
) -> PaperCheck:
    """Return what the values are worth; a field that is not among them has its default.

    ``can_print`` says whether the document's font has a sign.
    """
    checks = {field.name: _check(field, values) for field in template.fields}
    flaws = {
        field.name: found
        for field in template.fields
        if (found := tuple(_obstacles(field, checks[field.name], can_print)))
    }
    dates = {name: check.value for name, check in checks.items() if check.is_acceptable}
    for pair in order_flaws(template.order, dates, today):
        name = pair.earlier if pair.later == TODAY else pair.later
        end = len(checks[name].entered)
        flaws.setdefault(name, (FieldFlaw(pair.code, FlawWeight.ERROR, 0, end),))
    return PaperCheck(checks, flaws)


def printed_blocks(template: PaperTemplate, check: PaperCheck) -> tuple[PrintedBlock, ...]:
    """Return the parts of the paper with the values as people write them."""
    shown = {
        field.name: _unbroken(field.kind, check.fields[field.name].shown)
        for field in template.fields
        if check.fields[field.name].shown
    }
    return tuple(
        _printed(template, block, shown)
        for block in template.blocks
        if not block.when or block.when in shown
    )


def _check(field: PaperField, values: Mapping[str, str]) -> FieldCheck:
    return check_field(field.kind, values.get(field.name, field.default.strip()))


def _obstacles(
    field: PaperField, check: FieldCheck, can_print: Callable[[str], bool]
) -> Iterator[FieldFlaw]:
    """Yield why a field's value cannot stand on the paper."""
    if check.state is FieldState.EMPTY:
        if field.required:
            yield FieldFlaw("field.required", FlawWeight.UNFINISHED, 0, 0)
        return
    if not check.is_acceptable:
        yield from (flaw for flaw in check.flaws if flaw.weight >= FlawWeight.REPAIR)
        return
    for at, sign in enumerate(check.entered):
        if sign in check.shown and not sign.isspace() and not can_print(sign):
            yield FieldFlaw("field.unprintable", FlawWeight.ERROR, at, at + 1)
            return


def _unbroken(kind: FieldKind, shown: str) -> str:
    """Keep a number on one line."""
    return shown.replace(" ", "\u00a0") if kind in _NUMBERS else shown


def _printed(template: PaperTemplate, block: PaperBlock, shown: Mapping[str, str]) -> PrintedBlock:
    words = MessageFormat("ru", lambda _code: "")
    text = template.heading if block.form is BlockForm.HEADING else block.text
    lines = shown.get(block.items, "").splitlines() if block.items else ()
    return PrintedBlock(
        form=block.form,
        label=block.label,
        text=_DOUBLED_STOP.sub(r"\1", words.fill(text, shown)),
        items=tuple(line.strip() for line in lines if line.strip()),
    )
