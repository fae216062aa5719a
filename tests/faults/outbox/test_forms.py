"""Every form of signature is kept, sent and handed over as its signers made it."""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion
from desktop_app.core.errors.inputs import ContentNeededError
from desktop_app.core.errors.outbox import (
    ContentChangedError,
    OutboxDuplicateError,
    PdfSignedBeforeError,
    SignatureExpiredError,
    SignatureOtherError,
)
from desktop_app.core.errors.signatures import PadesNoSignatureError, TimeStampUnreachableError
from desktop_app.core.outbox_item import OutboxItem, OutboxState
from desktop_app.core.pin import PinGiven
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.batch_login import Control
from desktop_app.services.outbox_signing import OutboxSigning
from desktop_app.services.pdf_signing import PdfSigning
from desktop_app.services.signing_batch import DocumentState
from desktop_app.signing.cms_parts import around_content, cut_message, joined
from tests.faults.outbox.ground import Ground, Workstation, blank_pdf

if TYPE_CHECKING:
    from desktop_app.services.signature_forms import SignatureForms
    from desktop_app.services.signature_service import SignatureService

PHRASE = "четыре слова на память"


@pytest.fixture(scope="module")
def colleague(running: Ground) -> Ground:
    return running.colleague


def pdf_file(folder: Path) -> Path:
    """Write a PDF that no other test has."""
    folder.mkdir(exist_ok=True)
    file = folder / "letter.pdf"
    file.write_bytes(blank_pdf(os.urandom(8).hex()))
    return file


def both(one: bytes, other: bytes) -> bytes:
    """Return a message with the signers of two."""
    return joined(cut_message(one), cut_message(other)).encode()


def held(ground: Ground, item: OutboxItem) -> tuple[str, bytes, bytes]:
    """Return how the portal holds a document: shape, document, message."""
    assert item.receipt is not None
    query = (
        "SELECT f.shape, v.signature, v.delivery_id FROM document_versions v"
        " JOIN document_forms f ON f.delivery_id = v.delivery_id WHERE v.document_id = ?"
    )
    parts = 'SELECT content FROM delivery_parts WHERE delivery_id = ? ORDER BY "offset"'
    with contextlib.closing(sqlite3.connect(ground.portal.folder.database)) as portal:
        ((shape, message, delivery),) = portal.execute(query, (item.receipt.document_id,))
        document = b"".join(part for (part,) in portal.execute(parts, (delivery,)))
    return shape, document, message


def sent(station: Workstation, item: OutboxItem) -> OutboxItem:
    """Send one document and return it as it stands then."""
    station.outbox.send([item.id])
    return station.outbox.find(item.id)


def version(station: Workstation, item: OutboxItem) -> DocumentVersion:
    """Return what the portal says of a document."""
    assert item.receipt is not None
    wanted = item.receipt.document_id
    return next(each for each in station.outbox.received() if each.document_id == wanted)


@pytest.mark.parametrize("name", ["letter.pdf.sig", "letter.pdf.p7m"])
def test_a_message_that_carries_its_document_arrives_as_it_was_made(
    ground: Ground, station: Workstation, tmp_path: Path, name: str
) -> None:
    content = os.urandom(70_000)
    file = tmp_path / name
    file.write_bytes(ground.attach(content))
    item = station.outbox.add_signed(file)
    assert (item.file_name, item.size, item.shape) == ("letter.pdf", 70_000, "attached")
    with station.outbox.open_content(item.id) as kept:
        assert kept.read() == content
    arrived = sent(station, item)
    assert arrived.state is OutboxState.DELIVERED
    shape, document, message = held(ground, arrived)
    whole = around_content(cut_message(message), document).encode()
    assert (shape, whole) == ("attached", file.read_bytes())


def test_a_carried_document_is_known_in_any_form(
    ground: Ground, offline: Workstation, tmp_path: Path
) -> None:
    item = ground.add(offline, b"content")
    file = tmp_path / "other.sig"
    file.write_bytes(ground.attach(b"content"))
    with pytest.raises(OutboxDuplicateError) as caught:
        offline.outbox.add_signed(file)
    assert caught.value.id == item.id


