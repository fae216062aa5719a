from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.core.errors.outbox import OutboxKeyLostError, OutboxNotKeptError
from tests.unit.services.storage.outbox_place import open_place


def test_the_key_is_made_once_and_opens_what_it_sealed(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    assert not place.key.is_there()
    place.key.require()
    sealed = place.key.seal(b"content", "label")
    place.close()
    again = open_place(tmp_path)
    assert again.key.is_there()
    assert again.key.open(sealed, "label") == b"content"
    assert again.key.open(sealed, "other") is None
    again.close()


def test_marks_are_the_same_for_the_same_text_and_say_nothing_of_it(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    place.key.require()
    assert place.key.mark("a") == place.key.mark("a") != place.key.mark("b")
    other = open_place(tmp_path / "other")
    other.key.require()
    assert other.key.mark("a") != place.key.mark("a")
    place.close()
    other.close()


def test_without_a_lasting_place_nothing_is_accepted(tmp_path: Path) -> None:
    place = open_place(tmp_path, allow_file=False)
    with pytest.raises(OutboxNotKeptError):
        place.accept()
    assert place.store.rows.counts().total == 0
    assert place.files.names() == set()
    place.close()


def test_a_lost_key_is_told_and_never_replaced(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    record = place.accept()
    place.close()
    kept = place.home.secrets_file.read_bytes()
    place.home.secrets_file.write_text("{}")
    without = open_place(tmp_path)
    with pytest.raises(OutboxKeyLostError):
        without.accept(b"another")
    (shown,) = without.store.rows.page((), 10)
    assert (shown.id, shown.details) == (record.id, None)
    assert not shown.item().readable
    without.close()
    assert json.loads(without.home.secrets_file.read_text()) == {}
    without.home.secrets_file.write_bytes(kept)
    back = open_place(tmp_path)
    assert back.content(back.store.rows.record(record.id)) == b"content"
    back.close()


def test_another_key_is_a_lost_key(tmp_path: Path) -> None:
    place, other = open_place(tmp_path / "a"), open_place(tmp_path / "b")
    place.accept()
    other.key.require()
    place.close()
    other.close()
    place.home.secrets_file.write_bytes(other.home.secrets_file.read_bytes())
    mixed = open_place(tmp_path / "a")
    with pytest.raises(OutboxKeyLostError):
        mixed.key.require()
    mixed.close()


def test_a_key_whose_proof_was_not_written_is_taken_up_again(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    place.key.require()
    sealed = place.key.seal(b"content", "label")
    with place.database.transaction() as connection:
        connection.execute("DELETE FROM note")
    place.close()
    again = open_place(tmp_path)
    again.key.require()
    assert again.key.open(sealed, "label") == b"content"
    again.close()
