"""`nmo support`: requests to the support services, their answers, telephones."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.commands import support_new
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.support_outcome import round_outcome
from desktop_app.cli.ticket_forms import (
    kept_form,
    kept_lines,
    ticket_form,
    ticket_text,
    tickets_table,
)
from desktop_app.cli.words import Words
from desktop_app.core.errors import NmoError
from desktop_app.core.tickets import SupportDesk, TicketList


def add_commands(commands: Commands) -> None:
    """Add the commands of support."""
    _parser, inner = commands.group("support")
    support_new.add_commands(inner)
    inner.add("list", show_list)
    _add_number(inner, "show")
    words = inner.add("send", send).words
    comment_parser = inner.add("comment", comment)
    comment_parser.add_argument("number", metavar="N", help=words("option.ticket"))
    comment_parser.add_argument("text", metavar=words("metavar.text"), help=words("option.comment"))
    dropping = inner.add("drop", drop)
    dropping.add_argument("id", metavar="ID", help=words("option.waiting-ticket"))
    contacts_parser = inner.add("contacts", contacts)
    desks = [desk.value for desk in SupportDesk]
    contacts_parser.add_argument("--desk", choices=desks, help=words("option.desk"))


def _add_number(commands: Commands, name: str) -> None:
    parser = commands.add(name, show)
    parser.add_argument("number", metavar="N", help=parser.words("option.ticket"))


def show_list(context: Context) -> Outcome:
    """List what waits here, and «Мои заявки» as the portal has them."""
    words, support = context.words, context.services.support
    waiting = support.kept()
    context.output.note("\n".join(kept_lines(waiting, words)) or words("support.none-waits"))
    try:
        with cancellable() as cancel:
            latest = support.latest(cancel)
    except NmoError:
        if not context.output.as_json and waiting:
            context.output.note(words("support.offline"))
        raise
    document = {
        "waiting": [kept_form(each) for each in waiting],
        "tickets": [ticket_form(each) for each in latest.tickets],
        "kept_at": moment(latest.kept_at),
    }
    table = tickets_table(latest.tickets, words, context.output.width)
    return Outcome(
        document, _aged(table if latest.tickets else words("support.none"), latest, words)
    )


def show(context: Context) -> Outcome:
    """Show one request with its comments and answers."""
    with cancellable() as cancel:
        latest = context.services.support.latest(cancel)
    ticket = latest.find(context.options.number)
    document = {"ticket": ticket_form(ticket), "kept_at": moment(latest.kept_at)}
    return Outcome(document, _aged(ticket_text(ticket, context.words), latest, context.words))


def _aged(text: str, latest: TicketList, words: Words) -> str:
    """Return ``text``, and below it that the portal was not reached."""
    kept = words("portal.kept", at=latest.kept_at) if latest.kept_at else ""
    return "\n\n".join(filter(None, (text, kept)))


def send(context: Context) -> Outcome:
    """Send what waits on this computer, each request once."""
    with cancellable() as cancel:
        return round_outcome(context, context.services.support.send(cancel))


def comment(context: Context) -> Outcome:
    """Add to a request, or answer the service."""
    support = context.services.support
    with cancellable() as cancel:
        found = support.find(context.options.number, cancel)
        ticket = support.comment(found, context.options.text, cancel)
    return Outcome({"ticket": ticket_form(ticket)}, ticket_text(ticket, context.words))


def drop(context: Context) -> Outcome:
    """Give up a request that waits on this computer."""
    kept = context.services.support.drop(context.options.id)
    return Outcome({"dropped": kept_form(kept)}, context.words("support.dropped", id=kept.id[:8]))


def contacts(context: Context) -> Outcome:
    """Show how to reach the support services without this program."""
    words, wanted = context.words, context.options.desk
    desks = [SupportDesk(wanted)] if wanted else list(SupportDesk)
    form: dict[str, object] = {}
    lines: list[str] = []
    for desk in desks:
        found = context.services.support.contacts(desk, words.language)
        form[desk.value] = [
            {"kind": each.kind, "value": each.value, "note": each.note} for each in found
        ]
        lines.append(words.state("support-desk", desk))
        lines += [f"  {each.value}  {each.note}".rstrip() for each in found]
    return Outcome({"contacts": form}, "\n".join(lines))
