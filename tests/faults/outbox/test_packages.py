"""Documents travel to another computer on a medium, and still arrive once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.inputs import OutputNotWritableError
from desktop_app.core.errors.outbox import (
    OutboxMoveError,
    PackageUnreadableError,
    PassphraseShortError,
    PassphraseWrongError,
    SignatureOtherError,
)
from desktop_app.core.outbox_item import OutboxState
from tests.faults.outbox.ground import Ground, Workstation

PHRASE = "четыре слова на память"


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def elsewhere(ground: Ground, tmp_path: Path) -> Iterator[Workstation]:
    opened = ground.workstation(tmp_path / "elsewhere", ground.session_message())
    yield opened
    opened.close()


@pytest.mark.parametrize("passphrase", [PHRASE, None])
def test_what_was_handed_over_is_sent_from_the_other_computer_alone(
    ground: Ground,
    offline: Workstation,
    elsewhere: Workstation,
    medium: Path,
    passphrase: str | None,
) -> None:
    contents = [os.urandom(200_000), b"small"]
    contents[1] += os.urandom(8)
    items = [ground.add(offline, content) for content in contents]
    handed = offline.outbox.export(medium, passphrase=passphrase)
    assert [each.state for each in handed.items] == [OutboxState.EXPORTED] * 2
    assert offline.outbox.send().left == 0
    assert elsewhere.outbox.package_is_sealed(handed.folder) is (passphrase is not None)
    taken = elsewhere.outbox.import_package(handed.folder, passphrase=passphrase)
    assert [each.id for each in taken.items] == [each.id for each in items]
    assert [each.accepted_at for each in taken.items] == [each.accepted_at for each in items]
    elsewhere.outbox.send()
    assert [ground.deliveries(content) for content in contents] == [1, 1]
    again = elsewhere.outbox.import_package(handed.folder, passphrase=passphrase)
    assert (again.items, len(again.known)) == ((), 2)


def test_taking_a_document_back_sends_it_no_second_time(
    ground: Ground, station: Workstation, elsewhere: Workstation, medium: Path
) -> None:
    content = os.urandom(50)
    item = ground.add(station, content)
    handed = station.outbox.export(medium, [item.id], passphrase=PHRASE)
    elsewhere.outbox.import_package(handed.folder, passphrase=PHRASE)
    elsewhere.outbox.send()
    assert station.outbox.retry(item.id).state is OutboxState.WAITING
    station.outbox.send()
    assert station.outbox.find(item.id).state is OutboxState.DELIVERED
    assert ground.deliveries(content) == 1


def test_a_package_that_comes_back_takes_its_documents_back(
    ground: Ground, offline: Workstation, medium: Path
) -> None:
    item = ground.add(offline, os.urandom(20))
    handed = offline.outbox.export(medium, passphrase=PHRASE)
    back = offline.outbox.import_package(handed.folder, passphrase=PHRASE)
    assert [(each.id, each.state) for each in back.items] == [(item.id, OutboxState.WAITING)]


def test_a_sealed_package_shows_nothing(ground: Ground, offline: Workstation, medium: Path) -> None:
    ground.add(offline, b"secret content" * 100)
    handed = offline.outbox.export(medium, passphrase=PHRASE)
    stored = b"".join(path.read_bytes() for path in handed.folder.iterdir())
    for text in (b"secret content", handed.items[0].title.encode(), "Иванова".encode()):
        assert text not in stored


def test_an_open_package_is_readable_by_any_program(
    ground: Ground, offline: Workstation, medium: Path
) -> None:
    files = ground.write(offline.home.root, b"content", "Заявление: отпуск?.pdf")
    offline.outbox.add_signed(*files)
    handed = offline.outbox.export(medium, passphrase=None)
    names = sorted(path.name for path in handed.folder.iterdir())
    assert names[:2] == ["0001-Заявление_ отпуск_.pdf", "0001-Заявление_ отпуск_.pdf.sig"]
    assert (handed.folder / names[0]).read_bytes() == b"content"
    assert (handed.folder / names[1]).read_bytes() == files[1].read_bytes()


def test_passphrases_are_long_enough_and_the_right_ones(
    ground: Ground, offline: Workstation, elsewhere: Workstation, medium: Path
) -> None:
    ground.add(offline, os.urandom(20))
    with pytest.raises(PassphraseShortError):
        offline.outbox.export(medium, passphrase="short")
    assert list(medium.iterdir()) == []
    handed = offline.outbox.export(medium, passphrase=PHRASE)
    for wrong in ("another passphrase", None):
        with pytest.raises(PassphraseWrongError):
            elsewhere.outbox.import_package(handed.folder, passphrase=wrong)


def test_only_what_waits_is_handed_over(ground: Ground, station: Workstation, medium: Path) -> None:
    item = ground.add(station, os.urandom(20))
    station.outbox.send()
    with pytest.raises(OutboxMoveError):
        station.outbox.export(medium, [item.id], passphrase=PHRASE)
    assert list(medium.iterdir()) == []


def test_a_cancelled_export_leaves_nothing_and_marks_nothing(
    ground: Ground, offline: Workstation, medium: Path
) -> None:
    item = ground.add(offline, os.urandom(20))
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(Cancelled):
        offline.outbox.export(medium, passphrase=PHRASE, cancel=cancel)
    assert list(medium.iterdir()) == []
    assert offline.outbox.find(item.id).state is OutboxState.WAITING


def test_a_medium_that_is_gone_is_named(
    ground: Ground, offline: Workstation, tmp_path: Path
) -> None:
    item = ground.add(offline, os.urandom(20))
    with pytest.raises(OutputNotWritableError):
        offline.outbox.export(tmp_path / "no", passphrase=PHRASE)
    assert offline.outbox.find(item.id).state is OutboxState.WAITING


@pytest.mark.parametrize("passphrase", [PHRASE, None])
def test_a_damaged_package_is_refused(
    ground: Ground,
    offline: Workstation,
    elsewhere: Workstation,
    medium: Path,
    passphrase: str | None,
) -> None:
    ground.add(offline, os.urandom(100_000))
    whole = offline.outbox.export(medium, passphrase=passphrase).folder
    document = next(path.name for path in sorted(whole.iterdir()))

    def damaged(number: int) -> Path:
        copy = medium / f"damaged-{number}"
        shutil.copytree(whole, copy)
        file = copy / document
        if number == 0:
            file.unlink()
        elif number == 1:
            content = bytearray(file.read_bytes())
            content[50_000] ^= 1
            file.write_bytes(content)
        elif number == 2:
            (copy / "manifest.json").write_text("{}")
        elif number == 3:
            manifest = json.loads((copy / "manifest.json").read_bytes())
            (copy / "manifest.json").write_text(json.dumps({**manifest, "version": 9}))
        return copy

    for number in range(4):
        with pytest.raises(PackageUnreadableError):
            elsewhere.outbox.import_package(damaged(number), passphrase=passphrase)
    assert elsewhere.outbox.page().counts.total == 0
    with pytest.raises(PackageUnreadableError):
        elsewhere.outbox.import_package(medium, passphrase=passphrase)


def test_an_open_package_is_believed_in_nothing(
    ground: Ground, offline: Workstation, elsewhere: Workstation, medium: Path
) -> None:
    """Names, hashes and signers in a manifest are a stranger's word."""
    ground.add(offline, b"content")
    folder = offline.outbox.export(medium, passphrase=None).folder
    path = folder / "manifest.json"
    whole = json.loads(path.read_bytes())

    def tampered(**changes: object) -> None:
        document = {**whole["documents"][0], **changes}
        path.write_text(json.dumps({**whole, "documents": [document]}))

    secret = medium / "secret"
    secret.write_bytes(b"content")
    inside = whole["documents"][0]["content"]
    for name in ("../secret", "/etc/passwd", "0001-x/../../secret"):
        tampered(content={**inside, "name": name})
        with pytest.raises(PackageUnreadableError):
            elsewhere.outbox.import_package(folder, passphrase=None)
    enclosure = whole["documents"][0]["enclosure"]
    for change in ({"id": "../../x"}, {"details": {**enclosure["details"], "idempotency_key": ""}}):
        tampered(enclosure={**enclosure, **change})
        with pytest.raises(PackageUnreadableError):
            elsewhere.outbox.import_package(folder, passphrase=None)
    forged = {**enclosure["details"], "signer": None, "size": 10**12, "sha256": "0" * 64}
    tampered(enclosure={**enclosure, "details": forged})
    (taken,) = elsewhere.outbox.import_package(folder, passphrase=None).items
    assert (taken.size, taken.signer is None) == (7, False)


def test_a_signature_in_a_package_is_checked(
    ground: Ground, offline: Workstation, elsewhere: Workstation, medium: Path
) -> None:
    ground.add(offline, b"content")
    folder = offline.outbox.export(medium, passphrase=None).folder
    manifest = json.loads((folder / "manifest.json").read_bytes())
    document = manifest["documents"][0]
    other = ground.portal.detached(ground.signer, b"another")
    (folder / document["signature"]["name"]).write_bytes(other)
    document["signature"]["sha256"] = hashlib.sha256(other).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(SignatureOtherError):
        elsewhere.outbox.import_package(folder, passphrase=None)
