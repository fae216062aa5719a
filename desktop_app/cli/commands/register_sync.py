"""`nmo register-sync`: compare with ФРМР."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.sync_text import sync_form, sync_text
from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.register_sync import SyncState
from desktop_app.services.register_ticket import register_ticket
from desktop_app.services.storage.settings import REGISTER_SYNC_DAYS


def add_commands(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add("register-sync", synchronise)
    words = parser.words
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--show", action="store_true", help=words("option.sync-show"))
    ways.add_argument("--if-due", action="store_true", help=words("option.sync-if-due"))
    ways.add_argument("--ticket", action="store_true", help=words("option.sync-ticket"))
    ways.add_argument("--every", type=int, metavar="N", help=words("option.sync-every"))


def synchronise(context: Context) -> Outcome:
    """Compare and report; or show, remind, write a ticket, set the schedule."""
    options, service = context.options, context.services.registers.sync
    if options.every is not None:
        return _set_schedule(context, options.every)
    certificates = _certificates(context)
    with cancellable() as cancel:
        if options.ticket:
            return _ticket(context, service.state(certificates, cancel))
        if options.show:
            return _outcome(context, service.state(certificates, cancel))
        if options.if_due:
            state = service.run_if_due(certificates, cancel)
            if state is None:
                return Outcome({"due": False}, context.words("sync.not-due"))
            return _outcome(context, state)
        return _outcome(context, service.run(certificates, cancel))


def _set_schedule(context: Context, days: int) -> Outcome:
    if not REGISTER_SYNC_DAYS.accepts(days):
        raise UsageError(detail=context.words("usage.days"))
    context.services.settings.set(REGISTER_SYNC_DAYS, days)
    return Outcome({"every_days": days}, "")


def _ticket(context: Context, state: SyncState) -> Outcome:
    account = context.services.login.state().account
    ticket = register_ticket(state, account, context.words.catalogue)
    document = {"subject": ticket.subject, "body": ticket.body}
    return Outcome(document, f"{ticket.subject}\n\n{ticket.body}")


def _outcome(context: Context, state: SyncState) -> Outcome:
    text = sync_text(state, context.words, context.output.width)
    code = ExitCode.BAD if state.needs_action else ExitCode.DONE
    return Outcome(sync_form(state, context.words), text, code)


def _certificates(context: Context) -> tuple[Certificate, ...]:
    """Return the certificates at hand: their names are compared too."""
    tokens = context.services.tokens.overview().tokens
    return tuple(each.certificate for token in tokens for each in token.certificates)