def test_a_detached_signature_alone_asks_for_its_document(
    ground: Ground, offline: Workstation
) -> None:
    _, signature = ground.write(offline.home.root, b"content", "letter.pdf")
    with pytest.raises(ContentNeededError) as caught:
        offline.outbox.add_signed(signature)
    assert Path(caught.value.path).name == "letter.pdf"


@pytest.mark.parametrize("shape", [SignatureShape.DETACHED, SignatureShape.ATTACHED])
def test_several_signers_are_kept_and_sent_together(
    ground: Ground, colleague: Ground, station: Workstation, tmp_path: Path, shape: SignatureShape
) -> None:
    content = os.urandom(50)
    message = both(ground.sign(content), colleague.sign(content))
    file, beside = tmp_path / "letter.txt", tmp_path / "letter.txt.sig"
    if shape is SignatureShape.ATTACHED:
        beside.write_bytes(around_content(cut_message(message), content).encode())
        item = station.outbox.add_signed(beside)
    else:
        file.write_bytes(content)
        beside.write_bytes(message)
        item = station.outbox.add_signed(file, beside)
    names = {ground.signer.person.full_name, colleague.signer.person.full_name}
    assert {each.name for each in item.signers} == names
    arrived = sent(station, item)
    assert held(ground, arrived) == (shape, content, message)
    newest = version(station, arrived)
    assert (newest.signer, newest.cosigners, newest.shape) == (
        ground.signer.person.full_name,
        (colleague.signer.person.full_name,),
        shape,
    )


def test_one_bad_signature_among_several_is_refused(
    ground: Ground, colleague: Ground, offline: Workstation
) -> None:
    file, signature = ground.write(offline.home.root, b"content")
    signature.write_bytes(both(ground.sign(b"content"), colleague.sign(b"other")))
    with pytest.raises(SignatureOtherError) as caught:
        offline.outbox.add_signed(file, signature)
    assert caught.value.reasons == ["signature.content-changed"]


def test_a_certificate_that_has_ended_is_told_at_once(ground: Ground, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    station = ground.workstation(tmp_path / "h", clock=lambda: now)
    file, signature = ground.write(tmp_path, os.urandom(20))
    now = now.replace(year=now.year + 2)
    with pytest.raises(SignatureExpiredError) as caught:
        station.outbox.add_signed(file, signature)
    assert caught.value.signer == ground.signer.person.full_name
    assert station.outbox.page().counts.total == 0
    station.close()


def test_the_portal_takes_no_document_that_only_others_signed(
    ground: Ground, colleague: Ground, station: Workstation
) -> None:
    item = colleague.add(station, os.urandom(20))
    assert station.outbox.send().items == ()
    waiting = station.outbox.find(item.id)
    assert (waiting.state, waiting.error_code) == (OutboxState.WAITING, "outbox.other-person")


@pytest.mark.parametrize("shape", [SignatureShape.DETACHED, SignatureShape.ATTACHED])
def test_our_signature_goes_beside_the_one_that_was_there(
    ground: Ground, colleague: Ground, station: Workstation, tmp_path: Path, shape: SignatureShape
) -> None:
    content = os.urandom(50)
    file, beside = colleague.write(tmp_path, content)
    if shape is SignatureShape.ATTACHED:  # The document lies beside its message all the same.
        beside.write_bytes(colleague.attach(content))
    item = station.outbox.add_signed(file, beside, to_sign=True)
    assert (item.state, item.signer, len(item.cosigners)) == (OutboxState.PREPARED, None, 1)
    assert station.outbox.send().items == ()
    signed = station.outbox.put_signature(item.id, ground.sign(content), SignatureShape.DETACHED)
    assert (signed.state, signed.shape) == (OutboxState.WAITING, shape)
    assert signed.signer is not None
    assert signed.signer.name == ground.signer.person.full_name
    kept_shape, document, message = held(ground, sent(station, signed))
    assert (kept_shape, document, len(cut_message(message).signers)) == (shape, content, 2)


def test_signing_anew_replaces_ones_own_signature_alone(
    ground: Ground, colleague: Ground, station: Workstation
) -> None:
    revoked = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)))
    content = os.urandom(40)
    file, signature = revoked.write(station.home.root, content)
    signature.write_bytes(both(revoked.sign(content), colleague.sign(content)))
    item = station.outbox.add_signed(file, signature, to_sign=True)
    cosigners = {each.certificate_id for each in item.cosigners}
    assert cosigners == {revoked.signer.sha256, colleague.signer.sha256}
    signed = station.outbox.put_signature(item.id, revoked.sign(content))
    assert len(signed.signers) == 2
    ground.portal.revoke(revoked.signer)
    assert sent(station, signed).state is OutboxState.REFUSED
    anew = station.outbox.put_signature(item.id, ground.sign(content))
    assert [each.certificate_id for each in anew.signers] == [
        ground.signer.sha256,
        colleague.signer.sha256,
    ]
    arrived = sent(station, anew)
    assert arrived.state is OutboxState.DELIVERED
    assert ground.deliveries(content) == 1


