"""`nmo documents list|add|send|retry|drop|decide`: documents on their way to the portal."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, Parser
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode, exit_code_of, exit_code_of_codes
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, error_form, moment
from desktop_app.cli.outbox_forms import counts_form, item_form, items_table, trouble_of
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.words import Words
from desktop_app.core.cancellation import Progress
from desktop_app.core.documents import DocumentKind
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.outbox_item import OutboxItem, OutboxState

if TYPE_CHECKING:
    from desktop_app.services.outbox_service import About, OutboxService, SendProgress, SendReport

_SHOWN = 100


def add_commands(commands: Commands) -> None:
    """Add the commands of documents that are kept and sent."""
    listing = commands.add("list", show_list)
    words = listing.words
    states = [state.value for state in OutboxState]
    listing.add_argument(
        "--state", action="append", choices=states, default=[], help=words("option.outbox-state")
    )
    listing.add_argument("--limit", type=int, default=_SHOWN, help=words("option.limit"))
    _add_add(commands)
    _add_ids(commands.add("send", send), required=False)
    _add_ids(commands.add("retry", retry))
    dropping = commands.add("drop", drop)
    _add_ids(dropping)
    dropping.add_argument("--yes", action="store_true", help=words("option.drop-yes"))
    deciding = commands.add("decide", decide)
    _add_ids(deciding)
    choice = deciding.add_mutually_exclusive_group(required=True)
    choice.add_argument("--keep-mine", action="store_true", help=words("option.keep-mine"))
    choice.add_argument("--take-theirs", action="store_true", help=words("option.take-theirs"))


def _add_add(commands: Commands) -> None:
    parser = commands.add("add", add)
    words = parser.words
    parser.add_argument(
        "files", metavar=words("metavar.file"), nargs="+", type=Path, help=words("option.add-files")
    )
    parser.add_argument(
        "--signature", metavar=words("metavar.file"), type=Path, help=words("option.add-signature")
    )
    kinds = [kind.value for kind in DocumentKind]
    parser.add_argument(
        "--kind", choices=kinds, default=DocumentKind.OTHER.value, help=words("option.kind")
    )
    parser.add_argument(
        "--title", metavar=words("metavar.text"), default="", help=words("option.title")
    )
    parser.add_argument("--document", metavar="ID", default="", help=words("option.document"))
    parser.add_argument(
        "--replaces", metavar="N", type=int, default=0, help=words("option.replaces")
    )
    signing = parser.add_mutually_exclusive_group()
    signing.add_argument("--to-sign", action="store_true", help=words("option.to-sign"))
    signing.add_argument("--cosign", action="store_true", help=words("option.add-cosign"))
    parser.add_argument("--again", action="store_true", help=words("option.again"))


def _add_ids(parser: Parser, *, required: bool = True) -> None:
    count = "+" if required else "*"
    help_text = parser.words("option.outbox-ids" if required else "option.outbox-ids-or-all")
    parser.add_argument("ids", metavar="ID", nargs=count, help=help_text)


def opened(context: Context) -> OutboxService:
    """Return the outbox; a database that was found broken is told first."""
    outbox = context.services.outbox
    finding = outbox.page(limit=1).finding
    if finding is not None:
        context.output.note(context.words.error_text(finding))
    return outbox


def show_list(context: Context) -> Outcome:
    """List the documents, newest first."""
    options, words = context.options, context.words
    states = [OutboxState(value) for value in options.state]
    page = opened(context).page(states, limit=max(1, options.limit))
    document = {
        "documents": [item_form(item, words) for item in page.items],
        "counts": counts_form(page.counts),
        "rests_until": moment(page.rests_until),
    }
    lines = [items_table(page.items, words, context.output.width), ""] if page.items else []
    counts = page.counts
    lines.append(
        words(
            "documents.count",
            total=counts.total,
            waiting=counts.to_send,
            person=counts.for_person,
        )
    )
    if page.rests_until is not None:
        lines.append(words("documents.rests", until=page.rests_until))
    return Outcome(document, "\n".join(lines))


def add(context: Context) -> Outcome:
    """Accept files, signed or to be signed here; one that fails does not stop the others."""
    from desktop_app.services.outbox_service import About  # noqa: PLC0415 - not needed for --help

    options, words = context.options, context.words
    if options.signature is not None and len(options.files) > 1:
        raise UsageError(detail=words("usage.one-signature"))
    if options.signature is not None and options.to_sign:
        raise UsageError(detail=words("usage.signed-or-to-sign"))
    if bool(options.document) != bool(options.replaces):
        raise UsageError(detail=words("usage.document-and-version"))
    kind = DocumentKind(options.kind)
    about = About(kind, options.title, options.document, options.replaces)
    outbox, added, failed = opened(context), list[OutboxItem](), list[tuple[Path, NmoError]]()
    for file in options.files:
        try:
            added.append(_added(outbox, file, about, options))
        except NmoError as error:
            failed.append((file, error))
    document: Form = {
        "added": [item_form(item, words) for item in added],
        "failed": [{"file": str(file), **error_form(error, words)} for file, error in failed],
    }
    lines = [_added_line(item, words) for item in added]
    lines += [
        words("sign.failed", file=str(file), reason=words.error_text(error))
        for file, error in failed
    ]
    return Outcome(
        document, "\n".join(lines), exit_code_of_codes(error.code for _file, error in failed)
    )


def _added(outbox: OutboxService, file: Path, about: About, options: Namespace) -> OutboxItem:
    from desktop_app.services.outbox_intake import (  # noqa: PLC0415 - not needed for --help
        is_signed,
        signature_beside,
    )

    if options.to_sign:
        return outbox.add_unsigned(lambda: file.open("rb"), file.name, about, again=options.again)
    signature = options.signature or signature_beside(file)
    if signature is None and not is_signed(file):
        signature = file.with_name(f"{file.name}.sig")  # Is not there, and is named so.
    return outbox.add_signed(file, signature, about, again=options.again, to_sign=options.cosign)


def _added_line(item: OutboxItem, words: Words) -> str:
    unsigned = item.state is OutboxState.PREPARED
    return words(
        "documents.added-to-sign" if unsigned else "documents.added",
        number=item.number,
        title=item.title,
        signers=", ".join(each.name for each in item.signers),
    )


def send(context: Context) -> Outcome:
    """Send the named documents, or all that wait."""
    outbox, words = opened(context), context.words
    identifiers = [outbox.find(each).id for each in context.options.ids]
    with cancellable() as cancel:
        report = outbox.send(identifiers, progress=_told(context), cancel=cancel)
    document = {
        "documents": [item_form(item, words) for item in report.items],
        "stopped_by": None if report.stopped_by is None else error_form(report.stopped_by, words),
        "left": report.left,
        "next_try_at": moment(report.next_try_at),
    }
    lines = [_sent_line(item, context) for item in report.items]
    if report.stopped_by is not None:
        lines.append(words.error_text(report.stopped_by))
    lines.append(words("documents.left", left=report.left))
    return Outcome(document, "\n".join(lines), _send_exit_code(report))


def retry(context: Context) -> Outcome:
    """Let documents leave that were refused, postponed or handed over."""
    outbox = opened(context)
    return _changed(context, [outbox.retry(outbox.find(each).id) for each in context.options.ids])


def drop(context: Context) -> Outcome:
    """Give documents up; their contents are removed."""
    outbox, confirmed = opened(context), context.options.yes
    found = [outbox.find(each).id for each in context.options.ids]
    return _changed(context, [outbox.drop(each, confirmed=confirmed) for each in found])


def decide(context: Context) -> Outcome:
    """Settle conflicts: send mine, or leave the portal's newer version."""
    outbox, mine = opened(context), context.options.keep_mine
    found = [outbox.find(each).id for each in context.options.ids]
    return _changed(context, [outbox.decide(each, keep_mine=mine) for each in found])


def _changed(context: Context, items: list[OutboxItem]) -> Outcome:
    words = context.words
    document = {"documents": [item_form(item, words) for item in items]}
    return Outcome(document, "\n".join(_sent_line(item, context) for item in items))


def _sent_line(item: OutboxItem, context: Context) -> str:
    words = context.words
    state = words.state("outbox-state", item.state)
    return words(
        "documents.state",
        number=item.number,
        title=item.title,
        state=state,
        reason=trouble_of(item, words),
    )


def _told(context: Context) -> Callable[[SendProgress], None]:
    def tell(progress: SendProgress) -> None:
        sent = progress.sent_bytes * 100 // max(1, progress.item.size)
        line = f"{progress.item.title} {sent} %"
        context.output.progress(Progress(progress.done, progress.total, line))

    return tell


def _send_exit_code(report: SendReport) -> ExitCode:
    """What stopped everything comes first, then what became of the first that did not arrive."""
    if report.stopped_by is not None:
        return exit_code_of(type(report.stopped_by))
    return exit_code_of_codes(item.error_code for item in report.items if item.error_code)
