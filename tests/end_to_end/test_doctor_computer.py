"""What `nmo doctor` says of the computer itself: clock, disk, keyring, the program's own files."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import Workplace, check, expect_first_cause
from tests.modules.provisioned import Provisioned, provisioned

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("softhsm", tmp_path_factory.mktemp("softhsm")) as module:
        yield module


@pytest.fixture
def workplace(soft: Provisioned, tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, soft)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system; CI runs as root")
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)], check=True, timeout=30
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, timeout=30)


@pytest.mark.skipif(
    os.geteuid() != 0 and not Path(FAKETIME).exists(),
    reason="faketime is not installed; where scripts/setup runs as root, it is",
)
def test_an_impossible_clock_is_the_first_cause(workplace: Workplace) -> None:
    ran = workplace.doctor(
        "--profile", "sign", LD_PRELOAD=FAKETIME, FAKETIME="@2019-05-01 12:00:00"
    )
    expect_first_cause(ran, "SYS-07", "clock.impossible", "правильные дату, время")
    assert check(ran, "SYS-07")["who"] == "it"


def test_a_full_disk_is_the_first_cause(
    soft: Provisioned, tmp_path: Path, small_disk: Path
) -> None:
    place = Workplace(tmp_path, soft)
    place.nmo.home = small_disk / "home"
    place.doctor("--profile", "sign")
    with (small_disk / "filler").open("wb") as filler:
        filler.write(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
    ran = place.doctor("--profile", "sign")
    expect_first_cause(ran, "SYS-04", "state.disk-full", "Освободите место")


def test_broken_libraries_for_gost_are_told_with_their_remedy(
    workplace: Workplace, tmp_path: Path
) -> None:
    for name in ("libgcrypt.so.20", "libgnutls.so.30"):
        (tmp_path / name).write_bytes(b"not a library")
    ran = workplace.doctor("--check", "SYS-16", LD_LIBRARY_PATH=str(tmp_path))
    found = check(ran, "SYS-16")
    assert (found["status"], found["cause"]) == ("warn", "gost.library-missing")
    assert "libgcrypt.so.20" in found["evidence"]["detail"]
    assert "libgcrypt20" in found["remedy"]
    assert check(workplace.doctor("--check", "SYS-16"), "SYS-16")["status"] == "ok"


def test_a_missing_keyring_is_a_warning_that_says_what_follows(workplace: Workplace) -> None:
    ran = workplace.doctor("--profile", "full")
    found = check(ran, "APP-07")
    assert (found["status"], found["cause"]) == ("warn", "program.keyring-absent")
    assert "хранилище ключей" in found["remedy"]
    assert ran.document["pin_tries_spent"] == 0


def test_a_journal_that_somebody_changed_is_told_with_the_entry(
    nmo: InstalledCommand, pin: str, letter: Path
) -> None:
    certificate = nmo.good_certificate("Кузнецова")
    assert nmo("sign", str(letter), "--certificate", certificate, pin=pin).exit_code == 0
    database = nmo.home / "training-data" / "cabinet.sqlite3"
    subject = changed(database, "another")
    try:
        found = check(nmo("doctor", "--check", "APP-08"), "APP-08")
    finally:
        changed(database, subject)
    assert (found["status"], found["evidence"]["number"]) == ("fail", 1)


def changed(database: Path, subject: str) -> str:
    """Change the first entry of the journal behind the program's back; return what was there."""
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("DROP TRIGGER IF EXISTS audit_keeps_entries")
        (before,) = connection.execute("SELECT subject FROM audit WHERE number = 1").fetchone()
        connection.execute("UPDATE audit SET subject = ? WHERE number = 1", (subject,))
    connection.close()
    return str(before)


def test_settings_that_cannot_be_read_are_set_aside_and_named(workplace: Workplace) -> None:
    workplace.nmo.home.mkdir(mode=0o700)
    (workplace.nmo.home / "settings.json").write_text("{broken")
    found = check(workplace.doctor("--check", "APP-01"), "APP-01")
    assert found["status"] == "warn"
    assert "settings" in found["message"]
