"""``trust.install-own`` shows what it found, keeps it on a word, and takes it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.core.errors.diagnosis import (
    FixRefusedError,
    FixUnavailableError,
    IssuerNotFoundError,
)
from desktop_app.services.diagnostics.fixes.trust_own import InstallOwn
from desktop_app.services.diagnostics.fixing import FixPlan
from desktop_app.services.own_trust import OwnTrust, trust_material
from desktop_app.services.pins_of_trust import Pin, Pins
from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.trust_store import Shelf, TrustStore
from desktop_app.services.wanted_issuer import IssuerSources
from desktop_app.signing.authority_marks import marks_of
from tests.certificates.authority import Issued, Wanted, root

RESULT = CheckResult("CRT-20", CheckStatus.FAIL)


@pytest.fixture(scope="module")
def top() -> Issued:
    return root("Корень")


@pytest.fixture(scope="module")
def issuing(top: Issued) -> Issued:
    return top.issue(Wanted("УЦ", ca=True))


def fix(folder: Path, *found: Issued, pins: tuple[Pin, ...] = ()) -> InstallOwn:
    sources = IssuerSources((("token", lambda: [each.der for each in found]),))
    return InstallOwn(TrustStore(folder / "trust", Pins(pins)), lambda: sources)


def finding(**evidence: object) -> Finding:
    return Finding(CheckStatus.FAIL, "path.intermediate-missing", evidence, fix="trust.install-own")


def wanting(issued: Issued) -> Finding:
    marks = marks_of(issued.der)
    return finding(issuer=marks.subject, key_id=marks.key_id)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_plan_shows_the_certificate_and_changes_nothing(
    issuing: Issued, tmp_path: Path
) -> None:
    plan = fix(tmp_path, issuing).plan(RESULT, wanting(issuing))
    marks = marks_of(issuing.der)
    assert (plan.fix, plan.check, plan.needs_admin) == ("trust.install-own", "CRT-20", False)
    assert plan.data["authority"] == "УЦ"
    assert plan.data["serial"] == marks.serial.upper()
    assert str(plan.data["fingerprint"]).replace(":", "").lower() == marks.sha256
    assert plan.data["source"] == "token"
    assert plan.confirm_fingerprint == ""
    (change,) = plan.changes
    assert change.target.endswith(f"trust/intermediates/{marks.sha256}.cer")
    assert contents(tmp_path) == {}


def test_what_was_agreed_to_is_kept_and_taken_back_byte_for_byte(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    TrustStore(tmp_path / "trust", Pins()).add(Shelf.INTERMEDIATES, top.der, "file")
    before = contents(tmp_path)
    own = fix(tmp_path, issuing)
    record = own.apply(own.plan(RESULT, wanting(issuing)))
    material = trust_material(OwnTrust(added=tmp_path / "trust"), TrustOptions())
    assert issuing.der in material.intermediates
    assert record is not None
    own.undo(record)
    assert contents(tmp_path) == before


def test_a_pinned_root_needs_no_comparison_and_another_one_does(
    top: Issued, tmp_path: Path
) -> None:
    sha256 = marks_of(top.der).sha256
    pin = Pin("Корень", "signatures", sha256, confirmed=True)
    assert fix(tmp_path, top, pins=(pin,)).plan(RESULT, wanting(top)).confirm_fingerprint == ""
    unsure = replace(pin, confirmed=False)
    for pins in ((), (unsure,)):
        plan = fix(tmp_path, top, pins=pins).plan(RESULT, wanting(top))
        assert plan.confirm_fingerprint == sha256


def test_a_root_whose_fingerprint_nobody_compared_is_refused(top: Issued, tmp_path: Path) -> None:
    own = fix(tmp_path, top)
    plan = own.plan(RESULT, wanting(top))
    for compared, detail in (("", "unconfirmed"), ("00" * 32, "fingerprint")):
        with pytest.raises(FixRefusedError) as caught:
            own.apply(replace(plan, confirm_fingerprint=compared))
        assert caught.value.detail == detail
    assert contents(tmp_path) == {}
    assert own.apply(plan) is not None


@pytest.mark.parametrize("broken", ["certificate", "sha256", "shelf"])
def test_a_plan_whose_parts_do_not_agree_is_refused(
    broken: str, issuing: Issued, tmp_path: Path
) -> None:
    own = fix(tmp_path, issuing)
    plan = own.plan(RESULT, wanting(issuing))
    changed: FixPlan = replace(plan, data={**plan.data, broken: "00" * 32})
    with pytest.raises(FixRefusedError):
        own.apply(changed)
    assert contents(tmp_path) == {}


def test_a_root_for_servers_goes_to_its_own_shelf(top: Issued, tmp_path: Path) -> None:
    sha256 = marks_of(top.der).sha256
    pin = Pin("Корень", "servers", sha256, confirmed=True)
    told: list[str] = []
    sources = IssuerSources((("bundled", lambda: [top.der]),))
    store = TrustStore(tmp_path / "trust", Pins((pin,)))
    own = InstallOwn(store, lambda: sources, lambda: told.append("servers"))
    wanted = finding(issuer="Корень", sha256=sha256, purpose="servers")
    record = own.apply(own.plan(RESULT, wanted))
    assert told == ["servers"]
    assert (tmp_path / "trust" / "tls" / f"{sha256}.cer").is_file()
    assert trust_material(OwnTrust(added=tmp_path / "trust"), TrustOptions()).anchors == ()
    assert record is not None
    own.undo(record)
    assert told == ["servers", "servers"]


def test_what_cannot_be_found_is_named(issuing: Issued, tmp_path: Path) -> None:
    with pytest.raises(IssuerNotFoundError) as caught:
        fix(tmp_path).plan(RESULT, wanting(issuing))
    assert caught.value.issuer == "УЦ"


def test_what_is_kept_already_is_not_offered_again(issuing: Issued, tmp_path: Path) -> None:
    own = fix(tmp_path, issuing)
    own.apply(own.plan(RESULT, wanting(issuing)))
    with pytest.raises(FixUnavailableError):
        own.plan(RESULT, wanting(issuing))


def test_of_a_file_only_what_is_wanted_is_taken(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    file = tmp_path / "УЦ.pem"
    file.write_bytes(top.pem + issuing.pem)
    own, marks = fix(tmp_path), marks_of(issuing.der)
    plan = own.plan(RESULT, finding(file=str(file), issuer="УЦ", key_id=marks.key_id))
    assert (plan.data["authority"], plan.data["source"]) == ("УЦ", "file")
    with pytest.raises(IssuerNotFoundError):
        own.plan(RESULT, finding(file=str(file), issuer="УЦ", key_id="00" * 20))
    with pytest.raises(IssuerNotFoundError):
        own.plan(RESULT, finding(file=str(file), issuer="Другой УЦ", key_id=marks.key_id))


def test_a_file_is_taken_by_name_and_fingerprint(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    file = tmp_path / "УЦ.pem"
    file.write_bytes(top.pem + issuing.pem)
    own = fix(tmp_path)
    plan = own.plan(RESULT, finding(file=str(file), sha256=marks_of(issuing.der).sha256))
    assert (plan.data["authority"], plan.data["source"]) == ("УЦ", "file")
    with pytest.raises(FixRefusedError):
        own.plan(RESULT, finding(file=str(file), sha256="00" * 32))


def test_a_persons_certificate_is_refused_as_an_authority(top: Issued, tmp_path: Path) -> None:
    file = tmp_path / "person.cer"
    file.write_bytes(top.issue(Wanted("Врач")).der)
    with pytest.raises(FixRefusedError) as caught:
        fix(tmp_path).plan(RESULT, finding(file=str(file)))
    assert caught.value.detail == "not-authority"