def test_a_signed_pdf_arrives_byte_for_byte(
    ground: Ground, colleague: Ground, station: Workstation, tmp_path: Path
) -> None:
    first = colleague.sign_pdf(pdf_file(tmp_path), tmp_path / "1.pdf", station.pdfs)
    second = ground.sign_pdf(first, tmp_path / "2.pdf", station.pdfs)
    item = station.outbox.add_signed(second)
    assert (item.shape, len(item.signers)) == (SignatureShape.IN_PDF, 2)
    arrived = sent(station, item)
    assert held(ground, arrived) == (SignatureShape.IN_PDF, second.read_bytes(), b"")
    assert version(station, arrived).cosigners == (colleague.signer.person.full_name,)


def test_a_pdf_that_was_changed_or_never_signed_is_refused(
    ground: Ground, offline: Workstation, tmp_path: Path
) -> None:
    plain = pdf_file(tmp_path)
    with pytest.raises(PadesNoSignatureError):
        offline.outbox.add_signed(plain)
    signed = ground.sign_pdf(plain, tmp_path / "signed.pdf", offline.pdfs)
    content = signed.read_bytes()
    for changed in (content.replace(b"/Page\n", b"/Pagf\n", 1), content + b"% more\n"):
        assert changed != content
        signed.write_bytes(changed)
        with pytest.raises(SignatureOtherError):
            offline.outbox.add_signed(signed)
    assert offline.outbox.page().counts.total == 0


def test_a_pdf_is_signed_inside_what_was_accepted(
    ground: Ground, colleague: Ground, station: Workstation, tmp_path: Path
) -> None:
    original = pdf_file(tmp_path)
    theirs = colleague.sign_pdf(original, tmp_path / "1.pdf", station.pdfs)
    ours = ground.sign_pdf(theirs, tmp_path / "2.pdf", station.pdfs)
    item = station.outbox.add_signed(theirs, to_sign=True)
    with pytest.raises(PdfSignedBeforeError):
        station.outbox.put_signature(item.id, ground.sign(theirs.read_bytes()))
    alone = ground.sign_pdf(original, tmp_path / "3.pdf", station.pdfs)
    with pytest.raises(ContentChangedError):
        station.outbox.put_signed_pdf(item.id, alone)
    signed = station.outbox.put_signed_pdf(item.id, ours)
    assert (signed.state, signed.size) == (OutboxState.WAITING, ours.stat().st_size)
    assert [each.certificate_id for each in signed.signers] == [
        ground.signer.sha256,
        colleague.signer.sha256,
    ]
    with pytest.raises(OutboxDuplicateError):
        station.outbox.add_signed(theirs)
    assert held(ground, sent(station, signed))[1] == ours.read_bytes()


def refused_pdf(ground: Ground, station: Workstation, folder: Path) -> tuple[OutboxItem, Path]:
    """Return a PDF that was signed inside here and that the portal refused, and its original."""
    revoked = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)))
    original = pdf_file(folder)
    signed = revoked.sign_pdf(original, folder / "signed.pdf", station.pdfs)
    item = station.outbox.add_unsigned(lambda: original.open("rb"), "letter.pdf")
    item = station.outbox.put_signed_pdf(item.id, signed)
    ground.portal.revoke(revoked.signer)
    refused = sent(station, item)
    assert (refused.state, refused.can_be_signed) == (OutboxState.REFUSED, True)
    assert refused.error_data == {"detail": "document.signature-invalid"}
    return refused, original


