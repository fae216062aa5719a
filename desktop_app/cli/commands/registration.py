"""`nmo registration`: register as a specialist."""

from __future__ import annotations

from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.paper_questions import answered, given_values
from desktop_app.cli.registration_text import state_form, state_text
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.registrations import RegistrationState, RegistrationStatus, ScanKind


def add_commands(commands: Commands) -> None:
    """Add the commands of the registration."""
    _parser, inner = commands.group("registration", show)
    parser = inner.add("fill", fill)
    words = parser.words
    parser.add_argument(
        "--field",
        metavar=words("metavar.field"),
        action="append",
        default=[],
        help=words("option.form-field"),
    )
    parser = inner.add("scan", add_scan)
    kinds = [kind.value for kind in ScanKind]
    parser.add_argument("kind", choices=kinds, help=words("option.scan-kind"))
    file_help = words("option.scan-file")
    parser.add_argument("file", metavar=words("metavar.file"), type=Path, help=file_help)
    parser = inner.add("unscan", remove_scan)
    parser.add_argument("id", metavar="ID", help=words("option.scan-id"))
    for name, handler in (("send", send), ("withdraw", withdraw), ("discard", discard)):
        inner.add(name, handler)
    parser = inner.add("second-factor", second_factor)
    parser.add_argument("--code", default="", metavar="CODE", help=words("option.code"))


def show(context: Context) -> Outcome:
    """Show where the application stands, what is new, and the draft."""
    service = context.services.registers.registration
    with cancellable() as cancel:
        state = service.state(cancel)
    service.look()
    return _outcome(state, context)


def fill(context: Context) -> Outcome:
    """Keep values in the draft; at a terminal ask for what is missing."""
    service = context.services.registers.registration
    given = given_values(context.options.field, context.words)
    values = {**service.known_values(), **given}
    service.keep_values(values)
    service.keep_values(answered(context, service.form, values, service.check))
    return _outcome(service.kept(), context)


def add_scan(context: Context) -> Outcome:
    """Keep a scan in the draft."""
    service = context.services.registers.registration
    service.add_scan(ScanKind(context.options.kind), context.options.file)
    return _outcome(service.kept(), context)


def remove_scan(context: Context) -> Outcome:
    """Take a scan out."""
    service, words = context.services.registers.registration, context.words
    wanted: str = context.options.id
    found = [scan for scan in service.kept().scans if scan.sha256.startswith(wanted)]
    if len(found) != 1 or not wanted:
        raise UsageError(detail=words("usage.scan", value=wanted))
    with cancellable() as cancel:
        service.remove_scan(found[0].sha256, cancel)
    return _outcome(service.kept(), context)


def send(context: Context) -> Outcome:
    """Hand the application over; then say how the electronic check ended."""
    service = context.services.registers.registration
    with cancellable() as cancel:
        service.submit(cancel=cancel)
        state = service.state(cancel)
    service.look()
    return _outcome(state, context)


def withdraw(context: Context) -> Outcome:
    """Withdraw the application."""
    with cancellable() as cancel:
        state = context.services.registers.registration.withdraw(cancel)
    return _outcome(state, context)


def discard(context: Context) -> Outcome:
    """Remove the draft from this computer."""
    service = context.services.registers.registration
    service.discard()
    return _outcome(service.kept(), context)


def second_factor(context: Context) -> Outcome:
    """Have a code sent, ask for it at the terminal, and switch the second factor on."""
    service, words = context.services.registers.registration, context.words
    code: str = context.options.code
    if not code:
        with cancellable() as cancel:
            sent = service.send_code(cancel)
        told = words("registration.code-sent", address=sent.address, until=sent.expires_at)
        if not context.console.has_person():
            form: Form = {"sent_to": sent.address, "expires_at": moment(sent.expires_at)}
            return Outcome(form, told)
        context.output.say(told)
        code = context.console.line(words("registration.ask-code"))
    with cancellable() as cancel:
        return _outcome(service.confirm_code(code.strip(), cancel), context)


def _outcome(state: RegistrationState, context: Context) -> Outcome:
    known = state.registration
    refused = (RegistrationStatus.REWORK, RegistrationStatus.REJECTED)
    bad = known is not None and known.status in refused
    return Outcome(
        state_form(state), state_text(state, context.words), ExitCode.BAD if bad else ExitCode.DONE
    )
