"""A registration in the JSON shape that scripts rely on, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.words import Words
from desktop_app.core.registrations import (
    Registration,
    RegistrationEvent,
    RegistrationState,
    Scan,
)


def state_form(state: RegistrationState) -> Form:
    """Return draft and application."""
    known = state.registration
    return {
        "registration": None if known is None else _registration_form(known),
        "as_of": moment(state.as_of),
        "offline": state.offline,
        "draft": {
            "values": dict(state.draft.values),
            "scans": [_scan_form(scan) for scan in state.draft.scans],
            "lasts": state.draft_lasts,
        },
        "missing_scans": [kind.value for kind in state.missing_scans],
        "news": [_event_form(event) for event in state.news],
    }


def state_text(state: RegistrationState, words: Words) -> str:
    """Return where the application stands, what to do next, and what the draft holds."""
    lines = _news(state.news, words)
    known = state.registration
    if known is None:
        lines.append(words.state("registration-next", "none"))
    else:
        lines += _registration_lines(known, words)
    if state.offline:
        lines.append(words("registration.offline", at=state.as_of))
    return "\n".join((*lines, *_draft_lines(state, words)))


def next_step(known: Registration) -> str:
    """Return the key of what the person does next: ``registration-next.KEY``."""
    if known.has_second_factor:
        return "complete"
    return "activated" if known.is_activated else known.status.value


def _registration_lines(known: Registration, words: Words) -> list[str]:
    status = words.state("registration", known.status.value)
    lines = [
        words("registration.status", number=known.number, status=status),
        words.state("registration-next", next_step(known)),
    ]
    if known.expected_by is not None:
        lines.append(words("registration.expected", at=known.expected_by))
    for check in known.checks:
        mark = "+" if check.passed else "!"
        text = words.state("registration-check", check.item.value)
        mend = "" if check.passed else f": {words.state('registration-mend', check.item.value)}"
        lines.append(f"  {mark} {text}{mend}")
    lines.append(words("registration.history"))
    lines += [f"  {_event_text(event, words)}" for event in known.events]
    return lines


def _draft_lines(state: RegistrationState, words: Words) -> list[str]:
    lines = [
        words(
            "registration.scan",
            kind=words.state("scan-kind", scan.kind.value),
            name=scan.file_name,
            size=scan.size,
            id=scan.sha256[:8],
        )
        for scan in state.scans
    ]
    if state.can_edit and state.missing_scans:
        kinds = ", ".join(words.state("scan-kind", kind.value) for kind in state.missing_scans)
        lines.append(words("registration.missing", kinds=kinds))
    if not state.draft.is_empty:
        lines.append(words("registration.draft-kept"))
        if not state.draft_lasts:
            lines.append(words("registration.draft-ends"))
    return lines


def _news(events: Sequence[RegistrationEvent], words: Words) -> list[str]:
    return [words("registration.news", event=_event_text(event, words)) for event in events]


def _event_text(event: RegistrationEvent, words: Words) -> str:
    text = f"{words.time(event.happened_at)}  {words.state('registration', event.status.value)}"
    return f"{text}: {event.comment}" if event.comment else text


def _registration_form(known: Registration) -> Form:
    return {
        "id": known.id,
        "number": known.number,
        "status": known.status.value,
        "values": dict(known.values),
        "scans": [_scan_form(scan) for scan in known.scans],
        "checks": [{"item": line.item.value, "passed": line.passed} for line in known.checks],
        "events": [_event_form(event) for event in known.events],
        "expected_by": moment(known.expected_by),
        "activated": known.is_activated,
        "second_factor": known.has_second_factor,
    }


def _scan_form(scan: Scan) -> Form:
    return {
        "id": scan.sha256,
        "kind": scan.kind.value,
        "file": scan.file_name,
        "type": scan.media_type,
        "size": scan.size,
    }


def _event_form(event: RegistrationEvent) -> Form:
    return {
        "at": moment(event.happened_at),
        "status": event.status.value,
        "comment": event.comment,
    }
