"""A root gets into real NSS databases of browsers and leaves them as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.core.errors.diagnosis import (
    FixFailedError,
    FixRefusedError,
    FixUnavailableError,
)
from desktop_app.services.browser_trust import BrowserTrust
from desktop_app.services.diagnostics.facts.trust import StoreKind
from desktop_app.services.diagnostics.fixes.trust_browser import InstallBrowser
from desktop_app.services.diagnostics.fixing import Change
from desktop_app.services.diagnostics.machine import ThisMachine
from desktop_app.services.diagnostics.trust_stores.nss import databases, read_store
from desktop_app.services.pinned_root import PinnedRoots
from desktop_app.services.pins_of_trust import Pins, own_pins
from tests.certificates.authority import Issued, root
from tests.faults.trust.machines import certutil, contents, linux, nss_database

ROOT = next(pin for pin in own_pins().pins if pin.name == "Russian Trusted Root CA")
RESULT = CheckResult("CRT-23", CheckStatus.OK)
FINDING = Finding(CheckStatus.OK, "trust.browser-without", {"sha256": ROOT.sha256})
CHROMIUM = ".pki/nssdb"
FIREFOX = ".mozilla/firefox/a1b2c3.default-release"


@pytest.fixture
def machine(tmp_path: Path) -> ThisMachine:
    return linux(tmp_path / "root")


def fix(machine: ThisMachine, folder: Path, pins: Pins | None = None) -> InstallBrowser:
    kept = folder / "copies"
    return InstallBrowser(machine, PinnedRoots(pins or own_pins()), kept)


def names_with_root(machine: ThisMachine) -> list[str]:
    stores = [read_store(machine, each) for each in databases(machine)]
    return [store.name for store in stores if store.has(ROOT.sha256)]


def test_databases_of_browsers_are_found_and_read(machine: ThisMachine, tmp_path: Path) -> None:
    chromium, firefox = nss_database(machine), nss_database(machine, FIREFOX)
    own, banned, gathered = (root(each) for each in ("Корень клиники", "Чужой корень", "Кэш"))
    for name, issued, trust in (
        ("Корень, клиники", own, "C,,"),
        ("чужой", banned, "p,,"),
        ("gathered by the browser", gathered, ",,"),
    ):
        file = tmp_path / "root.der"
        file.write_bytes(issued.der)
        certutil("-A", "-d", f"sql:{chromium}", "-n", name, "-t", trust, "-i", str(file))
    found = {each.name: read_store(machine, each) for each in databases(machine)}
    assert set(found) == {"Chromium", "Firefox: default-release"}
    assert found["Firefox: default-release"].path == str(firefox)
    stored = {each.subject: each for each in found["Chromium"].certificates}
    assert set(stored) == {"Корень клиники", "Чужой корень"}
    assert not stored["Корень клиники"].distrusted
    assert stored["Чужой корень"].distrusted
    assert {store.kind for store in found.values()} == {StoreKind.BROWSER}


def test_reading_changes_nothing(machine: ThisMachine, tmp_path: Path) -> None:
    nss_database(machine)
    before = contents(tmp_path)
    assert names_with_root(machine) == []
    assert contents(tmp_path) == before


def test_a_root_gets_in_for_servers_only_and_out_byte_for_byte(
    machine: ThisMachine, tmp_path: Path
) -> None:
    chromium = nss_database(machine)
    nss_database(machine, FIREFOX)
    before = contents(tmp_path)
    own = fix(machine, tmp_path)
    plan = own.plan(RESULT, FINDING)
    assert contents(tmp_path) == before
    assert [change.target for change in plan.changes] == [
        str(each.folder) for each in databases(machine)
    ]
    record = own.apply(plan)
    assert names_with_root(machine) == ["Chromium", "Firefox: default-release"]
    assert "C,," in certutil("-L", "-d", f"sql:{chromium}")
    assert record is not None
    own.undo(record)
    assert contents(tmp_path) == before
    assert not any((tmp_path / "copies").iterdir())


def test_only_what_was_shown_is_changed(machine: ThisMachine, tmp_path: Path) -> None:
    chromium = nss_database(machine)
    nss_database(machine, FIREFOX)
    own = fix(machine, tmp_path)
    plan = own.plan(RESULT, FINDING)
    own.apply(replace(plan, changes=(Change("file", str(chromium)),)))
    assert names_with_root(machine) == ["Chromium"]


def test_what_the_browser_added_since_stays(
    machine: ThisMachine, tmp_path: Path, tls_root: Issued
) -> None:
    chromium = nss_database(machine)
    own = fix(machine, tmp_path)
    record = own.apply(own.plan(RESULT, FINDING))
    file = tmp_path / "other.der"
    file.write_bytes(tls_root.der)
    certutil("-A", "-d", f"sql:{chromium}", "-n", "other", "-t", "C,,", "-i", str(file))
    assert record is not None
    own.undo(record)
    (store,) = [read_store(machine, each) for each in databases(machine)]
    assert [each.subject for each in store.certificates] == ["Корень серверов"]


def test_a_database_in_use_is_not_replaced_beneath_the_browser(
    machine: ThisMachine, tmp_path: Path
) -> None:
    chromium = nss_database(machine)
    own = fix(machine, tmp_path)
    record = own.apply(own.plan(RESULT, FINDING))
    assert record is not None
    with (chromium / "cert9.db").open("rb") as held:
        own.undo(record)
        assert (chromium / "cert9.db").samefile(f"/proc/self/fd/{held.fileno()}")
    assert names_with_root(machine) == []


def test_when_one_database_refuses_none_is_changed(machine: ThisMachine, tmp_path: Path) -> None:
    nss_database(machine)
    nss_database(machine, FIREFOX, password="secret-of-the-browser")
    before = contents(tmp_path)
    own = fix(machine, tmp_path)
    with pytest.raises(FixFailedError):
        own.apply(own.plan(RESULT, FINDING))
    assert contents(tmp_path) == before


def test_an_unknown_or_unconfirmed_root_is_refused(machine: ThisMachine, tmp_path: Path) -> None:
    nss_database(machine)
    before = contents(tmp_path)
    unconfirmed = Pins((replace(ROOT, confirmed=False),))
    other = Pins((replace(ROOT, sha256="00" * 32),))
    for pins, detail in ((Pins(), "unconfirmed"), (unconfirmed, "unconfirmed")):
        with pytest.raises(FixRefusedError) as caught:
            fix(machine, tmp_path, pins).plan(RESULT, FINDING)
        assert caught.value.detail == detail
    wrong = Finding(CheckStatus.OK, "trust.browser-without", {"sha256": "00" * 32})
    with pytest.raises(FixRefusedError) as caught:
        fix(machine, tmp_path, other).plan(RESULT, wrong)
    assert caught.value.detail == "fingerprint"
    assert contents(tmp_path) == before


def test_a_plan_with_a_wrong_fingerprint_changes_nothing(
    machine: ThisMachine, tmp_path: Path
) -> None:
    nss_database(machine)
    before = contents(tmp_path)
    own = fix(machine, tmp_path)
    plan = own.plan(RESULT, FINDING)
    with pytest.raises(FixRefusedError):
        own.apply(replace(plan, data={**plan.data, "sha256": "11" * 32}))
    assert contents(tmp_path) == before


def test_without_a_database_there_is_nothing_to_do(machine: ThisMachine, tmp_path: Path) -> None:
    with pytest.raises(FixUnavailableError):
        fix(machine, tmp_path).plan(RESULT, FINDING)


def test_without_the_tool_the_store_is_said_to_be_unread(tmp_path: Path) -> None:
    nss_database(linux(tmp_path))
    (database,) = databases(linux(tmp_path))
    blind = linux(tmp_path, PATH="/nonexistent")
    blind = ThisMachine(tmp_path, blind.environment, "macos")
    assert databases(blind) == ()
    broken = database.folder / "cert9.db"
    broken.write_bytes(b"no database")
    assert read_store(linux(tmp_path), database).problem == "unreadable"


def test_a_copy_that_is_gone_still_lets_the_root_out(machine: ThisMachine, tmp_path: Path) -> None:
    nss_database(machine)
    (database,) = databases(machine)
    copies = tmp_path / "copies"
    browsers = BrowserTrust(machine, copies)
    file = tmp_path / "root.der"
    der = ROOT.certificate()
    assert der is not None
    file.write_bytes(der)
    installed = browsers.install(database, file, "NMO", ROOT.sha256)
    for each in Path(installed.kept).iterdir():
        each.unlink()
    Path(installed.kept).rmdir()
    browsers.take_out(installed, ROOT.sha256)
    assert names_with_root(machine) == []
