"""The training mode from outside: start, tokens, scenarios, stop, reset."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Progress
from desktop_app.core.errors.state import TrainingNotRunningError
from desktop_app.core.tokens import Driver
from desktop_app.sandbox.control import SandboxControl
from desktop_app.sandbox.more_people import extra_person
from desktop_app.sandbox.people import ADMINISTRATOR_PIN, EVERYBODY, TRAINING_PIN
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.training_logins import extra_login
from desktop_app.services.training import TrainingAccess, TrainingControl, TrainingState


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxControl]:
    control = SandboxControl(tmp_path_factory.mktemp("home"))
    yield control
    control.reset()


@pytest.fixture(scope="module")
def state(control: SandboxControl) -> TrainingState:
    began = time.monotonic()
    state = control.start()
    assert time.monotonic() - began < 30
    return state


def ask(driver: Driver, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what OpenSC's tool says of a driver."""
    return subprocess.run(
        ["pkcs11-tool", "--module", driver.path, *arguments],
        env={**os.environ, **driver.environment, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def objects(state: TrainingState, label: str) -> str:
    """Return what lies on a token, whichever driver shows it."""
    look = ("--token-label", label, "--login", "--pin", TRAINING_PIN, "--list-objects")
    return "".join(ask(driver, *look).stdout for driver in state.drivers)


def slots(state: TrainingState) -> str:
    """Return how the driver of ГОСТ describes its tokens."""
    return ask(state.drivers[0], "--list-token-slots").stdout


def test_it_fits_the_protocol_of_the_services(control: SandboxControl) -> None:
    fitting: TrainingControl = control
    assert "normal" in fitting.scenarios()


def test_starting_makes_tokens_for_every_person(state: TrainingState) -> None:
    assert state.people[0].name == "Иванова Мария Петровна"
    counts = {}
    for person in state.people:
        assert "Учебный" in person.token_label
        listing = objects(state, person.token_label)
        counts[person.note] = (
            listing.count("Certificate Object"),
            listing.count("Private Key Object"),
        )
    assert counts["действующий сертификат ГОСТ и истёкший того же имени"] == (2, 2)
    assert counts["действующий сертификат RSA, отвечает за качество в поликлинике"] == (1, 1)
    assert counts["сертификат без закрытого ключа"] == (1, 0)
    assert counts["два действующих сертификата одного имени"] == (2, 2)
    assert sum(certificates for certificates, _ in counts.values()) == 14


def test_starting_again_changes_nothing(control: SandboxControl, state: TrainingState) -> None:
    assert control.start() == state
    assert control.state() == state


def test_another_object_sees_the_running_portal(
    control: SandboxControl, state: TrainingState
) -> None:
    home = state.anchors.parent.parent
    assert SandboxControl(home).state() == state


def test_the_expired_certificate_scenario_leaves_one_token_plugged_in(
    control: SandboxControl, state: TrainingState
) -> None:
    label = state.people[0].token_label
    other = state.people[1].token_label
    control.scenario("certificate-expired")
    assert objects(state, label).count("Certificate Object") == 1
    assert objects(state, other) == ""
    control.scenario("normal")
    assert objects(state, label).count("Certificate Object") == 2


def test_a_locked_pin_was_locked_by_wrong_tries_and_the_administrator_unlocks_it(
    control: SandboxControl, state: TrainingState
) -> None:
    control.scenario("pin-locked")
    assert "user PIN locked" in slots(state)
    assert objects(state, state.people[0].token_label) == ""
    unlock = ("--login", "--login-type", "so", "--so-pin", ADMINISTRATOR_PIN, "--init-pin")
    assert ask(state.drivers[0], *unlock, "--pin", TRAINING_PIN).returncode == 0
    assert objects(state, state.people[0].token_label).count("Private Key Object") == 2


def test_the_last_try_is_the_last_one(control: SandboxControl, state: TrainingState) -> None:
    control.scenario("pin-last-try")
    assert "final user PIN try" in slots(state)
    control.scenario("pin-locked")
    assert "user PIN locked" in slots(state)
    control.scenario("normal")
    assert "PIN try" not in slots(state)
    assert objects(state, state.people[0].token_label).count("Private Key Object") == 2


def test_a_token_is_gone_at_its_first_signature_and_comes_back(
    control: SandboxControl, state: TrainingState, tmp_path: Path
) -> None:
    digest = tmp_path / "digest"
    digest.write_bytes(bytes(32))
    person = state.people[0]
    login = ("--token-label", person.token_label, "--login", "--pin", TRAINING_PIN, "--id", "01")
    files = ("--input-file", str(digest), "--output-file", str(tmp_path / "signature"))
    sign = (*login, "--sign", "--mechanism", "GOSTR3410", *files)
    assert ask(state.drivers[0], *sign).returncode == 0
    control.scenario("token-removed")
    assert "CKR_DEVICE_REMOVED" in ask(state.drivers[0], *sign).stderr
    assert person.token_label not in slots(state)
    control.scenario("normal")
    assert ask(state.drivers[0], *sign).returncode == 0


def test_the_driver_really_crashes(control: SandboxControl, state: TrainingState) -> None:
    control.scenario("driver-crash")
    assert ask(state.drivers[0], "--list-token-slots").returncode == -signal.SIGSEGV
    control.scenario("normal")
    assert state.people[0].token_label in slots(state)


def test_a_missing_root_of_gost_is_missing_here_alone(
    control: SandboxControl, state: TrainingState
) -> None:
    both = {"root.pem", "gost-root.pem"}
    assert {file.name for file in state.anchors.iterdir()} == both
    control.scenario("gost-root-missing")
    assert {file.name for file in state.anchors.iterdir()} == {"root.pem"}
    assert "gost-root.pem" not in {file.name for file in state.intermediates.iterdir()}
    control.scenario("normal")
    assert {file.name for file in state.anchors.iterdir()} == both


def test_the_portal_is_really_down_and_comes_back(
    control: SandboxControl, state: TrainingState
) -> None:
    control.scenario("portal-down")
    assert control.state() == state
    assert not control._portal_process().answers()
    control.scenario("normal")
    assert control._portal_process().answers()


def test_every_scenario_can_be_played(control: SandboxControl, state: TrainingState) -> None:
    for name in control.scenarios():
        control.scenario(name)
    control.scenario("normal")
    assert control.state() == state


def test_an_unknown_scenario_is_refused(control: SandboxControl, state: TrainingState) -> None:
    with pytest.raises(KeyError):
        control.scenario("no-such-thing")


def test_more_data_is_made_on_demand(control: SandboxControl, state: TrainingState) -> None:
    seen: list[Progress] = []
    control.start(people=3, credentials=40, progress=seen.append)
    assert Progress(40, 40, "credentials") in seen
    logins = control.logins()
    assert len({each.login for each in logins}) == len(EVERYBODY) + 3
    assert logins[-1] == TrainingAccess(
        extra_person(3).person.full_name, extra_login(3).email, extra_login(3).password
    )


def test_what_is_about_to_expire_is_made_anew(folder: Path) -> None:
    long_ago = SandboxControl(folder, now=lambda: utc_now() - timedelta(days=301))
    today = SandboxControl(folder)
    try:
        before = long_ago.start().ca_file.read_bytes()
        long_ago.stop()
        assert today.start().ca_file.read_bytes() != before
    finally:
        today.reset()


def test_a_folder_of_another_version_is_made_anew(folder: Path) -> None:
    control = SandboxControl(folder)
    configuration = folder / "training" / "portal.json"
    configuration.parent.mkdir(parents=True)
    configuration.write_text('{"port": 1}')
    (folder / "training" / "state.json").write_text("{}")
    assert control.state() is None
    try:
        assert control.start() == control.state()
    finally:
        control.reset()


def test_a_portal_whose_folder_was_removed_ends(folder: Path) -> None:
    control = SandboxControl(folder)
    control.start()
    child = control._portal_process()._child
    assert child is not None
    shutil.rmtree(folder)
    assert child.wait(timeout=30) == 0


def test_a_second_object_sees_that_the_folder_was_made_anew(folder: Path) -> None:
    window, command = SandboxControl(folder), SandboxControl(folder)
    try:
        assert window.start() == command.state()
        window.reset()
        assert command.start() == window.state()
    finally:
        command.reset()


def test_stopping_and_resetting_leave_nothing(folder: Path) -> None:
    control = SandboxControl(folder)
    control.stop()
    assert control.state() is None
    with pytest.raises(TrainingNotRunningError):
        control.scenario("normal")
    control.start()
    control.stop()
    assert control.state() is None
    control.reset()
    assert not (folder / "training").exists()
