"""A root gets into the system's store by the system's own tool and leaves no trace."""

from __future__ import annotations

import shlex
import shutil
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.core.errors.diagnosis import (
    FixFailedError,
    FixRefusedError,
    FixUnavailableError,
)
from desktop_app.services.diagnostics.collectors.trust import read_trust
from desktop_app.services.diagnostics.facts.trust import StoreKind
from desktop_app.services.diagnostics.fixes.trust_system import InstallSystem
from desktop_app.services.diagnostics.machine import ThisMachine
from desktop_app.services.pinned_root import PinnedRoots
from desktop_app.services.pins_of_trust import Pins, own_pins
from desktop_app.services.system_trust import SystemTrust, system_folder
from tests.certificates.authority import root
from tests.faults.trust.machines import contents, linux

ROOT = next(pin for pin in own_pins().pins if pin.name == "Russian Trusted Root CA")
RESULT = CheckResult("CRT-22", CheckStatus.FAIL)
FINDING = Finding(CheckStatus.OK, "tls-root.for-browsers", {"sha256": ROOT.sha256})
LOCAL = "/usr/local/share/ca-certificates"
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
needs_tool = pytest.mark.skipif(
    shutil.which("update-ca-certificates", path="/usr/sbin:/usr/bin") is None,
    reason="not a Debian",
)


@pytest.fixture
def machine(tmp_path: Path) -> ThisMachine:
    """Return a Debian with one public root and one of the clinic's own."""
    made = linux(tmp_path / "root")
    for place in (LOCAL, "/usr/share/ca-certificates/public", "/etc/ssl/certs"):
        made.path(place).mkdir(parents=True)
    made.path("/etc/ca-certificates/update.d").mkdir(parents=True)
    made.path("/usr/share/ca-certificates/public/one.crt").write_bytes(root("Общий").pem)
    made.path("/etc/ca-certificates.conf").write_text("public/one.crt\n")
    made.path(f"{LOCAL}/clinic.crt").write_bytes(root("Клиника").pem)
    update(made)
    return made


def update(machine: ThisMachine) -> None:
    command = system_folder(machine).command
    found = shutil.which(command[0], path="/usr/sbin:/usr/bin")
    if found is not None:
        subprocess.run([found, *command[1:]], check=True, capture_output=True, timeout=60)


def fix(machine: ThisMachine, folder: Path, pins: Pins | None = None) -> InstallSystem:
    kept = folder / "home"
    kept.mkdir(exist_ok=True)
    return InstallSystem(SystemTrust(machine), PinnedRoots(pins or own_pins()), lambda: kept)


def in_force(machine: ThisMachine) -> bool:
    trust = read_trust(machine, None, own_pins(), own_anchors_named=False)
    return any(store.has(ROOT.sha256) for store in trust.of(StoreKind.SYSTEM))


