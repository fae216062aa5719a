"""Only what is really signed is accepted, and what is accepted is what was signed."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterator

import pytest

from desktop_app.core.documents import DocumentKind
from desktop_app.core.errors.inputs import (
    FileTooLargeError,
    FileUnreadableError,
    NotSignatureError,
)
from desktop_app.core.errors.outbox import (
    ContentChangedError,
    OutboxDuplicateError,
    OutboxMoveError,
    SignatureOtherError,
)
from desktop_app.core.outbox_item import OutboxState
from desktop_app.sandbox.authority_names import ROOT
from desktop_app.services.outbox.acceptance import SIGNATURE_LIMIT
from desktop_app.services.outbox_service import About
from desktop_app.services.portal.document_contract import DOCUMENT_LIMIT
from tests.faults.outbox.ground import Ground, Workstation


def test_an_accepted_document_says_who_signed_it(ground: Ground, offline: Workstation) -> None:
    about = About(DocumentKind.APPEAL, "Обращение о токене")
    item = ground.add(offline, b"content", about)
    assert (item.title, item.kind, item.size) == ("Обращение о токене", DocumentKind.APPEAL, 7)
    assert item.signer is not None
    assert item.signer.name == ground.portal.person(1).full_name
    assert item.signer.certificate_id == ground.signer.sha256
    assert [entry.action for entry in offline.audit.entries()] == ["outbox.accept"]


def test_without_a_title_the_name_of_the_file_serves(ground: Ground, offline: Workstation) -> None:
    files = ground.write(offline.home.root, b"content", "Заявление об отпуске.pdf")
    item = offline.outbox.add_signed(*files)
    assert (item.title, item.file_name) == ("Заявление об отпуске", "Заявление об отпуске.pdf")


def test_a_signature_in_pem_is_taken(ground: Ground, offline: Workstation) -> None:
    file, signature = ground.write(offline.home.root, b"content")
    encoded = base64.encodebytes(signature.read_bytes())
    signature.write_bytes(b"-----BEGIN CMS-----\n" + encoded + b"-----END CMS-----\n")
    assert offline.outbox.add_signed(file, signature).state is OutboxState.WAITING


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("other-content", "signature.content-changed"),
        ("broken", "signature.broken"),
        ("attached", "signature.content-changed"),
    ],
)
def test_a_signature_over_something_else_is_refused(
    ground: Ground, offline: Workstation, kind: str, reason: str
) -> None:
    file, signature = ground.write(offline.home.root, b"content")
    portal, signer = ground.portal, ground.signer
    signature.write_bytes(
        {
            "other-content": lambda: portal.detached(signer, b"another"),
            "broken": lambda: portal.detached(signer, b"content", spoil_signature=True),
            "attached": lambda: portal.document_draft(signer, b"another").encode(),
        }[kind]()
    )
    with pytest.raises(SignatureOtherError) as caught:
        offline.outbox.add_signed(file, signature)
    assert reason in (caught.value.reasons or [])
    assert offline.outbox.page().counts.total == 0


def test_files_that_are_none_are_named(ground: Ground, offline: Workstation) -> None:
    file, signature = ground.write(offline.home.root, b"content")
    with pytest.raises(FileUnreadableError):
        offline.outbox.add_signed(file.with_name("no"), signature)
    with pytest.raises(FileUnreadableError):
        offline.outbox.add_signed(file, file.with_name("no"))
    with pytest.raises(NotSignatureError):
        offline.outbox.add_signed(file, file)
    authority = ground.portal.authority.certificate_der(ROOT)
    large = ground.portal.detached(ground.signer, b"content", chain=(authority,) * 200)
    assert len(large) > SIGNATURE_LIMIT
    signature.write_bytes(large)
    with pytest.raises(FileTooLargeError):
        offline.outbox.add_signed(file, signature)


def test_an_empty_document_is_refused(ground: Ground, offline: Workstation) -> None:
    with pytest.raises(FileUnreadableError) as caught:
        ground.add(offline, b"")
    assert caught.value.detail == "EMPTY"


def test_a_document_over_the_limit_is_refused(offline: Workstation) -> None:
    with pytest.raises(FileTooLargeError):
        offline.outbox.add_unsigned(lambda: io.BufferedReader(Endless()), "big.pdf")


class Endless(io.RawIOBase):
    """A little more than the contract takes."""

    def __init__(self) -> None:
        self._left = DOCUMENT_LIMIT + 1

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self._left)
        self._left -= count
        return count


def test_a_file_that_changes_while_it_is_read_is_refused(offline: Workstation) -> None:
    versions: Iterator[bytes] = iter([b"first", b"second"])
    with pytest.raises(ContentChangedError):
        offline.outbox.add_unsigned(lambda: io.BytesIO(next(versions)), "paper.pdf")
    assert offline.outbox.page().counts.total == 0
    assert [path.suffix for path in offline.home.folder("outbox").iterdir()] == [".lock"]


def test_the_same_document_twice_is_told(ground: Ground, station: Workstation) -> None:
    content = os.urandom(20)
    item = ground.add(station, content)
    station.outbox.send()
    with pytest.raises(OutboxDuplicateError) as caught:
        ground.add(station, content)
    assert caught.value.data() == {"id": item.id, "state": "delivered"}
    ground.add(station, content, again=True)
    station.outbox.send()
    assert ground.deliveries(content) == 2


def test_a_paper_is_kept_unsigned_and_signed_later(ground: Ground, station: Workstation) -> None:
    content = os.urandom(100_000)
    item = station.outbox.add_unsigned(lambda: io.BytesIO(content), "paper.pdf")
    assert (item.state, item.signer) == (OutboxState.PREPARED, None)
    assert station.outbox.send().items == ()
    with station.outbox.open_content(item.id) as opened:
        kept = opened.read()
    with pytest.raises(SignatureOtherError):
        station.outbox.put_signature(item.id, ground.portal.detached(ground.signer, b"other"))
    signature = ground.portal.detached(ground.signer, kept)
    signed = station.outbox.put_signature(item.id, signature)
    assert (signed.state, signed.id) == (OutboxState.WAITING, item.id)
    with pytest.raises(OutboxMoveError):
        station.outbox.put_signature(item.id, signature)
    station.outbox.send()
    assert ground.deliveries(content) == 1