def test_a_refused_pdf_is_signed_anew_from_what_was_accepted(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    refused, original = refused_pdf(ground, station, tmp_path)
    over = ground.sign_pdf(tmp_path / "signed.pdf", tmp_path / "over.pdf", station.pdfs)
    with pytest.raises(SignatureOtherError):
        station.outbox.put_signature(refused.id, ground.sign(over.read_bytes()))
    made = signing(ground, station, [refused], Silent(), None)
    assert [each.state for each in made.batch.outcomes] == [DocumentState.SIGNED]
    anew = station.outbox.find(refused.id)
    assert [each.certificate_id for each in anew.signers] == [ground.signer.sha256]
    arrived = sent(station, anew)
    shape, document, _ = held(ground, arrived)
    assert (arrived.state, shape) == (OutboxState.DELIVERED, SignatureShape.IN_PDF)
    assert document.startswith(original.read_bytes())
    assert document != (tmp_path / "signed.pdf").read_bytes()


def test_a_refused_pdf_becomes_the_file_it_was_under_another_form(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    refused, original = refused_pdf(ground, station, tmp_path)
    content = original.read_bytes()
    with station.outbox.open_accepted(refused.id) as accepted:
        assert accepted.read() == content
    signed = station.outbox.put_signature(refused.id, ground.sign(content))
    assert (signed.shape, signed.size) == (SignatureShape.DETACHED, len(content))
    assert held(ground, sent(station, signed))[:2] == (SignatureShape.DETACHED, content)


def test_a_pdf_that_came_signed_is_not_signed_over(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    revoked = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)))
    signed = revoked.sign_pdf(pdf_file(tmp_path), tmp_path / "signed.pdf", station.pdfs)
    item = station.outbox.add_signed(signed)
    ground.portal.revoke(revoked.signer)
    refused = sent(station, item)
    assert (refused.state, refused.can_be_signed) == (OutboxState.REFUSED, False)
    again = ground.sign_pdf(signed, tmp_path / "again.pdf", station.pdfs)
    with pytest.raises(PdfSignedBeforeError):
        station.outbox.put_signed_pdf(item.id, again)


def test_what_another_computer_sent_meanwhile_is_not_sent_anew(
    ground: Ground, tmp_path: Path
) -> None:
    """Handed over and sent there, taken back here, and ended: the portal is asked first."""
    now = datetime.now(UTC)
    station = ground.workstation(tmp_path / "h", ground.session_message(), clock=lambda: now)
    original = pdf_file(tmp_path)
    item = station.outbox.add_unsigned(lambda: original.open("rb"), "letter.pdf")
    copies = [
        ground.sign_pdf(original, tmp_path / f"{number}.pdf", station.pdfs) for number in range(2)
    ]
    station.outbox.put_signed_pdf(item.id, copies[0])
    folder = station.outbox.export(tmp_path, [item.id], passphrase=None).folder
    elsewhere = ground.workstation(tmp_path / "elsewhere", ground.session_message())
    elsewhere.outbox.import_package(folder, passphrase=None)
    assert elsewhere.outbox.send().left == 0
    station.outbox.retry(item.id)
    now = now.replace(year=now.year + 2)
    assert sent(station, item).state is OutboxState.EXPIRED
    station.outbox.put_signed_pdf(item.id, copies[1])
    arrived = sent(station, item)
    assert (arrived.state, arrived.size) == (OutboxState.DELIVERED, copies[0].stat().st_size)
    assert [ground.deliveries(each.read_bytes()) for each in copies] == [1, 0]
    for opened in (station, elsewhere):
        opened.close()


@pytest.mark.parametrize("passphrase", [PHRASE, None])
def test_every_form_travels_on_a_medium(
    ground: Ground,
    colleague: Ground,
    offline: Workstation,
    tmp_path: Path,
    passphrase: str | None,
) -> None:
    content = os.urandom(60)
    attached = tmp_path / "note.txt.sig"
    attached.write_bytes(ground.attach(content))
    pdf = ground.sign_pdf(pdf_file(tmp_path), tmp_path / "signed.pdf", offline.pdfs)
    file, signature = ground.write(tmp_path, os.urandom(60), "both.txt")
    signature.write_bytes(both(colleague.sign(file.read_bytes()), signature.read_bytes()))
    items = [
        offline.outbox.add_signed(attached),
        offline.outbox.add_signed(pdf),
        offline.outbox.add_signed(file, signature),
    ]
    usb = tmp_path / "usb"
    usb.mkdir()
    folder = offline.outbox.export(usb, passphrase=passphrase).folder
    if passphrase is None:
        assert (folder / "0001-note.txt.sig").read_bytes() == attached.read_bytes()
        assert (folder / "0002-signed.pdf").read_bytes() == pdf.read_bytes()
        assert len(list(folder.iterdir())) == 5
    elsewhere = ground.workstation(tmp_path / "elsewhere", ground.session_message())
    taken = elsewhere.outbox.import_package(folder, passphrase=passphrase).items
    assert [each.shape for each in taken] == [each.shape for each in items]
    assert [each.signers for each in taken] == [each.signers for each in items]
    arrived = [sent(elsewhere, each) for each in taken]
    assert [held(ground, each)[1] for each in arrived] == [
        content,
        pdf.read_bytes(),
        file.read_bytes(),
    ]
    elsewhere.close()


