"""The program's own trust store: who gets in, by whose word, and that it can be taken back."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.diagnosis import FixRefusedError
from desktop_app.core.errors.inputs import (
    CertificateAmbiguousError,
    CertificateNotFoundError,
    NotCertificateError,
)
from desktop_app.services.own_trust import OwnTrust, trust_material
from desktop_app.services.pins_of_trust import Pin, Pins, own_pins
from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.trust_store import Shelf, TrustStore
from desktop_app.signing.certificates import certificate_id
from tests.certificates.authority import Issued, Wanted, root

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def top() -> Issued:
    return root("Корень")


@pytest.fixture(scope="module")
def issuing(top: Issued) -> Issued:
    return top.issue(Wanted("УЦ", ca=True))


def store(folder: Path, *pins: Pin) -> TrustStore:
    return TrustStore(folder / "trust", Pins(pins), lambda: NOW)


def pin(issued: Issued, *, confirmed: bool = True, purpose: str = "signatures") -> Pin:
    return Pin("Корень", purpose, certificate_id(issued.der), confirmed)


def refusal(folder: Path, shelf: Shelf, issued: Issued, compared: str = "", *pins: Pin) -> str:
    with pytest.raises(FixRefusedError) as caught:
        store(folder, *pins).add(shelf, issued.der, "file", compared)
    assert list(folder.rglob("*")) == []
    return caught.value.detail


def test_a_confirmed_pin_is_taken_with_its_provenance(top: Issued, tmp_path: Path) -> None:
    own = store(tmp_path, pin(top))
    own.add(Shelf.ANCHORS, top.der, "aia:http://authority.example/root.cer")
    (kept,) = own.kept()
    assert kept.certificate.der == top.der
    assert kept.provenance is not None
    assert kept.provenance.confirmed == "pin"
    note = tmp_path / "trust" / "anchors" / f"{certificate_id(top.der)}.json"
    assert json.loads(note.read_text()) == {
        "sha256": certificate_id(top.der),
        "source": "aia:http://authority.example/root.cer",
        "added_at": "2026-11-23T12:00:00Z",
        "confirmed": "pin",
    }


def test_only_the_owner_may_read_it(top: Issued, tmp_path: Path) -> None:
    store(tmp_path, pin(top)).add(Shelf.ANCHORS, top.der, "file")
    for path in (tmp_path / "trust").rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.parametrize("shelf", [Shelf.ANCHORS, Shelf.TLS])
def test_an_unknown_root_needs_its_fingerprint_compared(
    shelf: Shelf, top: Issued, tmp_path: Path
) -> None:
    assert refusal(tmp_path, shelf, top) == "unconfirmed"
    own = store(tmp_path)
    kept = own.add(shelf, top.der, "file", certificate_id(top.der).upper())
    assert kept.provenance is not None
    assert kept.provenance.confirmed == "comparison"


def test_a_wrong_fingerprint_changes_nothing(top: Issued, issuing: Issued, tmp_path: Path) -> None:
    other = certificate_id(issuing.der)
    assert refusal(tmp_path, Shelf.ANCHORS, top, other) == "fingerprint"
    assert refusal(tmp_path, Shelf.ANCHORS, top, other, pin(top)) == "fingerprint"


def test_an_unconfirmed_pin_is_no_confirmation(top: Issued, tmp_path: Path) -> None:
    unsure = pin(top, confirmed=False)
    assert refusal(tmp_path, Shelf.ANCHORS, top, "", unsure) == "unconfirmed"


def test_a_root_for_servers_never_vouches_for_signatures(top: Issued, tmp_path: Path) -> None:
    servers = pin(top, purpose="servers")
    same = certificate_id(top.der)
    assert refusal(tmp_path, Shelf.ANCHORS, top, same, servers) == "other-purpose"
    assert store(tmp_path, servers).add(Shelf.TLS, top.der, "bundled").shelf is Shelf.TLS


def test_an_intermediate_is_no_root(issuing: Issued, tmp_path: Path) -> None:
    same = certificate_id(issuing.der)
    assert refusal(tmp_path, Shelf.ANCHORS, issuing, same) == "not-root"


def test_a_persons_certificate_is_no_authority(top: Issued, tmp_path: Path) -> None:
    person = top.issue(Wanted("Врач"))
    assert refusal(tmp_path, Shelf.INTERMEDIATES, person) == "not-authority"


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotCertificateError):
        store(tmp_path).add(Shelf.INTERMEDIATES, b"0\x03\x02\x01", "file")
    assert list(tmp_path.iterdir()) == []


def test_taking_out_leaves_no_trace(top: Issued, issuing: Issued, tmp_path: Path) -> None:
    own = store(tmp_path, pin(top))
    own.add(Shelf.ANCHORS, top.der, "file")
    own.add(Shelf.INTERMEDIATES, issuing.der, "file")
    for kept in own.kept():
        own.remove(kept.shelf, kept.certificate.id)
    assert list(tmp_path.iterdir()) == []


def test_what_is_added_joins_the_programs_own_trust(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    named = root("Другой корень")
    (tmp_path / "anchors").mkdir()
    (tmp_path / "anchors" / "named.pem").write_bytes(named.pem)
    own = OwnTrust(anchors=tmp_path / "anchors", added=tmp_path / "trust")
    assert trust_material(own, TrustOptions()).anchors == (named.der,)
    kept = store(tmp_path, pin(top))
    kept.add(Shelf.ANCHORS, top.der, "file")
    kept.add(Shelf.INTERMEDIATES, issuing.der, "file")
    kept.add(Shelf.TLS, named.der, "file", certificate_id(named.der))
    material = trust_material(own, TrustOptions())
    assert material.anchors == (named.der, top.der)
    assert material.intermediates == (issuing.der,)


def test_a_certificate_is_found_by_its_beginning(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    own = store(tmp_path, pin(top))
    own.add(Shelf.ANCHORS, top.der, "file")
    own.add(Shelf.INTERMEDIATES, top.der, "file")
    own.add(Shelf.INTERMEDIATES, issuing.der, "file")
    assert own.find(certificate_id(issuing.der)[:12].upper()).certificate.der == issuing.der
    with pytest.raises(CertificateAmbiguousError):
        own.find(certificate_id(top.der)[:12])
    for wrong in ("", "xyz"):
        with pytest.raises(CertificateNotFoundError):
            own.find(wrong)


def test_what_cannot_be_written_leaves_nothing_half_done(top: Issued, tmp_path: Path) -> None:
    own = store(tmp_path, pin(top))
    own.file(Shelf.ANCHORS, certificate_id(top.der)).mkdir(parents=True)
    with pytest.raises(NmoError):
        own.add(Shelf.ANCHORS, top.der, "file")
    assert not list(own.folder(Shelf.ANCHORS).glob("*.json"))


def test_a_damaged_file_is_left_out(top: Issued, tmp_path: Path) -> None:
    own = store(tmp_path, pin(top))
    own.add(Shelf.ANCHORS, top.der, "file")
    (own.folder(Shelf.ANCHORS) / "broken.cer").write_bytes(b"no certificate")
    own.file(Shelf.ANCHORS, certificate_id(top.der)).with_suffix(".json").write_text("{")
    (kept,) = own.kept()
    assert kept.provenance is None


def test_the_programs_own_pins_are_read_with_their_certificates() -> None:
    pins = own_pins()
    assert len(pins.bundled("signatures")) == 6
    assert len(pins.bundled("servers")) == 1
    trusted = pins.of("D26D2D0231B7C39F92CC738512BA54103519E4405D68B5BD703E9788CA8ECF31")
    assert trusted is not None
    assert (trusted.name, trusted.confirmed, trusted.is_root) == (
        "Russian Trusted Root CA",
        True,
        True,
    )
    assert not pins.is_confirmed("00" * 32)
    unconfirmed = [each for each in pins.pins if not each.confirmed]
    assert unconfirmed
    assert not any(pins.is_confirmed(each.sha256) for each in unconfirmed)


def test_a_bundled_file_that_was_changed_is_not_given_out(top: Issued, tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    file.write_bytes(top.pem)
    good = Pin("Корень", "signatures", certificate_id(top.der), confirmed=True, file=file)
    assert good.certificate() == top.der
    file.write_bytes(root("Подмена").pem)
    assert good.certificate() is None
    file.unlink()
    assert good.certificate() is None
