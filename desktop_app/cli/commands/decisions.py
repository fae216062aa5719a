"""`nmo decisions`: what portal and operator decided."""

from __future__ import annotations

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import moment
from desktop_app.cli.outcome import Outcome
from desktop_app.core.decisions import decision_text
from desktop_app.core.message_format import time_text


def add_commands(commands: Commands) -> None:
    """Add `nmo decisions`."""
    parser = commands.add("decisions", show_decisions)
    parser.add_argument("--show", action="store_true", help=parser.words("option.decisions-show"))


def show_decisions(context: Context) -> Outcome:
    """Ask what was decided and list it, newest first; with ``--show`` only list what is kept."""
    words, service = context.words, context.services.decisions
    fresh = 0
    if not context.options.show:
        with cancellable() as cancel:
            fresh = len(service.look(cancel))
    known = [
        (each, decision_text(each, words.catalogue, words.language)) for each in service.known()
    ]
    form = [
        {
            "kind": each.kind.value,
            "subject": each.subject,
            "state": each.state or "accepted",
            "found_at": moment(each.found_at),
            "new": number < fresh,
            "message": text,
        }
        for number, (each, text) in enumerate(known)
    ]
    lines = [f"{time_text(each.found_at, words.language)}  {text}" for each, text in known]
    return Outcome({"decisions": form}, "\n".join(lines) or words("decisions.none"))
