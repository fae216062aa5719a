"""What a scenario spoils on the token of ГОСТ, `nmo doctor` explains, and its remedy mends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from desktop_app.sandbox.people import ADMINISTRATOR_PIN
from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import check

FIX = "trust.install-own"


@pytest.fixture(scope="module")
def nmo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InstalledCommand]:
    """Return the command in a state folder of its own: these tests change what it trusts."""
    command = InstalledCommand(tmp_path_factory.mktemp("home"))
    assert command("training", "start").exit_code == 0
    yield command
    command("training", "stop")


@pytest.fixture(autouse=True)
def _normal_again(nmo: InstalledCommand) -> Iterator[None]:
    yield
    assert nmo("training", "scenario", "normal").exit_code == 0


def test_a_root_of_gost_that_is_missing_is_named_and_can_be_added(nmo: InstalledCommand) -> None:
    state = nmo("training", "state").document
    root = x509.load_pem_x509_certificate((Path(state["anchors"]) / "gost-root.pem").read_bytes())
    key = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest.hex()
    assert nmo("training", "scenario", "gost-root-missing").exit_code == 0

    ran = nmo("doctor", "--profile", "sign")
    assert ran.document["first_cause"]["code"] == "path.root-not-trusted"
    found = check(ran, "CRT-20")
    assert "«Учебный головной УЦ ГОСТ»" in found["message"]
    assert key in found["message"]
    assert found["remedy"]
    assert found["fix"] == FIX

    fingerprint = root.fingerprint(hashes.SHA256()).hex()
    assert fingerprint in found["message"]
    mend = ("doctor", "--check", "CRT-20", "--fix", FIX, "--yes", "--fingerprint", fingerprint)
    mended = nmo(*mend)
    assert check(mended, "CRT-20")["status"] == "ok", mended.out
    assert nmo("doctor", "--profile", "sign").document["first_cause"] is None
    (applied,) = mended.document["applied"]
    assert nmo("doctor", "--undo", applied["id"]).exit_code == 0
    assert check(nmo("doctor", "--check", "CRT-20"), "CRT-20")["status"] == "fail"


def test_a_locked_pin_is_unblocked_with_the_administrator_s(
    nmo: InstalledCommand, tmp_path: Path
) -> None:
    assert nmo("training", "scenario", "pin-locked").exit_code == 0
    (token,) = nmo("tokens").document["tokens"]
    assert token["pin_state"] == "locked"
    assert nmo("doctor").document["first_cause"]["code"] == "pin.locked"

    new = "97531864"
    unblock = ("pin", "unblock", "--token", token["serial"], "--accept-risk")
    ran = nmo(*unblock, pin=f"{ADMINISTRATOR_PIN}\n{new}")
    assert ran.exit_code == 0, ran.out
    assert nmo("doctor").document["first_cause"] is None
    certificate = next(each for each in token["certificates"] if each["can_sign_in"])["id"]
    assert nmo("login", "--certificate", certificate, pin=new).exit_code == 0
