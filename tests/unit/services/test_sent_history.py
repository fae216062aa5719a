"""Receipts kept here beside what the portal says that it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

import pytest

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion, Receipt
from desktop_app.core.outbox_item import OutboxCounts, OutboxItem, OutboxState
from desktop_app.services.outbox_service import OutboxPage, OutboxService
from desktop_app.services.sent_history import SentState, delivered_items, sent_documents


def at(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def item(number: int, document_id: str, version: int = 1, day: int = 1) -> OutboxItem:
    return OutboxItem(
        number=number,
        id=f"{number:032x}",
        state=OutboxState.DELIVERED,
        accepted_at=at(day),
        changed_at=at(day),
        title=f"Report {number}",
        sha256=f"{number:064x}",
        receipt=Receipt(document_id, version, at(day)),
    )


def theirs(document_id: str, version: int, number: int, day: int = 1) -> DocumentVersion:
    return DocumentVersion(document_id, version, "T", "t.pdf", 3, f"{number:064x}", "A", at(day))


def test_without_asking_the_receipts_stand_alone_newest_first() -> None:
    found = sent_documents([item(1, "a", day=1), item(2, "b", day=3)], None)
    assert [(each.title, each.state) for each in found] == [
        ("Report 2", SentState.TAKEN),
        ("Report 1", SentState.TAKEN),
    ]


@pytest.mark.parametrize(
    ("version", "number", "state"),
    [
        (2, 1, SentState.CONFIRMED),
        (3, 9, SentState.REPLACED),
        (1, 1, SentState.UNKNOWN),
        (2, 9, SentState.UNKNOWN),
    ],
)
def test_the_portal_confirms_replaces_or_contradicts(
    version: int, number: int, state: SentState
) -> None:
    (found,) = sent_documents([item(1, "a", version=2)], [theirs("a", version, number)])
    assert found.state is state
    assert found.portal_version == version
    assert found.version == 2


def test_what_the_portal_does_not_name_is_said_and_what_came_from_elsewhere_too() -> None:
    found = sent_documents([item(1, "a", day=1)], [theirs("b", 1, 7, day=2)])
    assert [each.state for each in found] == [SentState.ELSEWHERE, SentState.UNKNOWN]
    assert found[0].document_id == "b"


def test_all_pages_of_the_outbox_are_read() -> None:
    items = [item(number, "a") for number in (5, 4, 3, 2, 1)]

    class Outbox:
        def page(
            self, states: Sequence[OutboxState], *, limit: int, before: int | None
        ) -> OutboxPage:
            assert list(states) == [OutboxState.DELIVERED]
            below = [each for each in items if before is None or each.number < before]
            return OutboxPage(tuple(below[:limit]), OutboxCounts({}), None)

    found = delivered_items(cast("OutboxService", Outbox()), Cancellation(), at_once=2)
    assert list(found) == items
