from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.composition.profile import real_profile, training_profile
from desktop_app.core.tokens import Driver
from desktop_app.services.portal.transport import SYSTEM_PROXY
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.settings import (
    KEEP_WITHOUT_KEYRING,
    PORTAL_ANCHORS,
    PORTAL_PROXY,
    PORTAL_URL,
    TRUST_ANCHORS,
    SettingsStore,
)
from desktop_app.services.training import TrainingState


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path)


@pytest.fixture
def settings(home: Home) -> SettingsStore:
    return SettingsStore(home.settings_file)


def training(folder: Path) -> TrainingState:
    driver = Driver(str(folder / "softhsm.so"), "SoftHSM", {"SOFTHSM2_CONF": "conf"})
    return TrainingState(
        base_url="https://127.0.0.1:8443",
        ca_file=folder / "root.pem",
        anchors=folder / "anchors",
        intermediates=folder / "between",
        drivers=(driver,),
        people=(),
    )


def test_the_real_profile_is_what_the_settings_say(home: Home, settings: SettingsStore) -> None:
    settings.set(PORTAL_URL, "https://Portal.Example/cabinet")
    settings.set(PORTAL_ANCHORS, "/anchors/root.pem")
    settings.set(PORTAL_PROXY, "http://proxy:3128")
    settings.set(TRUST_ANCHORS, "/anchors")
    settings.set(KEEP_WITHOUT_KEYRING, value=True)
    profile = real_profile(home, settings, [Path("/driver.so")])
    assert profile.portal_origin == "https://portal.example"
    assert profile.portal_anchors == Path("/anchors/root.pem")
    assert profile.portal_proxy == "http://proxy:3128"
    assert profile.trust.anchors == Path("/anchors")
    assert profile.keep_without_keyring
    assert [each.path for each in profile.drivers] == ["/driver.so"]
    assert profile.home.data == home.root


def test_without_settings_there_is_no_portal_and_nothing_is_kept_in_files(
    home: Home, settings: SettingsStore
) -> None:
    profile = real_profile(home, settings, [])
    assert profile.portal_origin == ""
    assert profile.portal_anchors is None
    assert profile.portal_proxy == SYSTEM_PROXY
    assert not profile.keep_without_keyring


def test_training_trusts_its_own_authority_and_keeps_its_data_apart(
    home: Home, tmp_path: Path
) -> None:
    profile = training_profile(home, training(tmp_path), [])
    assert profile.portal_origin == "https://127.0.0.1:8443"
    assert profile.portal_anchors == tmp_path / "root.pem"
    assert profile.portal_proxy == ""
    assert profile.trust.anchors == tmp_path / "anchors"
    assert profile.trust.intermediates == tmp_path / "between"
    assert profile.home.data != home.data
    assert [each.name for each in profile.drivers] == ["SoftHSM"]


def test_a_training_driver_named_by_its_file_keeps_its_environment(
    home: Home, tmp_path: Path
) -> None:
    named = [tmp_path / "folder" / ".." / "softhsm.so", tmp_path / "other.so"]
    first, second = training_profile(home, training(tmp_path), named).drivers
    assert first.environment == {"SOFTHSM2_CONF": "conf"}
    assert second.environment == {}
