"""A comparison with ФРМР in the JSON shape that scripts rely on, and in words."""

from __future__ import annotations

from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.name_places import NameCase, NameRelation
from desktop_app.core.register_sync import SyncReport, SyncState, UnderstoodRefusal


def sync_form(state: SyncState, words: Words) -> Form:
    """Return the report with the name case and what the refusals mean."""
    return {
        "report": None if state.report is None else _report_form(state.report),
        "names": None if state.names is None else _names_form(state.names),
        "refusals": [_refusal_form(each, words) for each in state.refusals],
        "offline": state.offline,
        "needs_action": state.needs_action,
    }


def sync_text(state: SyncState, words: Words, width: int | None) -> str:
    """Return the report for people."""
    report = state.report
    if report is None:
        return words("sync.never")
    lines = [words("sync.done", at=report.finished_at, unchanged=report.unchanged)]
    if state.offline:
        lines.append(words("sync.offline"))
    lines += [line for each in state.refusals for line in _refusal_lines(each, words)]
    if state.names is not None and state.names.relation is not NameRelation.SAME:
        lines += name_lines(state.names, words)
    if report.differences:
        lines.append(_table(report, words, width))
    elif not report.refusals:
        lines.append(words("sync.no-differences"))
    return "\n".join(lines)


def name_lines(case: NameCase, words: Words) -> list[str]:
    """Return what differs, where, and who mends it."""
    lines = [words.state("name-case", case.relation.value)]
    places = (words.state("name-place", each.place.value) for each in case.names)
    lines += [
        f"  {place}: {each.full_name}" for place, each in zip(places, case.names, strict=True)
    ]
    if case.relation is NameRelation.SPELLING:
        traits = ", ".join(words.state("name-trait", trait.value) for trait in case.traits)
        lines.append(words("sync.traits", traits=traits))
    lines.append(words.state("name-case-text", case.relation.value))
    if case.relation is not NameRelation.SPELLING:
        lines += [f"  {words.state('name-mend', place.value)}" for place in case.differing]
        if case.is_account_alone:
            lines.append(words("sync.account-alone"))
            lines.append(f"  {words.state('name-mend', 'account')}")
    return lines


def _refusal_lines(refusal: UnderstoodRefusal, words: Words) -> list[str]:
    message = words.catalogue.message(refusal.code, refusal.data, words.language)
    who = words.state("mender", refusal.mender.value)
    return [message.title, f"  {message.text}", f"  {message.remedy}", _who(who, words)]


def _who(who: str, words: Words) -> str:
    return f"  {words('sync.who', who=who)}"


def _table(report: SyncReport, words: Words, width: int | None) -> str:
    headings = [
        words(f"column.{name}") for name in ("section", "what", "before", "register", "outcome")
    ]
    rows = [
        (
            words.state("record-section", each.section.value),
            each.title,
            each.profile_value,
            each.register_value,
            words.state("difference", each.kind.value),
        )
        for each in report.differences
    ]
    return table_text(headings, rows, width)


def _report_form(report: SyncReport) -> Form:
    return {
        "id": report.id,
        "finished_at": moment(report.finished_at),
        "unchanged": report.unchanged,
        "differences": [
            {
                "id": each.id,
                "section": each.section.value,
                "kind": each.kind.value,
                "title": each.title,
                "profile_value": each.profile_value,
                "register_value": each.register_value,
            }
            for each in report.differences
        ],
    }


def _names_form(case: NameCase) -> Form:
    return {
        "relation": case.relation.value,
        "names": {each.place.value: each.full_name for each in case.names},
        "differing": [place.value for place in case.differing],
        "traits": [trait.value for trait in case.traits],
        "account_alone": case.is_account_alone,
    }


def _refusal_form(refusal: UnderstoodRefusal, words: Words) -> Form:
    message = words.catalogue.message(refusal.code, refusal.data, words.language)
    return {
        "text": refusal.text,
        "code": refusal.code,
        "who": refusal.mender.value,
        "message": f"{message.title}. {message.text}",
        "remedy": message.remedy,
    }
