from __future__ import annotations

import stat
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.services.storage.secret_boxes import KeyringBackend, SecretPlace
from desktop_app.services.storage.secrets import Secrets


class FakeKeyring:
    """A keyring in memory that can refuse."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.broken = False

    def _use(self) -> None:
        if self.broken:
            raise RuntimeError("the keyring is locked")

    def get_password(self, service: str, username: str) -> str | None:
        self._use()
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._use()
        self.values[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        self._use()
        del self.values[(service, username)]


def secrets_with(
    keyring: KeyringBackend | None, file: Path, *, allow_file: bool = False, namespace: str = "n"
) -> Secrets:
    return Secrets(namespace, file, allow_file=lambda: allow_file, find_keyring=lambda: keyring)


def test_the_keyring_is_used_where_there_is_one(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    secrets = secrets_with(keyring, tmp_path / "f", allow_file=True)
    secrets.set("a", "secret")
    assert secrets.place is SecretPlace.KEYRING
    assert secrets_with(keyring, tmp_path / "f").get("a") == "secret"
    assert not (tmp_path / "f").exists()


def test_two_state_folders_do_not_share_secrets(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    secrets_with(keyring, tmp_path / "f", namespace="one").set("a", "secret")
    assert secrets_with(keyring, tmp_path / "f", namespace="two").get("a") is None


def test_removing_works_and_may_be_done_twice(tmp_path: Path) -> None:
    for secrets in (
        secrets_with(FakeKeyring(), tmp_path / "f"),
        secrets_with(None, tmp_path / "f", allow_file=True),
        secrets_with(None, tmp_path / "f"),
    ):
        secrets.set("a", "secret")
        secrets.set("a", None)
        secrets.set("a", None)
        assert secrets.get("a") is None


def test_without_a_keyring_secrets_live_in_memory_only(tmp_path: Path) -> None:
    secrets = secrets_with(None, tmp_path / "f")
    secrets.set("a", "secret")
    assert secrets.place is SecretPlace.MEMORY
    assert secrets.get("a") == "secret"
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_used_only_where_it_is_allowed(tmp_path: Path) -> None:
    secrets = secrets_with(None, tmp_path / "f", allow_file=True)
    secrets.set("a", "secret")
    assert secrets.place is SecretPlace.FILE
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o600
    assert secrets_with(None, tmp_path / "f", allow_file=True).get("a") == "secret"


def test_a_broken_secrets_file_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"\xff{")
    assert secrets_with(None, tmp_path / "f", allow_file=True).get("a") is None


def test_a_keyring_that_refuses_later_is_replaced_by_memory(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    secrets = secrets_with(keyring, tmp_path / "f")
    secrets.set("a", "secret")
    keyring.broken = True
    assert secrets.get("a") is None
    assert secrets.place is SecretPlace.MEMORY
    secrets.set("a", "again")
    assert secrets.get("a") == "again"


def test_a_keyring_that_refuses_a_write_keeps_the_secret_in_memory(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    secrets = secrets_with(keyring, tmp_path / "f")
    keyring.broken = True
    secrets.set("a", "secret")
    assert secrets.get("a") == "secret"
    assert secrets.place is SecretPlace.MEMORY


@given(st.lists(st.text(max_size=3500), max_size=4))
def test_a_long_secret_fits_a_keyring_with_small_entries(values: list[str]) -> None:
    keyring = FakeKeyring()
    secrets = secrets_with(keyring, Path("unused"))
    for value in values:
        secrets.set("a", value)
        assert secrets.get("a") == value
    assert all(len(piece) <= 1010 for piece in keyring.values.values())
    secrets.set("a", None)
    assert keyring.values == {}


def test_a_piece_that_is_lost_does_not_stop_the_program() -> None:
    keyring = FakeKeyring()
    secrets = secrets_with(keyring, Path("unused"))
    secrets.set("a", "x" * 3000)
    del keyring.values[("nmo-cabinet", "n/a/1")]
    assert secrets.get("a") != "x" * 3000
    assert secrets.place is SecretPlace.KEYRING
