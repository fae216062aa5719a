"""`nmo documents sign`: documents that were accepted unsigned, signed in one batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, add_key_options
from desktop_app.cli.attendance import attendant_at
from desktop_app.cli.commands.outbox import opened
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import exit_code_of_codes
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import error_form
from desktop_app.cli.outbox_forms import item_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.pin_entry import chosen_key, pin_for
from desktop_app.cli.signing_progress import SigningProgress
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import PdfSignedBeforeError
from desktop_app.core.outbox_item import OutboxItem, OutboxMove, OutboxState, moved
from desktop_app.core.signing_wishes import SignatureShape

if TYPE_CHECKING:
    from desktop_app.services.outbox_batch import OutboxDocument
    from desktop_app.services.outbox_service import OutboxService
    from desktop_app.services.signing_batch import SigningBatch

_UNSIGNED = (OutboxState.PREPARED, OutboxState.EXPIRED)
_PAGE = 1000


def add_commands(commands: Commands) -> None:
    """Add `nmo documents sign`."""
    parser = commands.add("sign", sign)
    parser.add_argument(
        "ids", metavar="ID", nargs="*", help=parser.words("option.outbox-ids-or-unsigned")
    )
    add_key_options(parser)
    shapes = parser.add_mutually_exclusive_group()
    for name in ("detached", "attached", "pades"):
        shapes.add_argument(
            f"--{name}", action="store_true", help=parser.words(f"option.outbox-{name}")
        )


def sign(context: Context) -> Outcome:
    """Sign the named documents, or all that wait for a signature, with one login.

    Each signature is on the disk before it counts: after a crash the same command signs the rest.
    """
    from desktop_app.services.batch_login import Control  # noqa: PLC0415 - not needed for --help
    from desktop_app.services.outbox_signing import OutboxSigning  # noqa: PLC0415

    token, found = chosen_key(context, "sign")
    certificate = found.certificate.id
    context.services.signatures.refuse_unfit(certificate)
    outbox = opened(context)
    items = [_signable(outbox, each) for each in context.options.ids] or _unsigned(outbox)
    signing = OutboxSigning(
        context.services.signatures,
        outbox,
        lambda: context.services.signature_forms,
        items,
        _shape(context),
        lambda: None,
    )
    signing.refuse_unfit(certificate)
    if items:
        progress = SigningProgress(context, len(items))
        with (
            pin_for(context, token) as given,
            progress.told_when_cancelled(),
            cancellable() as cancel,
        ):
            control = Control(progress.show, None, cancel)
            signing.sign(certificate, given, control, attendant_at(context))
    return _outcome(context, outbox, signing.batch)


def _shape(context: Context) -> SignatureShape | None:
    """Return the form that was asked for; None: the one that a document had before."""
    options = context.options
    named = {
        SignatureShape.DETACHED: options.detached,
        SignatureShape.ATTACHED: options.attached,
        SignatureShape.IN_PDF: options.pades,
    }
    return next((shape for shape, asked in named.items() if asked), None)


def _signable(outbox: OutboxService, name: str) -> OutboxItem:
    """Return a document that may be signed now.

    Raises ``OutboxMoveError``, ``PdfSignedBeforeError``.
    """
    item = outbox.find(name)
    moved(item.state, OutboxMove.SIGN, item.id)
    if not item.can_be_signed:
        raise PdfSignedBeforeError(id=item.id)
    return item


def _unsigned(outbox: OutboxService) -> list[OutboxItem]:
    """Return all documents that wait for a signature, oldest first."""
    found: list[OutboxItem] = []
    before: int | None = None
    while items := outbox.page(_UNSIGNED, limit=_PAGE, before=before).items:
        found += (item for item in items if item.readable and item.can_be_signed)
        before = items[-1].number
    return found[::-1]


def _outcome(
    context: Context, outbox: OutboxService, batch: SigningBatch[OutboxDocument]
) -> Outcome:
    from desktop_app.services.signing_batch import DocumentState  # noqa: PLC0415

    words = context.words
    signed, failed = list[OutboxItem](), list[tuple[OutboxItem, NmoError]]()
    for outcome in batch.outcomes:
        error = outcome.error or batch.stopped_by
        if outcome.state is DocumentState.SIGNED:
            signed.append(outbox.find(outcome.document.item.id))
        elif error is not None:
            failed.append((outcome.document.item, error))
    document = {
        "signed": [item_form(item, words) for item in signed],
        "failed": [{"id": item.id, **error_form(error, words)} for item, error in failed],
    }
    lines = [
        words("sign.failed", file=item.file_name or item.title, reason=words.error_text(error))
        for item, error in failed
    ]
    lines.append(words("documents.signed", count=len(signed), failed=len(failed)))
    code = exit_code_of_codes(error.code for _item, error in failed)
    return Outcome(document, "\n".join(lines), code)
