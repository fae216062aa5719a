from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.errors.outbox import (
    OutboxContentLostError,
    OutboxDuplicateError,
    OutboxMoveError,
    OutboxUnknownError,
)
from desktop_app.core.outbox_item import OutboxMove, OutboxState
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.storage.outbox_record import Details, decode_details, encode_details
from desktop_app.services.storage.outbox_store import without_trouble
from tests.unit.services.storage.outbox_place import (
    MOMENT,
    SIGNER,
    OutboxPlace,
    details_of,
    open_place,
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[OutboxPlace]:
    opened = open_place(tmp_path)
    yield opened
    opened.close()


def test_what_was_accepted_is_there_after_a_restart(place: OutboxPlace, tmp_path: Path) -> None:
    accepted = place.accept(b"first")
    again = open_place(tmp_path)
    record = again.store.rows.record(accepted.id)
    assert record == accepted
    assert record.state is OutboxState.WAITING
    assert record.details == details_of(b"first")
    assert again.content(record) == b"first"
    assert again.store.rows.signature(record.id) == b"signed"
    again.close()


def test_neither_title_nor_signer_nor_digest_lies_readable(place: OutboxPlace) -> None:
    record = place.accept(b"secret content")
    place.close()
    assert record.details is not None
    stored = place.home.outbox_database.read_bytes()
    for text in (record.details.title, "Иванова", record.details.sha256, "secret content"):
        assert text.encode() not in stored
    assert b"secret content" not in b"".join(
        path.read_bytes() for path in place.folder.iterdir() if path.is_file()
    )


def test_the_same_content_is_taken_once_unless_somebody_insists(place: OutboxPlace) -> None:
    first = place.accept(b"same")
    with pytest.raises(OutboxDuplicateError) as caught:
        place.accept(b"same")
    assert caught.value.data() == {"id": first.id, "state": "waiting"}
    assert place.accept(b"same", again=True).id != first.id
    assert len(place.files.names()) == 2


def test_a_dropped_document_can_be_taken_up_anew(place: OutboxPlace) -> None:
    first = place.accept(b"same")
    place.store.move(first.id, OutboxMove.DROP)
    assert place.accept(b"same").number == first.number + 1


def test_a_content_that_fails_is_not_accepted(place: OutboxPlace) -> None:
    def failing() -> Iterator[bytes]:
        yield b"x"
        raise KeyError

    with pytest.raises(KeyError):
        place.store.accept(details_of(b"x"), b"signed", failing())
    assert place.store.rows.counts().total == 0
    assert place.files.names() == set()


def test_the_content_goes_when_the_document_has_left(place: OutboxPlace) -> None:
    kept, gone = place.accept(b"a"), place.accept(b"b")
    place.store.move(gone.id, OutboxMove.BEGIN)
    assert place.store.move(gone.id, OutboxMove.ARRIVE).file == ""
    assert place.files.names() == {kept.file}
    with pytest.raises(OutboxContentLostError):
        place.store.rows.content(gone.id)


def test_tries_are_counted_until_somebody_decides(place: OutboxPlace) -> None:
    record = place.accept()
    later = MOMENT + timedelta(minutes=5)
    for tries in (1, 2):
        assert place.store.move(record.id, OutboxMove.BEGIN).tries == tries
        postponed = place.store.move(record.id, OutboxMove.POSTPONE, next_try_at=later)
        assert (postponed.tries, postponed.next_try_at) == (tries, later)
    place.store.move(record.id, OutboxMove.BEGIN)
    refused = place.store.move(
        record.id, OutboxMove.REFUSE, lambda old: replace(old, error_code="document.refused")
    )
    assert refused.details is not None
    assert refused.details.error_code == "document.refused"
    fresh = place.store.move(record.id, OutboxMove.RETRY, without_trouble)
    assert (fresh.tries, fresh.next_try_at) == (0, None)
    assert fresh.details == record.details


def test_a_move_that_is_not_allowed_changes_nothing(place: OutboxPlace) -> None:
    record = place.accept()
    with pytest.raises(OutboxMoveError):
        place.store.move(record.id, OutboxMove.ARRIVE, without_trouble)
    assert place.store.rows.record(record.id) == record


def test_the_database_itself_keeps_rows_and_ends(place: OutboxPlace) -> None:
    record = place.accept()
    place.store.move(record.id, OutboxMove.DROP)
    for statement in ("DELETE FROM item", "UPDATE item SET state = 'waiting'"):
        with pytest.raises(sqlite3.IntegrityError), place.database.transaction() as connection:
            connection.execute(statement)


def test_a_new_signature_goes_into_the_row_and_beside_the_content(place: OutboxPlace) -> None:
    record = place.accept(b"unsigned", signature=b"")
    assert record.state is OutboxState.PREPARED
    signed = place.store.sign(record.id, b"new signature", lambda old: replace(old, stamped=True))
    assert signed.state is OutboxState.WAITING
    assert place.store.rows.signature(record.id) == b"new signature"
    assert place.content(signed) == b"unsigned"
    assert place.files.names() == {signed.file}
    enclosure = place.files.enclosure(signed.file)
    assert enclosure is not None
    assert (enclosure.signature, enclosure.details) == (b"new signature", signed.details)


def test_pages_come_newest_first(place: OutboxPlace) -> None:
    records = [place.accept(bytes([n])) for n in range(5)]
    place.store.move(records[1].id, OutboxMove.DROP)
    page = place.store.rows.page((), 2)
    assert [each.number for each in page] == [5, 4]
    assert [each.number for each in place.store.rows.page((), 9, before=4)] == [3, 2, 1]
    waiting = place.store.rows.page((OutboxState.WAITING,), 9, before=5)
    assert [each.number for each in waiting] == [4, 3, 1]


def test_what_may_still_leave_comes_in_the_order_of_acceptance(place: OutboxPlace) -> None:
    records = [place.accept(n.to_bytes(2, "big")) for n in range(205)]
    place.store.move(records[2].id, OutboxMove.DROP)
    place.store.move(records[3].id, OutboxMove.EXPORT)
    numbers = [each.number for each in place.store.rows.unresolved()]
    assert numbers == [1, 2, *range(5, 206)]


def test_a_document_is_found_by_number_and_by_the_beginning_of_its_id(place: OutboxPlace) -> None:
    record = place.accept(identifier="ab12cd34" * 4)
    place.accept(b"other", identifier="ab99" * 8)
    rows = place.store.rows
    for name in ("1", "001", "ab12", "AB12CD34", record.id):
        assert rows.find(name) == record
    for name in ("", "3", "ab", "ff", "ab%"):
        with pytest.raises(OutboxUnknownError):
            rows.find(name)


def test_leftovers_of_a_crash_are_put_in_order(place: OutboxPlace) -> None:
    kept, sent = place.accept(b"kept"), place.accept(b"sent")
    content = (place.folder / sent.file).read_bytes()
    place.store.move(sent.id, OutboxMove.BEGIN)
    place.store.move(sent.id, OutboxMove.ARRIVE)
    # The file of a document that left, and one that was being written.
    (place.folder / sent.file).write_bytes(content)
    (place.folder / "half.sealed.part").write_bytes(b"x")
    assert place.store.take_up() == 0
    assert {path.name for path in place.folder.iterdir()} == {kept.file, "writing.lock"}


def test_contents_of_a_lost_database_come_back_as_they_were_accepted(
    place: OutboxPlace, tmp_path: Path
) -> None:
    waiting, prepared = place.accept(b"a"), place.accept(b"b", signature=b"")
    contents = {each.id: place.content(each) for each in (waiting, prepared)}
    place.close()
    place.home.outbox_database.write_bytes(b"no database" * 1000)
    again = open_place(tmp_path)
    assert again.database.finding is not None
    assert again.store.take_up() == 2
    assert again.store.take_up() == 0
    for before in (waiting, prepared):
        after = again.store.rows.record(before.id)
        assert (after.state, after.details) == (before.state, before.details)
        assert again.content(after) == contents[before.id]
    assert again.store.rows.signature(waiting.id) == b"signed"
    again.close()


def test_a_damaged_content_is_left_alone_and_told_when_it_is_needed(place: OutboxPlace) -> None:
    record = place.accept(b"content")
    (place.folder / record.file).write_bytes(b"damaged")
    (place.folder / "stray.sealed").write_bytes(b"damaged too")
    assert place.store.take_up() == 0
    assert "stray.sealed" in place.files.names()
    with pytest.raises(OutboxContentLostError):
        place.store.rows.content(record.id)


def test_what_another_writer_left_undone_goes_before_the_next_one_writes(
    place: OutboxPlace,
) -> None:
    kept = place.accept(b"kept")
    begun = "begun.sealed"
    (place.folder / begun).write_bytes((place.folder / kept.file).read_bytes())
    for left, remaining in ((begun, 2), (kept.file, 3)):
        (place.folder / "writing.lock").write_text(left)
        place.accept(f"after {left}".encode())
        assert len(place.files.names()) == remaining
        assert (place.folder / "writing.lock").read_text() == ""
    assert place.content(kept) == b"kept"


def test_a_content_whose_row_failed_is_cleared_up_when_there_is_space_again(
    place: OutboxPlace,
) -> None:
    """While nothing can be written nobody knows whether the row counts, so the content stays."""
    place.key.require()
    with place.database.transaction() as connection:
        for table in ("item", "note"):
            connection.execute(
                f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'no space'); END"
            )
    with pytest.raises(sqlite3.IntegrityError):
        place.accept(b"content")
    assert len(place.files.names()) == 1
    with pytest.raises(sqlite3.IntegrityError):
        place.store.take_up()
    with place.database.transaction() as connection:
        for table in ("item", "note"):
            connection.execute(f"DROP TRIGGER full_{table}")
    record = place.accept(b"content")
    assert place.files.names() == {record.file}
    assert place.store.take_up() == 0


