"""What `nmo doctor` says of a locked PIN, on a module that reports it and on one that does not."""

from __future__ import annotations

import os
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


def first_certificate(place: Workplace) -> str:
    tokens = place.nmo("--driver", place.token.driver.path, "tokens").document["tokens"]
    return str(tokens[0]["certificates"][0]["id"])


def sign(place: Workplace, certificate: str, pin: str) -> str | None:
    """Sign a file with a PIN; return the code of the error."""
    letter = place.folder / "letter.txt"
    letter.write_text("text")
    ran = place.nmo(
        "--driver",
        place.token.driver.path,
        "sign",
        str(letter),
        "--certificate",
        certificate,
        pin=pin,
    )
    return ran.error if ran.exit_code else None


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


def lift_lock(token: Provisioned) -> None:
    """Clear the TPM's lockout, as its administrator does."""
    environment = token.driver.environment
    subprocess.run(
        ["tpm2_dictionarylockout", "--clear-lockout"],
        env={**os.environ, **environment, "TPM2TOOLS_TCTI": environment["TPM2_PKCS11_TCTI"]},
        check=True,
        capture_output=True,
        timeout=30,
    )


def test_one_wrong_pin_is_a_warning(reporting: Provisioned, tmp_path: Path) -> None:
    place = Workplace(tmp_path, reporting)
    assert sign(place, first_certificate(place), "999991") == "pin.incorrect"
    ran = place.doctor("--profile", "sign")
    assert check(ran, "PIN-04")["status"] == "warn"
    assert ran.document["pin_tries_spent"] == 0


def test_a_locked_pin_is_the_first_cause(reporting: Provisioned, tmp_path: Path) -> None:
    place = Workplace(tmp_path, reporting)
    lock(reporting)
    ran = place.doctor("--profile", "sign")
    expect_first_cause(ran, "PIN-02", "pin.locked", "Если знаете PIN администратора")


def test_a_lock_that_a_token_hides_is_the_first_cause_once_it_was_met(
    silent: Provisioned, tmp_path: Path
) -> None:
    place = Workplace(tmp_path, silent)
    certificate = first_certificate(place)
    for number in range(3):
        assert sign(place, certificate, f"99999{number}") == "pin.incorrect"
    assert sign(place, certificate, silent.pin) == "pin.locked"
    ran = place.doctor("--profile", "sign")
    expect_first_cause(ran, "PIN-02", "pin.locked-no-unblock", "снять блокировку")
    lift_lock(silent)
    assert sign(place, certificate, silent.pin) is None
