"""`nmo training`: the training portal, authority and tokens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.cancellation import Progress
from desktop_app.core.errors.inputs import UsageError
from desktop_app.services.training import TrainingState

_NEED_PAPER = ("root-missing", "gost-root-missing")
"""Scenarios in which a root has to be compared."""


def add_commands(commands: Commands) -> None:
    """Add the commands of the training mode."""
    _parser, inner = commands.group("training")
    start_parser = inner.add("start", start)
    for name in ("people", "credentials"):
        start_parser.add_argument(
            f"--{name}", type=int, metavar="N", help=start_parser.words(f"option.{name}")
        )
    inner.add("stop", stop)
    inner.add("reset", reset)
    scenario_parser = inner.add("scenario", set_scenario)
    scenario_parser.add_argument(
        "name",
        metavar=scenario_parser.words("metavar.name"),
        nargs="?",
        help=scenario_parser.words("option.scenario"),
    )
    inner.add("state", show_state)
    inner.add("logins", show_logins)


def start(context: Context) -> Outcome:
    """Start the portal, making its authority, tokens and data where missing."""
    training = context.services.training
    state = training.start(
        people=context.options.people,
        credentials=context.options.credentials,
        progress=partial(_show_step, context),
    )
    return Outcome(training_form(state), _state_text(state, context.words))


def _show_step(context: Context, progress: Progress) -> None:
    step = context.words.state("step", progress.item)
    context.output.progress(replace(progress, item=step))


def stop(context: Context) -> Outcome:
    """Stop the portal; data and tokens stay."""
    context.services.training.stop()
    return Outcome(training_form(None), context.words("training.stopped"))


def reset(context: Context) -> Outcome:
    """Stop the portal and remove its data, authority and tokens."""
    context.services.training.reset()
    return Outcome(training_form(None), context.words("training.removed"))


def set_scenario(context: Context) -> Outcome:
    """Put a scenario in force; without a name list them all."""
    training, name = context.services.training, context.options.name
    known = training.scenarios()
    if name is None:
        text = "\n".join(f"{each}: {context.words.state('scenario', each)}" for each in known)
        return Outcome({"scenarios": list(known)}, text)
    if name not in known:
        raise UsageError(
            context.words(
                "usage.choice",
                name=context.words("metavar.name"),
                value=name,
                names=", ".join(known),
            )
        )
    training.scenario(name)
    lines = [context.words("training.scenario", name=name)]
    state = training.state()
    if name in _NEED_PAPER and state is not None:
        lines += ["", _paper(state, context.words)]
    return Outcome({"scenario": name}, "\n".join(lines))


def show_state(context: Context) -> Outcome:
    """Say whether the training portal runs, and with whom."""
    state = context.services.training.state()
    text = context.words("training.off") if state is None else _state_text(state, context.words)
    return Outcome(training_form(state), text)


def show_logins(context: Context) -> Outcome:
    """List logins and passwords of the training Госуслуги, those of a class too."""
    logins, words = context.services.training.logins(), context.words
    headings = [words(f"column.{name}") for name in ("person", "login", "password")]
    form = [{"name": each.name, "login": each.login, "password": each.password} for each in logins]
    rows = [(each.name, each.login, each.password) for each in logins]
    return Outcome({"logins": form}, table_text(headings, rows))


def training_form(state: TrainingState | None) -> dict[str, object]:
    """Return the training mode's state; PINs of training tokens are no secrets."""
    if state is None:
        return {"running": False}
    return {
        "running": True,
        "base_url": state.base_url,
        "web_url": state.web_url,
        "ca_file": str(state.ca_file),
        "administrator_pin": state.administrator_pin,
        "roots": [{"name": root.name, "sha256": root.sha256} for root in state.roots],
        "anchors": str(state.anchors),
        "intermediates": str(state.intermediates),
        "drivers": [
            {"path": each.path, "name": each.name, "environment": dict(each.environment)}
            for each in state.drivers
        ],
        "people": [
            {
                "name": person.name,
                "snils": person.snils,
                "token_label": person.token_label,
                "pin": person.pin,
                "note": person.note,
            }
            for person in state.people
        ],
    }


def _state_text(state: TrainingState, words: Words) -> str:
    headings = [words(f"column.{name}") for name in ("person", "token", "pin", "note")]
    rows = [(each.name, each.token_label, each.pin, each.note) for each in state.people]
    return "\n".join(
        (
            words("training.on", url=state.base_url),
            "",
            table_text(headings, rows),
            "",
            words("training.administrator", pin=state.administrator_pin),
            words("training.web", url=state.web_url),
            "",
            _paper(state, words),
            "",
            words("training.next"),
        )
    )


def _paper(state: TrainingState, words: Words) -> str:
    """Return the fingerprints of the roots, as on paper."""
    headings = [words("column.authority"), words("column.sha256")]
    rows = [(root.name, root.sha256) for root in state.roots]
    return "\n".join((words("training.paper"), table_text(headings, rows)))
