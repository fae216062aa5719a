"""`nmo account confirm`: the confirmation of the account, step by step."""

from __future__ import annotations

from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.code_entry import add_code_option, tell_sent, with_code
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.paper_questions import answered, given_values
from desktop_app.cli.words import Words
from desktop_app.core.confirmations import (
    CodeChannel,
    Confirmation,
    ConfirmationPaper,
    ConfirmationStep,
    LevelCause,
)
from desktop_app.core.errors.registers import CodeRefusedError
from desktop_app.services.paper_photos import prepare_paper
from desktop_app.services.portal.problem_codes import ProblemCode

_NEXT = {
    ConfirmationStep.FORM: "fill",
    ConfirmationStep.EMAIL: "code email",
    ConfirmationStep.PHONE: "code sms",
}


def add_commands(commands: Commands) -> None:
    """Add the commands below `nmo account`."""
    _parser, inner = commands.group("confirm", show)
    fill = inner.add("fill", fill_in)
    words = fill.words
    fill.add_argument(
        "--field",
        metavar=words("metavar.field"),
        action="append",
        default=[],
        help=words("option.form-field"),
    )
    code = inner.add("code", prove)
    channels = [each.value for each in CodeChannel]
    code.add_argument("channel", choices=channels, help=words("option.code-channel"))
    add_code_option(code)
    attach = inner.add("attach", attach_paper)
    papers = [each.value for each in ConfirmationPaper]
    attach.add_argument("paper", choices=papers, help=words("option.confirmation-paper"))
    attach.add_argument(
        "file", metavar=words("metavar.file"), type=Path, help=words("option.confirmation-file")
    )
    remove = inner.add("remove", remove_paper)
    remove.add_argument("paper", choices=papers, help=words("option.confirmation-paper"))
    inner.add("submit", submit)


def show(context: Context) -> Outcome:
    """Show where the confirmation stands, why the level is not enough, and what comes next."""
    with cancellable() as cancel:
        return confirmation_outcome(context, context.services.confirmations.account.state(cancel))


def fill_in(context: Context) -> Outcome:
    """Ask for what is missing in the form and hand it in."""
    service = context.services.confirmations.account
    with cancellable() as cancel:
        known = service.known_values(service.state(cancel))
    values = {**known, **given_values(context.options.field, context.words)}
    values = answered(context, service.form, values, service.check)
    with cancellable() as cancel:
        return confirmation_outcome(context, service.fill(values, cancel))


def prove(context: Context) -> Outcome:
    """Have a code sent, ask for it and hand it in."""
    service = context.services.confirmations.account
    channel = CodeChannel(context.options.channel)
    try:
        with cancellable() as cancel:
            tell_sent(context, service.send_code(channel, cancel))
    except CodeRefusedError as error:
        if error.detail != ProblemCode.CODE_TOO_SOON:
            raise
        context.output.say(context.words("code.still-works"))

    def use(code: str) -> Confirmation:
        with cancellable() as cancel:
            return service.prove(channel, code, cancel)

    return confirmation_outcome(context, with_code(context, use))


def attach_paper(context: Context) -> Outcome:
    """Attach a document; a photograph is made smaller before."""
    options = context.options
    prepared = prepare_paper(options.file)
    if prepared.reduced_from:
        sizes = {"before": prepared.reduced_from, "after": len(prepared.content)}
        context.output.say(context.words("confirmation.reduced", **sizes))
    service = context.services.confirmations.account
    with cancellable() as cancel:
        state = service.attach_prepared(ConfirmationPaper(options.paper), prepared, cancel)
    return confirmation_outcome(context, state)


def remove_paper(context: Context) -> Outcome:
    """Take a document away."""
    service = context.services.confirmations.account
    with cancellable() as cancel:
        state = service.remove(ConfirmationPaper(context.options.paper), cancel)
    return confirmation_outcome(context, state)


def submit(context: Context) -> Outcome:
    """Hand everything in."""
    with cancellable() as cancel:
        return confirmation_outcome(context, context.services.confirmations.account.submit(cancel))


def confirmation_outcome(context: Context, state: Confirmation) -> Outcome:
    """Return where the confirmation stands."""
    return Outcome(confirmation_form(state), "\n".join(confirmation_lines(state, context.words)))


def confirmation_form(state: Confirmation) -> Form:
    """Return the confirmation for ``--json``."""
    return {
        "level": state.level.value,
        "step": state.step.value,
        "cause": state.cause.value,
        "form": state.form,
        "email_proven": state.email_proven,
        "phone_proven": state.phone_proven,
        "papers": [
            {"paper": each.paper.value, "file_name": each.file_name, "size": each.size}
            for each in state.files
        ],
        "missing_papers": [paper.value for paper in state.missing_papers],
        "findings": [finding.value for finding in state.findings],
        "comment": state.comment,
        "changed_at": moment(state.changed_at),
    }


def confirmation_lines(state: Confirmation, words: Words) -> list[str]:
    """Return why the level is not enough, who acts, and the command that goes on."""
    lines = [
        words("confirmation.level", level=words.state("level", state.level)),
        f"{words.state('level-cause', state.cause)}.",
    ]
    if state.cause is LevelCause.NONE:
        return lines
    if state.comment:
        lines.append(words("confirmation.comment", comment=state.comment))
    lines += [f"— {words.state('confirmation-finding', each)}" for each in state.findings]
    lines.append(f"{words.state('level-remedy', state.cause)}.")
    if state.step is ConfirmationStep.REVIEW:
        return lines
    lines.append(words("confirmation.next", step=words.state("confirmation-step", state.step)))
    lines += [f"  nmo account confirm {command}" for command in _commands(state)]
    return lines


def _commands(state: Confirmation) -> list[str]:
    if state.step in _NEXT:
        return [_NEXT[state.step]]
    return [f"attach {paper.value}" for paper in state.missing_papers] or ["submit"]
