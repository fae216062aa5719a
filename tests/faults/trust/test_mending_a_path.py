"""A path that breaks is mended by a certificate fetched over real http, and breaks again undone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.core.errors.diagnosis import FixRefusedError, IssuerNotFoundError
from desktop_app.services.diagnostics.fixes.trust_own import InstallOwn
from desktop_app.services.own_trust import OwnTrust, trust_material
from desktop_app.services.pins_of_trust import Pin, Pins
from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.trust_store import TrustStore
from desktop_app.services.wanted_issuer import IssuerSources, fetch_plainly
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest
from tests.certificates.authority import Issued, Wanted, root
from tests.faults.trust.machines import contents

RESULT = CheckResult("CRT-20", CheckStatus.FAIL)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def published(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "published"
    folder.mkdir()
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


class Clinic:
    """A token with a certificate, the program's own trust, and the fix."""

    def __init__(self, folder: Path, judge: PathJudge, top: Issued, *trusted: Issued) -> None:
        self.folder = folder / "home"
        (self.folder / "anchors").mkdir(parents=True)
        for number, each in enumerate(trusted):
            (self.folder / "anchors" / f"{number}.pem").write_bytes(each.pem)
        self.issuing = top.issue(Wanted("УЦ", ca=True))
        self.person = self.issuing.issue(Wanted("Врач"))
        self.token = [self.person.der]
        self.judge = judge
        self.own = OwnTrust(anchors=self.folder / "anchors", added=self.folder / "trust")

    def fix(self, *pins: Pin) -> InstallOwn:
        sources = IssuerSources((("token", lambda: self.token),), fetch=fetch_plainly)
        return InstallOwn(TrustStore(self.folder / "trust", Pins(pins)), lambda: sources)

    def path(self) -> PathReport:
        trust = trust_material(self.own, TrustOptions())
        return self.judge.judge(PathRequest(self.person.der, trust, offline=True))

    def codes(self) -> set[str]:
        return {reason.code for reason in self.path().reasons}

    def finding(self, **evidence: object) -> Finding:
        (broken,) = [each for each in self.path().reasons if "missing" in each.code]
        return Finding(CheckStatus.FAIL, broken.code, {**broken.data, **evidence})


def test_an_intermediate_is_fetched_proven_kept_and_taken_back(
    published: tuple[Path, str], judge: PathJudge, tmp_path: Path
) -> None:
    folder, address = published
    top = root("Корень")
    clinic = Clinic(tmp_path, judge, top, top)
    (folder / "issuing.cer").write_bytes(clinic.issuing.der)
    assert "path.intermediate-missing" in clinic.codes()
    before = contents(clinic.folder)
    own = clinic.fix()
    plan = own.plan(RESULT, clinic.finding(aia=[f"{address}/issuing.cer"]))
    assert (plan.data["source"], plan.data["proven"], plan.confirm_fingerprint) == ("aia", True, "")
    assert contents(clinic.folder) == before
    record = own.apply(plan)
    assert clinic.codes() <= {"path.revocation-unknown"}
    assert [each.subject for each in clinic.path().path] == ["Врач", "УЦ", "Корень"]
    assert record is not None
    own.undo(record)
    assert contents(clinic.folder) == before
    assert "path.intermediate-missing" in clinic.codes()


def test_a_forgery_at_the_address_is_not_taken(
    published: tuple[Path, str], judge: PathJudge, tmp_path: Path
) -> None:
    folder, address = published
    top = root("Корень")
    clinic = Clinic(tmp_path, judge, top, top)
    (folder / "issuing.cer").write_bytes(root("УЦ").der)
    before = contents(clinic.folder)
    with pytest.raises(IssuerNotFoundError):
        clinic.fix().plan(RESULT, clinic.finding(aia=[f"{address}/issuing.cer"]))
    with pytest.raises(IssuerNotFoundError):
        clinic.fix().plan(RESULT, clinic.finding(aia=[f"{address}/absent.cer"]))
    assert contents(clinic.folder) == before


def test_a_root_that_the_token_carries_is_trusted_only_after_a_comparison(
    judge: PathJudge, tmp_path: Path
) -> None:
    top = root("Корень клиники")
    clinic = Clinic(tmp_path, judge, top)
    own = clinic.fix()
    clinic.token += [clinic.issuing.der, top.der]
    sha256 = marks_of(top.der).sha256
    own.apply(own.plan(RESULT, clinic.finding()))
    assert "path.root-missing" in clinic.codes()
    plan = own.plan(RESULT, clinic.finding())
    assert plan.confirm_fingerprint == sha256
    record = own.apply(plan)
    assert clinic.codes() <= {"path.revocation-unknown"}
    assert record is not None
    own.undo(record)
    assert "path.root-missing" in clinic.codes()


def test_a_root_for_servers_that_the_token_carries_never_heals_a_path_of_signatures(
    judge: PathJudge, tmp_path: Path
) -> None:
    top = root("Корень сайтов")
    clinic = Clinic(tmp_path, judge, top)
    clinic.token += [clinic.issuing.der, top.der]
    own = clinic.fix(Pin("Корень сайтов", "servers", marks_of(top.der).sha256, confirmed=True))
    own.apply(own.plan(RESULT, clinic.finding()))
    own.apply(own.plan(RESULT, clinic.finding()))
    assert "path.root-missing" in clinic.codes()


def test_a_root_put_on_the_wrong_shelf_by_hand_is_refused(tmp_path: Path) -> None:
    top = root("Корень")
    pin = Pin("Корень", "servers", marks_of(top.der).sha256, confirmed=True)
    store = TrustStore(tmp_path / "trust", Pins((pin,)))
    own = InstallOwn(store, lambda: IssuerSources((("token", lambda: [top.der]),)))
    plan = own.plan(RESULT, Finding(CheckStatus.FAIL, "x", {"sha256": marks_of(top.der).sha256}))
    swapped = type(plan)(plan.fix, plan.check, plan.changes, {**plan.data, "shelf": "anchors"})
    with pytest.raises(FixRefusedError) as caught:
        own.apply(swapped)
    assert caught.value.detail == "other-purpose"