@needs_tool
def test_the_root_gets_in_and_out_byte_for_byte(machine: ThisMachine, tmp_path: Path) -> None:
    own = fix(machine, tmp_path)
    before = contents(tmp_path)
    plan = own.plan(RESULT, FINDING)
    assert contents(tmp_path) == before
    assert not plan.needs_admin
    assert plan.changes[1].target.startswith("update-ca-certificates")
    record = own.apply(plan)
    assert in_force(machine)
    target = Path(plan.changes[0].target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert set(contents(machine.path(LOCAL))) == {"clinic.crt", target.name}
    assert record is not None
    own.undo(record)
    assert not in_force(machine)
    assert contents(tmp_path) == before


@needs_tool
def test_a_root_that_is_there_is_not_offered_again(machine: ThisMachine, tmp_path: Path) -> None:
    own = fix(machine, tmp_path)
    own.apply(own.plan(RESULT, FINDING))
    with pytest.raises(FixUnavailableError):
        own.plan(RESULT, FINDING)


@needs_tool
def test_a_file_that_somebody_changed_since_is_left_alone(
    machine: ThisMachine, tmp_path: Path
) -> None:
    own = fix(machine, tmp_path)
    record = own.apply(own.plan(RESULT, FINDING))
    assert record is not None
    target = Path(str(record.data["file"]))
    target.write_bytes(root("Чужой").pem)
    with pytest.raises(FixRefusedError) as caught:
        own.undo(record)
    assert caught.value.detail == "changed"
    assert target.exists()


@needs_tool
def test_a_file_that_is_gone_is_no_obstacle_to_taking_back(
    machine: ThisMachine, tmp_path: Path
) -> None:
    own = fix(machine, tmp_path)
    before = contents(tmp_path)
    record = own.apply(own.plan(RESULT, FINDING))
    assert record is not None
    Path(str(record.data["file"])).unlink()
    own.undo(record)
    assert contents(tmp_path) == before


def test_what_is_not_pinned_and_confirmed_is_refused(machine: ThisMachine, tmp_path: Path) -> None:
    own_root = Pins((replace(ROOT, confirmed=False),))
    sub = next(pin for pin in own_pins().pins if pin.name == "Russian Trusted Sub CA")
    for pins, sha256, detail in (
        (own_pins(), "00" * 32, "unconfirmed"),
        (own_root, ROOT.sha256, "unconfirmed"),
        (own_pins(), sub.sha256, "not-root"),
    ):
        finding = Finding(CheckStatus.OK, "tls-root.for-browsers", {"sha256": sha256})
        with pytest.raises(FixRefusedError) as caught:
            fix(machine, tmp_path, pins).plan(RESULT, finding)
        assert caught.value.detail == detail


def test_a_plan_with_a_wrong_fingerprint_changes_nothing(
    machine: ThisMachine, tmp_path: Path
) -> None:
    own = fix(machine, tmp_path)
    before = contents(tmp_path)
    plan = own.plan(RESULT, FINDING)
    with pytest.raises(FixRefusedError):
        own.apply(replace(plan, data={**plan.data, "sha256": "11" * 32}))
    assert contents(tmp_path) == before


def test_what_was_swapped_on_the_way_is_not_installed(machine: ThisMachine, tmp_path: Path) -> None:
    swapped = tmp_path / "swapped.crt"
    swapped.write_bytes(root("Подмена").pem)
    before = contents(tmp_path)
    with pytest.raises(FixFailedError):
        SystemTrust(machine).install(swapped, "00" * 32, ROOT.sha256)
    assert contents(tmp_path) == before


def test_a_tool_that_fails_leaves_nothing_behind(machine: ThisMachine, tmp_path: Path) -> None:
    own = fix(machine, tmp_path)
    before = contents(machine.path(LOCAL))
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "update-ca-certificates").write_text("#!/bin/sh\necho no space >&2\nexit 1\n")
    (tools / "update-ca-certificates").chmod(0o755)
    broken = linux(machine.root, PATH=f"{tools}:/usr/bin:/bin")
    failing = fix(broken, tmp_path)
    with pytest.raises(FixFailedError) as caught:
        failing.apply(own.plan(RESULT, FINDING))
    assert caught.value.detail == "no space"
    assert contents(machine.path(LOCAL)) == before
    assert list((tmp_path / "home").iterdir()) == []


@needs_tool
def test_who_may_not_write_asks_the_administrator(machine: ThisMachine, tmp_path: Path) -> None:
    """A stand-in for pkexec writes down what it was asked and does it."""
    tools, said = tmp_path / "tools", tmp_path / "said"
    tools.mkdir()
    (tools / "pkexec").write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(said))}\nexec "$@"\n')
    (tools / "pkexec").chmod(0o755)
    asking = linux(machine.root, PATH=f"{tools}:/usr/sbin:/usr/bin:/bin")
    system = SystemTrust(asking, may_write=lambda _folder: False)
    (tmp_path / "home").mkdir()
    own = InstallSystem(system, PinnedRoots(own_pins()), lambda: tmp_path / "home")
    plan = own.plan(RESULT, FINDING)
    assert plan.needs_admin
    record = own.apply(plan)
    assert in_force(asking)
    assert record is not None
    own.undo(record)
    assert not in_force(asking)
    assert said.read_text().count("/bin/sh -c") == 2


def test_a_person_who_says_no_to_the_administrators_question_changes_nothing(
    machine: ThisMachine, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "pkexec").write_text("#!/bin/sh\necho 'Request dismissed' >&2\nexit 126\n")
    (tools / "pkexec").chmod(0o755)
    refusing = linux(machine.root, PATH=f"{tools}:/usr/bin:/bin")
    system = SystemTrust(refusing, may_write=lambda _folder: False)
    (tmp_path / "home").mkdir()
    before = contents(machine.root)
    own = InstallSystem(system, PinnedRoots(own_pins()), lambda: tmp_path / "home")
    with pytest.raises(FixFailedError) as caught:
        own.apply(own.plan(RESULT, FINDING))
    assert caught.value.detail == "Request dismissed"
    assert contents(machine.root) == before


def test_red_hat_has_another_folder_and_a_bare_system_none(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    with pytest.raises(FixUnavailableError):
        system_folder(machine)
    machine.path("/etc/pki/ca-trust/source/anchors").mkdir(parents=True)
    assert system_folder(machine).command == ("update-ca-trust", "extract")
    assert system_folder(machine).folder == "/etc/pki/ca-trust/source/anchors"


def test_the_systems_own_root_needs_no_options(tmp_path: Path) -> None:
    if not Path(LOCAL).is_dir():
        pytest.skip("not a Debian, which CI is: its own folder is looked at here")
    machine = ThisMachine(Path("/"), {}, "linux")
    assert system_folder(machine).command == ("update-ca-certificates",)
    assert SystemTrust(machine).target("ab" * 32) == Path(f"{LOCAL}/nmo-{'ab' * 8}.crt")
    assert not list(tmp_path.iterdir())