def test_what_an_earlier_program_kept_reads_as_one_detached_signature() -> None:
    details = details_of(b"content")
    plain = msgspec.msgpack.decode(encode_details(details))
    for new in ("cosigners", "shape", "accepted_sha256", "accepted_size", "earlier"):
        del plain[new]
    del plain["signer"]["stamped"]
    earlier = decode_details(msgspec.msgpack.encode(plain))
    assert earlier == details
    assert earlier is not None
    assert (earlier.shape, earlier.signers) == (SignatureShape.DETACHED, (SIGNER,))


def test_whose_term_has_ended_is_told_unless_a_stamp_shows_the_time() -> None:
    late, early = SIGNER.not_after, replace(SIGNER, not_after=MOMENT)
    details = details_of(b"content", cosigners=(early,))
    assert details.ended_at(MOMENT) is early
    assert details.ended_at(MOMENT - timedelta(seconds=1)) is None
    stamped = replace(details, cosigners=(replace(early, stamped=True),))
    assert stamped.ended_at(MOMENT) is None
    assert stamped.ended_at(late) is SIGNER
    assert replace(details, stamped=True).ended_at(late) is None
    assert [each.stamped for each in details.with_stamps().signers] == [True, True]


def test_a_signed_copy_takes_the_place_of_what_was_accepted(place: OutboxPlace) -> None:
    record = place.accept(b"original", signature=b"")
    digest = hashlib.sha256(b"original and signature").hexdigest()

    def signed(old: Details) -> Details:
        return replace(old, signer=SIGNER, sha256=digest, accepted_sha256=old.sha256)

    after = place.store.sign(record.id, b"", signed, [b"original and ", b"signature"])
    assert (after.state, place.content(after)) == (OutboxState.WAITING, b"original and signature")
    assert place.files.names() == {after.file}
    with pytest.raises(OutboxDuplicateError):
        place.accept(b"original")
