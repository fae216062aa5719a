"""Documents of the outbox as JSON and as lines of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.outbox_item import OutboxItem

if TYPE_CHECKING:
    from desktop_app.core.documents import DocumentSigner, DocumentVersion, Receipt
    from desktop_app.core.outbox_item import OutboxCounts

_COLUMNS = ("no", "status", "name", "signer", "accepted", "trouble")


def item_form(item: OutboxItem, words: Words) -> Form:
    """Return a document with everything that is known of it."""
    return {
        "number": item.number,
        "id": item.id,
        "state": item.state.value,
        "readable": item.readable,
        "kind": item.kind.value,
        "title": item.title,
        "file_name": item.file_name,
        "size": item.size,
        "sha256": item.sha256,
        "accepted_at": moment(item.accepted_at),
        "changed_at": moment(item.changed_at),
        "shape": item.shape.value,
        "signer": None if item.signer is None else _signer_form(item.signer),
        "cosigners": [_signer_form(each) for each in item.cosigners],
        "stamped": item.stamped,
        "stamp_error": item.stamp_error or None,
        "document": item.document_id or None,
        "replaces_version": item.base_version or None,
        "tries": item.tries,
        "next_try_at": moment(item.next_try_at),
        "maybe_arrived": item.maybe_arrived,
        "error": _trouble_form(item, words),
        "theirs": None if item.theirs is None else version_form(item.theirs),
        "receipt": None if item.receipt is None else _receipt_form(item.receipt),
    }


def counts_form(counts: OutboxCounts) -> Form:
    """Return how many documents stand in each state."""
    return {state.value: count for state, count in counts.by_state.items()}


def items_table(items: Sequence[OutboxItem], words: Words, width: int | None) -> str:
    """Return documents as an aligned table."""
    headings = [words(f"column.{name}") for name in _COLUMNS]
    return table_text(headings, [_row(item, words) for item in items], width)


def trouble_of(item: OutboxItem, words: Words) -> str:
    """Return in one line why a document is where it is, or why it has no time stamp.

    Empty when nothing is wrong.
    """
    code, data = item.error_code, dict(item.error_data)
    if not code and not item.stamp_error:
        return ""
    try:
        return words.catalogue.message(code or item.stamp_error, data, words.language).title
    except KeyError:
        return code or item.stamp_error


def _row(item: OutboxItem, words: Words) -> tuple[str, ...]:
    return (
        str(item.number),
        words.state("outbox-state", item.state),
        item.title if item.readable else words("documents.unreadable"),
        ", ".join(each.name for each in item.signers),
        words.time(item.accepted_at),
        trouble_of(item, words),
    )


def _trouble_form(item: OutboxItem, words: Words) -> Form | None:
    if not item.error_code:
        return None
    data = dict(item.error_data)
    return {"code": item.error_code, "message": trouble_of(item, words), "data": data}


def version_form(version: DocumentVersion) -> Form:
    """Return a version of a document as the portal has it."""
    return {
        "document": version.document_id,
        "version": version.version,
        "title": version.title,
        "file_name": version.file_name,
        "size": version.size,
        "sha256": version.sha256,
        "signer": version.signer,
        "cosigners": list(version.cosigners),
        "shape": version.shape.value,
        "received_at": moment(version.received_at),
    }


def _signer_form(signer: DocumentSigner) -> Form:
    return {
        "name": signer.name,
        "snils": signer.snils,
        "certificate": signer.certificate_id,
        "not_after": moment(signer.not_after),
        "stamped": signer.stamped,
    }


def _receipt_form(receipt: Receipt) -> Form:
    return {
        "document": receipt.document_id,
        "version": receipt.version,
        "received_at": moment(receipt.received_at),
    }
