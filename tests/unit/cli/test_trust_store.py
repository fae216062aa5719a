"""`nmo trust` over a real store, a real register and the real fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors.portal import AccreditedListUnreachableError
from desktop_app.services.accreditation import AccreditationRegister
from desktop_app.services.diagnostics.fixes.trust_own import InstallOwn
from desktop_app.services.diagnostics.fixing import AppliedFix, FixPlan
from desktop_app.services.diagnostics.ledger import Ledger
from desktop_app.services.pins_of_trust import SERVERS, SIGNATURES, own_pins
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.trust_keeping import TrustKeeping
from desktop_app.services.trust_store import TrustStore
from desktop_app.services.wanted_issuer import IssuerSources
from desktop_app.signing.authority_marks import marks_of
from tests.certificates.accredited import List, Listed
from tests.certificates.authority import Wanted, root
from tests.unit.cli.conftest import Ran

ROOT = next(pin for pin in own_pins().pins if pin.name == "Russian Trusted Root CA")
Nmo = Callable[..., Ran]


@dataclass
class Mending:
    """The part of the diagnosis that mends."""

    fix: InstallOwn
    ledger: Ledger
    plans: list[FixPlan] = field(default_factory=list)

    def plan_fix(self, check: str, finding: Finding) -> FixPlan:
        result = CheckResult(check, finding.status, (finding,))
        self.plans.append(self.fix.plan(result, finding))
        return self.plans[-1]

    def apply_fix(self, plan: FixPlan) -> AppliedFix:
        return self.ledger.keep(plan, self.fix.apply(plan))

    def applied_fixes(self) -> tuple[AppliedFix, ...]:
        return self.ledger.all()

    def undo_fix(self, identifier: str) -> None:
        applied = self.ledger.find(identifier)
        assert applied.undo is not None
        self.fix.undo(applied.undo)
        self.ledger.forget(identifier)


def nothing(_address: str, _cancel: object) -> bytes:
    raise AccreditedListUnreachableError(host="list.example", detail="tls")


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "trust")


@pytest.fixture(autouse=True)
def trust(services: SimpleNamespace, store: TrustStore, tmp_path: Path) -> Iterator[TrustKeeping]:
    database = Database(tmp_path / "cabinet.sqlite3")
    register = AccreditationRegister(tmp_path / "list", nothing, lambda: "https://list.example/x")
    services.trust = TrustKeeping(store, register, AuditLog(database))
    pins = own_pins()
    bundled = (*pins.bundled(SIGNATURES), *pins.bundled(SERVERS))
    sources = IssuerSources((("bundled", lambda: bundled),))
    fix = InstallOwn(store, lambda: sources)
    services.diagnostics = Mending(fix, Ledger(tmp_path / "fixes"))
    yield services.trust
    database.close()


def test_an_empty_store_is_said_to_be_empty(nmo: Nmo) -> None:
    document = nmo("--json", "trust", "list").document
    assert document["certificates"] == []
    assert document["accredited_list"] is None
    pins = {pin["name"]: pin["confirmed"] for pin in document["pins"]}
    assert pins["Russian Trusted Root CA"] is True
    assert "ничего не добавляли" in nmo("trust", "list").out


def test_installing_shows_first_and_acts_on_the_word_only(nmo: Nmo, store: TrustStore) -> None:
    shown = nmo("trust", "install", ROOT.sha256[:12])
    assert "D2:6D:2D:02" in shown.out
    assert "--yes" in shown.out
    assert store.kept() == ()
    done = nmo("--json", "trust", "install", ROOT.sha256[:12], "--yes")
    assert done.exit_code == 0
    (kept,) = store.kept()
    assert kept.certificate.id == ROOT.sha256
    (form,) = nmo("--json", "trust", "list").document["certificates"]
    assert (form["shelf"], form["confirmed"], form["source"]) == ("tls", "pin", "bundled")
    (applied,) = done.document["applied"]
    assert nmo("trust", "undo", applied["id"]).exit_code == 0
    assert store.kept() == ()


def test_what_is_not_known_by_fingerprint_is_not_installed(nmo: Nmo, store: TrustStore) -> None:
    assert nmo("trust", "install", "00" * 8).exit_code == 2
    assert nmo("trust", "install", "zz").exit_code == 2
    assert store.kept() == ()


def test_a_root_of_a_file_needs_its_fingerprint(
    nmo: Nmo, store: TrustStore, tmp_path: Path
) -> None:
    top = root("Корень клиники")
    file = tmp_path / "root.cer"
    file.write_bytes(top.der)
    sha256 = marks_of(top.der).sha256
    refused = nmo("--json", "trust", "import", str(file))
    assert refused.exit_code == 1
    assert sha256 in refused.err
    assert '"detail": "unconfirmed"' in refused.out
    wrong = nmo("--json", "trust", "import", str(file), "--fingerprint", "00" * 32)
    assert '"detail": "fingerprint"' in wrong.out
    assert store.kept() == ()
    spaced = ":".join(sha256[place : place + 2] for place in range(0, 64, 2)).upper()
    assert nmo("trust", "import", str(file), "--fingerprint", spaced).exit_code == 0
    (kept,) = store.kept()
    assert kept.provenance is not None
    assert (kept.provenance.confirmed, kept.provenance.source) == ("comparison", "file:root.cer")


def test_an_intermediate_is_taken_as_one(nmo: Nmo, store: TrustStore, tmp_path: Path) -> None:
    file = tmp_path / "issuing.pem"
    file.write_bytes(root("Корень").issue(Wanted("УЦ", ca=True)).pem)
    assert nmo("trust", "import", str(file)).exit_code == 0
    (kept,) = store.kept()
    assert kept.shelf.value == "intermediates"
    assert "сам по себе не доверен" in nmo("trust", "list").out


def test_a_list_is_taken_with_its_date_and_the_words_on_its_signature(
    nmo: Nmo, trust: TrustKeeping, tmp_path: Path
) -> None:
    file = tmp_path / "TSL.xml"
    dated = datetime.now(UTC).date().isoformat()
    file.write_bytes(b"\xef\xbb\xbf" + List((Listed("ФНС"),), dated=dated).xml())
    document = nmo("--json", "trust", "import", str(file)).document["accredited_list"]
    assert (document["version"], document["authorities"]) == (16326, 1)
    assert (document["signature"], document["stale"]) == ("not-verified", False)
    assert "пока не проверяет" in nmo("trust", "list").out
    assert [entry.action for entry in trust.audit.entries(1)] == ["trust.list"]
    file.write_bytes(List(dated="2020-01-01").xml())
    assert nmo("trust", "import", str(file)).exit_code == 8
    assert nmo("trust", "import", str(file), "--older").exit_code == 0
    assert "устарел" in nmo("trust", "list").out


def test_what_cannot_be_read_and_fetched_has_its_exit_code(nmo: Nmo, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.cer"
    rubbish.write_bytes(b"rubbish")
    assert nmo("trust", "import", str(rubbish)).exit_code == 8
    assert nmo("trust", "import", str(tmp_path / "absent")).exit_code == 8
    failed = nmo("--json", "trust", "fetch")
    assert failed.exit_code == 6
    assert failed.document["error"]["code"] == "accreditation.unreachable"
