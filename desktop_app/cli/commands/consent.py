"""`nmo consent show|sign|confirm-by-sms|withdraw|history|save`."""

from __future__ import annotations

from pathlib import Path

from desktop_app.cli.arguments import Commands, add_key_options
from desktop_app.cli.code_entry import add_code_option, tell_sent, with_code
from desktop_app.cli.context import Context
from desktop_app.cli.files import write_new_file
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import consent_event_form, consent_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.pin_entry import chosen_key, pin_for
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.consents import ConsentState


def add_commands(commands: Commands) -> None:
    """Add the commands of the consent."""
    _parser, inner = commands.group("consent")
    inner.add("show", show)
    add_key_options(inner.add("sign", sign))
    add_code_option(inner.add("confirm-by-sms", confirm_by_sms))
    inner.add("withdraw", withdraw)
    inner.add("history", show_history)
    saving = inner.add("save", save)
    words = saving.words
    saving.add_argument(
        "file", metavar=words("metavar.file"), type=Path, help=words("option.consent-file")
    )


def show(context: Context) -> Outcome:
    """Show the text in force, the status and the kept files."""
    with cancellable() as cancel:
        state = context.services.consent.state(cancel)
    kept = [str(path) for path in context.services.consent.kept_files()]
    lines = [_text_of(state, context.words), "", _status(state, context.words)]
    lines += [context.words("consent.kept", path=path) for path in kept]
    return Outcome({**consent_form(state), "kept_files": kept}, "\n".join(lines))


def sign(context: Context) -> Outcome:
    """Compose the document, show it whole, ask for the PIN, sign and hand it in."""
    consent = context.services.consent
    token, found = chosen_key(context, "sign")
    with cancellable() as cancel:
        document = consent.compose(found.certificate.id, cancel)
    context.output.say(document.content.decode())
    context.output.say(context.words("consent.about-to-sign", digest=document.sha256))
    with pin_for(context, token) as given, cancellable() as cancel:
        state = consent.sign(
            document, given.pin, last_try_confirmed=given.last_try_confirmed, cancel=cancel
        )
    kept = [str(path) for path in consent.kept_files()]
    form = {
        **consent_form(state),
        "document": {
            "version": document.version,
            "sha256": document.sha256,
            "certificate": document.certificate_id,
            "file": kept[-1] if kept else None,
        },
        "kept_files": kept,
    }
    lines = [_status(state, context.words)]
    lines += [context.words("consent.kept", path=path) for path in kept[-1:]]
    return Outcome(form, "\n".join(lines))


def confirm_by_sms(context: Context) -> Outcome:
    """Show the document whole, say what a code is worth, send the code and hand both in."""
    consent, words = context.services.confirmations.consent, context.words
    with cancellable() as cancel:
        document = consent.compose(cancel)
    context.output.say(document.content.decode())
    context.output.say(words("consent.code-force"))
    with cancellable() as cancel:
        tell_sent(context, consent.send_code(document, cancel))

    def use(code: str) -> ConsentState:
        with cancellable() as cancel:
            return consent.confirm(document, code, cancel)

    state = with_code(context, use)
    kept = [str(path) for path in context.services.consent.kept_files()]
    form = {
        **consent_form(state),
        "document": {"version": document.version, "sha256": document.sha256},
        "kept_files": kept,
    }
    lines = [_status(state, words), *(words("consent.kept", path=path) for path in kept[-1:])]
    return Outcome(form, "\n".join(lines))


def withdraw(context: Context) -> Outcome:
    """Withdraw the consent and say what stays by law."""
    with cancellable() as cancel:
        state = context.services.consent.withdraw(cancel)
    text = f"{_status(state, context.words)}\n{state.text.after_withdrawal}"
    return Outcome(consent_form(state), text)


def show_history(context: Context) -> Outcome:
    """List grants and withdrawals, newest first."""
    words = context.words
    with cancellable() as cancel:
        state = context.services.consent.state(cancel)
    events = state.history
    rows = [
        (
            words.time(event.happened_at),
            words.state("consent", event.kind),
            event.version,
            event.certificate_id[:16],
        )
        for event in events
    ]
    headings = [words(f"column.{name}") for name in ("when", "event", "version", "certificate")]
    text = table_text(headings, rows, context.output.width) if rows else words("consent.no-history")
    document = {
        "status": state.status.value,
        "history": [consent_event_form(event) for event in events],
    }
    return Outcome(document, text)


def save(context: Context) -> Outcome:
    """Write a PDF for reading and printing: the consent, its signature, its history."""
    target, services = context.options.file, context.services
    with cancellable() as cancel:
        content = services.consent.paper(services.catalogue, context.words.language, cancel)
        write_new_file(target, content)
    return Outcome({"file": str(target)}, context.words("consent.saved", path=str(target)))


def _status(state: ConsentState, words: Words) -> str:
    status = words.state("consent", state.status)
    at = state.history[0].happened_at if state.history else None
    return words("consent.status", status=status, at=at)


def _text_of(state: ConsentState, words: Words) -> str:
    text = state.text
    fields = (
        ("version", text.version),
        ("operator", text.operator),
        ("processor", text.processor),
        ("purpose", text.purpose),
        ("data", "; ".join(text.data_items)),
        ("actions", text.actions),
        ("ground", text.legal_ground),
        ("term", text.term),
        ("withdrawal", text.withdrawal),
        ("refusal", text.refusal),
        ("after", text.after_withdrawal),
    )
    lines = [f"{words('consent.' + name)}: {value}" for name, value in fields if value]
    return "\n".join((text.title, "", *lines))