def test_a_plain_paper_becomes_attached_on_demand(ground: Ground, station: Workstation) -> None:
    content = os.urandom(30)
    item = station.outbox.add_unsigned(lambda: io.BytesIO(content), "paper.pdf")
    signed = station.outbox.put_signature(item.id, ground.attach(content), SignatureShape.ATTACHED)
    assert held(ground, sent(station, signed))[:2] == (SignatureShape.ATTACHED, content)


class Silent:
    """A time-stamp service that does not answer."""

    asked = 0

    def stamp_message(self, message: bytes, cancel: Cancellation | None = None) -> bytes:
        self.asked += 1
        raise TimeStampUnreachableError


def signing(
    ground: Ground,
    station: Workstation,
    items: list[OutboxItem],
    service: Silent,
    shape: SignatureShape | None = SignatureShape.IN_PDF,
) -> OutboxSigning:
    """Sign documents of the outbox, inside PDFs where nobody signed in another form."""
    holder = SimpleNamespace(require=lambda *_: SimpleNamespace(der=ground.signer.certificate))
    forms = SimpleNamespace(
        pdfs=PdfSigning(cast("Any", holder), station.pdfs),
        stamps=SimpleNamespace(service=lambda: service),
    )
    made = OutboxSigning(
        cast("SignatureService", ground),
        station.outbox,
        lambda: cast("SignatureForms", forms),
        items,
        shape,
        lambda: None,
    )
    made.sign(ground.signer.sha256, PinGiven(None, False), Control())
    return made


def test_one_batch_signs_inside_pdfs_and_beside_others(
    ground: Ground, colleague: Ground, station: Workstation, tmp_path: Path
) -> None:
    outbox, plain = station.outbox, pdf_file(tmp_path)
    theirs = colleague.sign_pdf(pdf_file(tmp_path / "1"), tmp_path / "theirs.pdf", station.pdfs)
    beside = colleague.write(tmp_path, os.urandom(40), "note.txt")
    items = [
        outbox.add_unsigned(lambda: plain.open("rb"), "plain.pdf"),
        outbox.add_signed(theirs, to_sign=True),
        outbox.add_signed(*beside, to_sign=True),
    ]
    service = Silent()
    batch = signing(ground, station, items, service).batch
    assert {each.state for each in batch.outcomes} == {DocumentState.SIGNED}
    assert service.asked == 1
    arrived = [sent(station, outbox.find(each.id)) for each in items]
    assert [each.shape for each in arrived] == ["in-pdf", "in-pdf", "detached"]
    assert [len(each.signers) for each in arrived] == [1, 2, 2]
    documents = [held(ground, each)[1] for each in arrived]
    assert documents[0].startswith(plain.read_bytes())
    assert documents[1].startswith(theirs.read_bytes())
    assert documents[2] == beside[0].read_bytes()


def test_what_was_begun_beside_is_signed_inside_as_another_file(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    revoked = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)))
    plain = pdf_file(tmp_path)
    item = revoked.add(station, plain.read_bytes())
    ground.portal.revoke(revoked.signer)
    refused = sent(station, item)
    (outcome,) = signing(ground, station, [refused], Silent()).batch.outcomes
    assert outcome.error is None
    arrived = sent(station, item)
    shape, document, _ = held(ground, arrived)
    assert (arrived.state, shape) == (OutboxState.DELIVERED, SignatureShape.IN_PDF)
    assert document.startswith(plain.read_bytes())
