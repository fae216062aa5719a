"""A folder from a stranger's medium ends in a typed error or in a document, never in another."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.outbox import PackageUnreadableError, PassphraseWrongError
from desktop_app.services.outbox.acceptance import Acceptance
from desktop_app.services.outbox.package_import import PackageReader, is_sealed
from desktop_app.services.storage.sealed_file import SealBroken, SealedFile, write_sealed_file
from desktop_app.signing.pdf_files import PdfFiles
from tests.unit.services.storage.outbox_place import MOMENT, OutboxPlace, open_place
from tests.unit.services.storage.test_sealed_file import PlainBox

TYPED = (PackageUnreadableError, PassphraseWrongError)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)
KEY = {"salt": "c2FsdHNhbHQ=", "cost": 2}
FILE = {"name": "0001-a.pdf", "sha256": "0" * 64}
MANIFEST: dict[str, Any] = {
    "format": "nmo-outbox",
    "version": 1,
    "key": KEY,
    "sealed": "",
    "documents": [{"content": FILE, "signature": FILE, "enclosure": {}}],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> OutboxPlace:
    return open_place(tmp_path_factory.mktemp("place"))


def taken_in(place: OutboxPlace, folder: Path) -> None:
    reader = PackageReader(place.store, Acceptance(place.store, PdfFiles(), lambda: MOMENT))
    for passphrase in (None, "some passphrase"):
        with pytest.raises(TYPED):
            reader.read(folder, passphrase, None)
    assert place.store.rows.counts().total == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_manifest_is_refused_in_words(
    place: OutboxPlace, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(PackageUnreadableError):
        is_sealed(tmp_path)
    taken_in(place, tmp_path)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(MANIFEST)), value=JSON)
def test_a_manifest_with_one_strange_part_is_refused_in_words(
    place: OutboxPlace, tmp_path: Path, name: str, value: object
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({**MANIFEST, name: value}))
    taken_in(place, tmp_path)


@pytest.mark.parametrize("cost", [0, 1, 3, 2**19, 2**40, -2])
def test_a_key_that_would_cost_too_much_is_not_made(
    place: OutboxPlace, tmp_path: Path, cost: int
) -> None:
    manifest = {**MANIFEST, "documents": [], "key": {**KEY, "cost": cost}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(PackageUnreadableError):
        is_sealed(tmp_path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_sealed_file_is_broken_and_nothing_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    box, path = PlainBox(), tmp_path / f"{os.urandom(4).hex()}.sealed"
    write_sealed_file(path, b"note", [os.urandom(200)], box)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    with_or_without = data.draw(st.sampled_from(["changed", "cut", "added"]))
    if with_or_without == "changed":
        content[at] ^= data.draw(st.integers(1, 255))
    elif with_or_without == "cut":
        del content[at:]
    else:
        content[at:at] = data.draw(st.binary(min_size=1, max_size=30))
    path.write_bytes(content)
    with pytest.raises(SealBroken), SealedFile(path, box) as opened:
        opened.content.read()
