from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors.state import SettingInvalidError
from desktop_app.services.storage.settings import (
    KEEP_WITHOUT_KEYRING,
    LANGUAGE,
    PORTAL_URL,
    TABLE_COLUMNS,
    SettingsStore,
)


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    assert store.get(LANGUAGE) == "ru"
    assert store.get(KEEP_WITHOUT_KEYRING) is False
    assert store.finding is None


def test_a_setting_is_kept_for_the_next_start(tmp_path: Path) -> None:
    SettingsStore(tmp_path / "s").set(TABLE_COLUMNS, ["name", "-number"])
    assert SettingsStore(tmp_path / "s").get(TABLE_COLUMNS) == ["name", "-number"]
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o600


def test_what_another_process_set_meanwhile_is_kept(tmp_path: Path) -> None:
    mine, other = SettingsStore(tmp_path / "s"), SettingsStore(tmp_path / "s")
    other.set(LANGUAGE, "en")
    mine.set(PORTAL_URL, "https://portal.example")
    assert SettingsStore(tmp_path / "s").get(LANGUAGE) == "en"


def test_a_value_against_the_rule_is_refused(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "s")
    with pytest.raises(SettingInvalidError):
        store.set(PORTAL_URL, "http://portal.example")
    with pytest.raises(SettingInvalidError):
        store.set(LANGUAGE, "de")
    assert not (tmp_path / "s").exists()


def test_a_value_of_another_type_in_the_file_counts_as_absent(tmp_path: Path) -> None:
    (tmp_path / "s").write_text('{"language": 5, "privacy.keep-without-keyring": 1}', "utf-8")
    store = SettingsStore(tmp_path / "s")
    assert store.get(LANGUAGE) == "ru"
    assert store.get(KEEP_WITHOUT_KEYRING) is False


def test_settings_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    (tmp_path / "s").write_text('{"from-the-future": 1}', "utf-8")
    SettingsStore(tmp_path / "s").set(LANGUAGE, "en")
    assert "from-the-future" in (tmp_path / "s").read_text("utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000], ids=lambda each: repr(each[:6])
)
def test_a_corrupt_file_is_set_aside_and_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s").write_bytes(content)
    store = SettingsStore(tmp_path / "s")
    assert store.finding is not None
    assert Path(store.finding.kept_as).read_bytes() == content
    assert store.get(LANGUAGE) == "ru"
    store.set(LANGUAGE, "en")
    assert SettingsStore(tmp_path / "s").finding is None


@given(content=st.binary(max_size=200))
def test_no_content_of_the_file_stops_the_start(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "s"
    path.write_bytes(content)
    assert SettingsStore(path).get(LANGUAGE) in ("ru", "en")
