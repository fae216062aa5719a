"""`nmo doctor` on certificates: the trial signature, colleagues' tokens, the account's owner."""

from __future__ import annotations

import pytest

from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import check


def test_a_trial_signature_is_made_and_verified(nmo: InstalledCommand, pin: str) -> None:
    certificate = nmo.good_certificate("Петров")
    ran = nmo("doctor", "--check", "CRT-30", "--certificate", certificate, pin=pin)
    found = check(ran, "CRT-30")
    assert (found["status"], found["cause"]) == ("ok", "trial.made"), ran.err
    assert ran.exit_code == 0


def test_without_the_word_of_a_person_no_trial_is_made(nmo: InstalledCommand) -> None:
    ran = nmo("doctor", "--check", "CRT-30")
    assert check(ran, "CRT-30")["cause"] == "trial.not-asked"
    assert ran.document["pin_tries_spent"] == 0


def test_a_wrong_pin_ends_the_trial_with_the_words_of_every_wrong_pin(
    nmo: InstalledCommand,
) -> None:
    certificate = nmo.good_certificate("Громова")
    ran = nmo("doctor", "--check", "CRT-30", "--certificate", certificate, pin="11112222")
    assert (ran.exit_code, ran.error) == (5, "pin.incorrect")


def test_tokens_of_colleagues_are_notes_beside_a_good_one(nmo: InstalledCommand) -> None:
    ran = nmo("doctor", "--profile", "sign")
    causes = {each["id"]: (each["status"], each["cause"]) for each in ran.document["checks"]}
    assert causes["CRT-04"] == ("ok", "certificate.expired")
    assert causes["CRT-20"][0] == "ok"
    assert causes["CRT-20"][1] in {"path.root-missing", "path.root-not-trusted"}
    assert causes["CRT-27"] == ("ok", "certificate.revoked")
    assert causes["CRT-13"] == ("ok", "certificate.several")


def test_who_is_signed_in_is_compared_with_the_certificates(
    nmo: InstalledCommand, pin: str
) -> None:
    certificate = nmo.good_certificate("Соловьёва")
    assert nmo("login", "--certificate", certificate, pin=pin).exit_code == 0
    ran = nmo("doctor", "--profile", "login")
    assert check(ran, "CRT-10")["status"] == "ok"
    assert check(ran, "CRT-11")["status"] == "ok"
    nmo("logout")
    ran = nmo("doctor", "--check", "CRT-10")
    assert check(ran, "CRT-10")["cause"] == "account.not-signed-in"


@pytest.mark.parametrize(
    ("person", "reason"),
    [("Морозов", "certificate.revoked"), ("Зимина", "certificate.key-missing")],
)
def test_the_certificate_of_a_failed_sign_in_is_the_first_cause_until_another_one_works(
    nmo: InstalledCommand, pin: str, person: str, reason: str
) -> None:
    nmo("logout")
    bad = next(
        each["id"]
        for token in nmo("tokens").document["tokens"]
        for each in token["certificates"]
        if person in each["subject"]
    )
    assert nmo("login", "--certificate", bad, pin=pin).exit_code != 0
    ran = nmo("doctor")
    first = ran.document["first_cause"]
    assert (first["check"], first["code"]) == ("CRT-33", "attempt.certificate-unfit"), first
    assert reason in check(ran, "CRT-33")["evidence"]["reasons"]
    assert ran.document["pin_tries_spent"] == 0
    good = nmo.good_certificate("Иванова")
    assert nmo("login", "--certificate", good, pin=pin).exit_code == 0
    assert nmo("doctor").document["first_cause"] is None
