"""The training mode from outside: start, tokens, scenarios, stop, reset."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Progress
from desktop_app.core.errors.state import TrainingNotRunningError
from desktop_app.sandbox.control import SandboxControl
from desktop_app.sandbox.person import utc_now
from desktop_app.services.training import TrainingControl, TrainingState


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


def objects(state: TrainingState, label: str) -> str:
    """Return what OpenSC's tool lists on a token."""
    command = ["pkcs11-tool", "--module", state.driver.path, "--token-label", label]
    environment = {**os.environ, **state.driver.environment, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*command, "--login", "--pin", "12345678", "--list-objects"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.stdout


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
    assert counts["действующий сертификат RSA и истёкший того же имени"] == (2, 2)
    assert counts["сертификат без закрытого ключа"] == (1, 0)
    assert counts["два действующих сертификата одного имени"] == (2, 2)
    assert sum(certificates for certificates, _ in counts.values()) == 12


def test_starting_again_changes_nothing(control: SandboxControl, state: TrainingState) -> None:
    assert control.start() == state
    assert control.state() == state


def test_another_object_sees_the_running_portal(
    control: SandboxControl, state: TrainingState
) -> None:
    home = Path(state.driver.environment["SOFTHSM2_CONF"]).parent.parent
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
