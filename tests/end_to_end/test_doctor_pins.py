"""What `nmo doctor` says of a locked PIN, on a module that reports it and on one that does not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.workplace import Workplace, check, expect_first_cause
from tests.modules.provisioned import Provisioned, provisioned


@pytest.fixture
def reporting(tmp_path: Path) -> Iterator[Provisioned]:
    """Return openCryptoki's soft token: it shows low, last and locked (three tries)."""
    folder = tmp_path / "ock"
    folder.mkdir()
    with provisioned("opencryptoki", folder) as module:
        yield module


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Provisioned]:
    """Return a TPM: it locks without showing any flag."""
    folder = tmp_path / "tpm"
    folder.mkdir()
    with provisioned("tpm2", folder) as module:
        yield module


def wrong_pin(place: Workplace, number: int) -> int:
    """Try to sign with a PIN that the token has not; return the exit code."""
    tokens = place.nmo("--driver", place.token.driver.path, "tokens").document["tokens"]
    certificate = tokens[0]["certificates"][0]["id"]
    letter = place.folder / "letter.txt"
    letter.write_text("text")
    ran = place.nmo(
        "--driver",
        place.token.driver.path,
        "sign",
        str(letter),
        "--certificate",
        certificate,
        pin=f"99999{number}",
    )
    return ran.exit_code


def lock(token: Provisioned) -> None:
    """Lock the PIN with wrong ones, outside of the program: it would not send the last try."""
    for number in range(4):
        subprocess.run(
            [
                "pkcs11-tool",
                "--module",
                token.driver.path,
                "--token-label",
                token.label,
                "--login",
                "--pin",
                f"99999{number}",
                "--list-objects",
            ],
            env={"PATH": "/usr/bin:/bin", **token.driver.environment},
            check=False,
            capture_output=True,
            timeout=30,
        )


def test_one_wrong_pin_is_a_warning(reporting: Provisioned, tmp_path: Path) -> None:
    place = Workplace(tmp_path, reporting)
    assert wrong_pin(place, 1) == 5
    ran = place.doctor("--profile", "sign")
    assert check(ran, "PIN-04")["status"] == "warn"
    assert ran.document["pin_tries_spent"] == 0


def test_a_locked_pin_is_the_first_cause(reporting: Provisioned, tmp_path: Path) -> None:
    place = Workplace(tmp_path, reporting)
    lock(reporting)
    ran = place.doctor("--profile", "sign")
    expect_first_cause(ran, "PIN-02", "pin.locked", "Если знаете PIN администратора")


def test_a_token_that_hides_its_lock_is_said_to_hide_it(
    silent: Provisioned, tmp_path: Path
) -> None:
    place = Workplace(tmp_path, silent)
    lock(silent)
    ran = place.doctor("--profile", "sign")
    assert check(ran, "PIN-02")["status"] == "ok"
    assert check(ran, "PIN-06")["message"]
    assert ran.document["pin_tries_spent"] == 0
