"""pkcs11-tool of OpenSC and p11tool of GnuTLS work on the training token."""

from __future__ import annotations

import subprocess

import pytest

from tests.modules.provisioned import Provisioned
from tests.modules.training_token import GENERATED, LABEL, PIN, SO_PIN, TokenStore

USER = ("--token-label", LABEL, "--login", "--pin")


def test_a_blank_card_is_initialised_and_says_what_it_is(store: TokenStore) -> None:
    store.card("card")
    assert "uninitialized" in store.tool("--list-slots")
    store.tool("--init-token", "--slot", "0", "--label", LABEL, "--so-pin", SO_PIN)
    listed = store.tool("--list-token-slots")
    assert "token manufacturer : Кабинет НМО\n" in listed
    assert "token model        : Training ECP\n" in listed
    assert "token flags        : login required, rng, token initialized\n" in listed
    refused = store.run(*USER, PIN, "--list-objects")
    assert "CKR_USER_PIN_NOT_INITIALIZED" in refused.stderr


def test_flags_of_pins_are_named(store: TokenStore) -> None:
    store.initialised("card", user_tries=3)
    told = [flags(store)]
    for pin in ("0000000", "0000001", "0000002", PIN):
        store.run(*USER, pin, "--list-objects")
        told.append(flags(store))
    initialised = "login required, rng, token initialized, PIN initialized"
    assert told == [
        initialised,
        f"{initialised}, user PIN count low",
        f"{initialised}, user PIN count low, final user PIN try",
        f"{initialised}, user PIN count low, user PIN locked",
        f"{initialised}, user PIN count low, user PIN locked",
    ]


def flags(store: TokenStore) -> str:
    (line,) = (each for each in store.tool("--list-slots").splitlines() if "token flags" in each)
    words = line.split(":", 1)[1].strip().split(", ")
    return ", ".join(words[:2] + sorted(words[2:], key=ORDER.index))


ORDER = (
    "token initialized",
    "PIN initialized",
    "user PIN count low",
    "final user PIN try",
    "user PIN locked",
)


def test_the_mechanisms_are_those_of_tc26(store: TokenStore) -> None:
    store.initialised("card")
    listed = store.tool("--token-label", LABEL, "--list-mechanisms")
    for line in (
        "GOSTR3410-KEY-PAIR-GEN, keySize={256,256}, hw, generate_key_pair",
        "GOSTR3410, keySize={256,256}, hw, sign, verify",
        "GOSTR3410-512-KEY-PAIR-GEN, keySize={512,512}, hw, generate_key_pair",
        "GOSTR3410-WITH-GOSTR3411-12-512, keySize={512,512}, hw, sign, verify",
        "GOSTR3411-12-256, hw, digest",
    ):
        assert line in listed


@pytest.mark.parametrize("kind", GENERATED)
def test_a_key_is_made_on_each_curve_shown_and_deleted(store: TokenStore, kind: str) -> None:
    store.initialised("card")
    made = ("--keypairgen", "--key-type", f"GOSTR3410-2012-{kind}", "--id", "0a")
    shown = store.tool(*USER, PIN, *made)
    assert "sensitive, always sensitive, never extractable, local" in shown
    assert store.tool(*USER, PIN, "--list-objects").count(f"GOSTR3410-2012-{kind[:3]}") == 2
    assert "Private" not in store.tool("--token-label", LABEL, "--list-objects")
    for half in ("privkey", "pubkey"):
        store.tool(*USER, PIN, "--delete-object", "--type", half, "--id", "0a")
    assert store.tool(*USER, PIN, "--list-objects") == ""


def test_both_pins_can_be_changed(store: TokenStore) -> None:
    store.initialised("card")
    store.tool(*USER, PIN, "--change-pin", "--new-pin", "7777777")
    assert store.run(*USER, PIN, "--list-objects").returncode != 0
    admin = ("--login", "--login-type", "so", "--so-pin")
    store.tool("--token-label", LABEL, *admin, SO_PIN, "--change-pin", "--new-pin", "8888888")
    store.tool("--token-label", LABEL, *admin, "8888888", "--init-pin", "--pin", PIN)
    store.tool(*USER, PIN, "--list-objects")


def test_their_own_tests_of_a_module_pass(module: Provisioned) -> None:
    login = ("--token-label", module.label, "--login", "--pin", module.pin)
    assert "No errors" in module.store.tool(*login, "--test")


def test_gnutls_sees_every_certificate_and_key(module: Provisioned) -> None:
    listed = subprocess.run(
        ["p11tool", f"--provider={module.driver.path}", "--login", "--list-all"],
        env={**module.store.environment, "GNUTLS_PIN": module.pin},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    ).stdout
    assert listed.count("Type: X.509 Certificate") == listed.count("Type: Private key") == 6
