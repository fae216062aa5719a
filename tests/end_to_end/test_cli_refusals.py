"""Does the installed command refuse what it must, with its exit code, before a PIN is spent?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest


def test_tokens_have_the_promised_shape(nmo: Any) -> None:
    document = nmo("tokens").document
    assert len(document["drivers"]) == 2
    for driver in document["drivers"]:
        assert set(driver) == {"path", "name", "state", "error"}
        assert (driver["state"], driver["error"]) == ("ok", None)
    assert len(document["tokens"]) == 12
    for token in document["tokens"]:
        assert set(token) >= {
            "serial", "label", "model", "manufacturer", "reader", "drivers", "pin_state",
            "tries_left", "certificates",
        }  # fmt: skip
        assert token["pin_state"] == "ok"
        for certificate in token["certificates"]:
            assert set(certificate) >= {
                "id", "subject", "snils", "issuer", "not_before", "not_after", "algorithm",
                "has_private_key", "can_sign", "can_sign_in", "reasons",
            }  # fmt: skip
            assert len(certificate["id"]) == 64


def test_an_expired_certificate_is_listed_with_its_reason(nmo: Any) -> None:
    expired = nmo.certificates("Орлов")[0]
    assert (expired["can_sign"], expired["can_sign_in"]) == (False, False)
    assert expired["reasons"][0]["code"] == "certificate.expired"
    assert expired["reasons"][0]["message"]


@pytest.mark.parametrize("command", [("login",), ("sign", __file__), ("consent", "sign")])
def test_an_expired_certificate_is_refused_before_the_pin(
    nmo: Any, command: tuple[str, ...]
) -> None:
    expired = nmo.certificates("Орлов")[0]["id"]
    ran = nmo(*command, "--certificate", expired)
    assert (ran.exit_code, ran.error) == (1, "certificate.unfit")
    assert ran.document["error"]["data"]["reasons"] == ["certificate.expired"]


def test_a_wrong_pin_ends_with_5_and_leaves_nothing_behind(nmo: Any, letter: Path) -> None:
    certificate = nmo.good_certificate("Петров")
    ran = nmo("sign", str(letter), "--certificate", certificate, pin="11111111")
    assert (ran.exit_code, ran.error) == (5, "pin.incorrect")
    assert "11111111" not in ran.out + ran.err
    assert not Path(f"{letter}.sig").exists()


def test_an_impossible_pin_is_not_sent(nmo: Any, letter: Path) -> None:
    certificate = nmo.good_certificate("Петров")
    ran = nmo("sign", str(letter), "--certificate", certificate, pin="1")
    assert (ran.exit_code, ran.error) == (5, "pin.unusable")


def test_without_a_terminal_a_pin_is_asked_of_nobody(nmo: Any, letter: Path) -> None:
    ran = nmo("sign", str(letter), "--certificate", nmo.good_certificate("Петров"))
    assert (ran.exit_code, ran.error) == (5, "pin.required")


@pytest.mark.parametrize("identifier", ["00000000", "zzzzzzzz", ""])
def test_an_unknown_certificate_is_wrong_usage(nmo: Any, letter: Path, identifier: str) -> None:
    ran = nmo("sign", str(letter), f"--certificate={identifier}")
    assert (ran.exit_code, ran.error) == (2, "certificate.not-found")


def test_fewer_than_eight_characters_are_not_enough(nmo: Any, letter: Path) -> None:
    short = nmo.good_certificate("Петров")[:7]
    ran = nmo("sign", str(letter), "--certificate", short)
    assert ran.exit_code == 2


def test_a_missing_private_key_is_a_failure_of_the_token(nmo: Any, pin: str, letter: Path) -> None:
    certificate = nmo.certificates("Зимина")[0]["id"]
    ran = nmo("sign", str(letter), "--certificate", certificate, pin=pin)
    assert ran.error in {"key.missing", "certificate.unfit"}
    assert ran.exit_code in {1, 4}


@pytest.fixture(scope="module")
def signed_out(nmo: Any) -> None:
    assert nmo("logout").exit_code == 0


@pytest.mark.usefixtures("signed_out")
@pytest.mark.parametrize(
    "command",
    [("account",), ("consent", "show"), ("credentials",), ("credentials", "check", "1")],
)
def test_without_a_session_the_portal_s_commands_end_with_7(
    nmo: Any, command: tuple[str, ...]
) -> None:
    ran = nmo(*command)
    assert (ran.exit_code, ran.error) == (7, "session.none")


def test_a_driver_that_is_not_there_ends_with_4(nmo: Any, tmp_path: Path) -> None:
    ran = nmo("--driver", str(tmp_path / "none.so"), "tokens")
    assert ran.exit_code == 4
    [driver] = ran.document["drivers"]
    assert driver["state"] == "missing"
    assert driver["error"]["code"] == "driver.missing"


def test_a_library_that_is_no_driver_ends_with_4(nmo: Any) -> None:
    ran = nmo("--driver", sys.executable, "tokens")
    assert ran.exit_code == 4
    assert ran.document["drivers"][0]["error"]["code"].startswith("driver.")


@pytest.mark.parametrize(
    "command",
    [("--frobnicate",), ("digest",), ("credentials", "check"), ("training", "scenario", "x")],
)
def test_wrong_usage_ends_with_2(nmo: Any, command: tuple[str, ...]) -> None:
    ran = nmo(*command)
    assert (ran.exit_code, ran.error) == (2, "usage.wrong")


def test_a_file_that_is_not_there_ends_with_8(nmo: Any, tmp_path: Path) -> None:
    for command in ("digest", "verify"):
        ran = nmo(command, str(tmp_path / "none.bin"))
        assert (ran.exit_code, ran.error) == (8, "input.unreadable")
    assert nmo("certificate", "show", str(tmp_path / "none.cer")).exit_code == 8


def test_people_read_russian_with_a_masked_snils(nmo: Any) -> None:
    ran = nmo("tokens", json=False)
    assert "подходит для подписи и входа" in ran.out
    assert "***-***-445 95" in ran.out
    assert "11223344595" not in ran.out


def test_training_can_be_asked_for_its_state_in_english(nmo: Any) -> None:
    ran = nmo("--lang", "en", "training", "state", json=False)
    assert "The training portal runs" in ran.out
