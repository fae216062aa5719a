"""A token of ГОСТ is made as people get it: its key is born on it and certified."""

from __future__ import annotations

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.core.errors.state import TrainingFailedError
from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_making import CRYPTOPRO_A
from desktop_app.sandbox.authority_names import GOST_ISSUING
from desktop_app.sandbox.gost_token import KeyOrder, access_to, make_gost_token
from desktop_app.sandbox.people import ADMINISTRATOR_PIN, TRAINING_ACCOUNTS, TRAINING_PIN
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.private_files import private_folder
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_keys import read_gost_key
from tests.certificates.openssl_gost import openssl

LABEL = "Учебный токен"
KINDS = ("256:B", "512:A", "512:B")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return private_folder(tmp_path / "store")


def make(place: Path, authority: Authority, *kinds: str) -> list[x509.Certificate]:
    """Make a token with a key of each kind; return the certificates that it got."""
    issued = []

    def certify(public_key_info: bytes) -> bytes:
        now = utc_now()
        person, end = TRAINING_ACCOUNTS[0].person, now + timedelta(days=1)
        issued.append(authority.issue(person, public_key_info, now, end, issuer=GOST_ISSUING))
        return issued[-1].public_bytes(Encoding.DER)

    orders = [
        KeyOrder(number, "Иванова", f"GOSTR3410-2012-{kind}", certify)
        for number, kind in enumerate(kinds, start=1)
    ]
    make_gost_token(place, LABEL, TRAINING_PIN, ADMINISTRATOR_PIN, orders)
    return issued


def test_the_token_signs_with_the_key_that_was_certified(
    authority: Authority, store: Path, tmp_path: Path
) -> None:
    certificates = make(store / "01", authority, *KINDS)
    token = access_to(store, LABEL)
    message = b"what is signed"
    (tmp_path / "message").write_bytes(message)
    login = ("--login", "--pin", TRAINING_PIN)
    for number, certificate in enumerate(certificates, start=1):
        (tmp_path / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        public = openssl("x509", "-in", tmp_path / "certificate.pem", "-noout", "-pubkey")
        (tmp_path / "public.pem").write_text(public)
        bits = KINDS[number - 1].partition(":")[0]
        (tmp_path / "digest").write_bytes(digest_of(message, f"streebog{bits}"))
        mechanism = "GOSTR3410" if bits == "256" else "GOSTR3410_512"
        files = ("--input-file", str(tmp_path / "digest"), "--output-file", str(tmp_path / "out"))
        token.ask(*login, "--sign", "--mechanism", mechanism, "--id", f"{number:02x}", *files)
        verify = ("-verify", tmp_path / "public.pem", "-signature", tmp_path / "out")
        told = openssl("dgst", f"-md_gost12_{bits}", *verify, tmp_path / "message")
        assert "Verified OK" in told
    listing = token.ask(*login, "--list-objects", "--type", "privkey")
    assert listing.count("never extractable, local") == len(KINDS)


def test_the_certificate_names_the_curve_of_cryptopro(authority: Authority, store: Path) -> None:
    (certificate,) = make(store / "01", authority, "256:B")
    key = cut_certificate(certificate.public_bytes(Encoding.DER)).public_key_info
    assert read_gost_key(key).parameter_set == CRYPTOPRO_A


def test_what_a_failing_command_says_is_kept_and_nothing_is_left(
    authority: Authority, store: Path
) -> None:
    with pytest.raises(TrainingFailedError) as caught:
        make(store / "01", authority, "768:A")
    assert caught.value.detail.startswith("pkcs11-tool: ")
    assert [each.name for each in store.parent.iterdir()] == ["store"]
    assert list(store.iterdir()) == []


def test_a_wrong_pin_that_is_not_refused_is_a_failure(authority: Authority, store: Path) -> None:
    make(store / "01", authority, "256:B")
    token = access_to(store, LABEL)
    token.enter_wrong_pin("00000000")
    with pytest.raises(TrainingFailedError):
        token.enter_wrong_pin(TRAINING_PIN)
    with pytest.raises(TrainingFailedError):
        access_to(store, "Другой токен").enter_wrong_pin("00000000")
    flags = subprocess.run(
        ["pkcs11-tool", "--module", str(token.module), "--list-token-slots"],
        env={**os.environ, **token.environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert "PIN try" not in flags.stdout
