"""Do other programs accept what `nmo sign` makes, and does `nmo verify` notice what is wrong?"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PEOPLE = ("Иванова", "Лебедев", "Соловьёва", "Фомина")
"""ГОСТ with 256 and 512 bits, ECDSA, RSA."""


def _sign(
    nmo: Any, pin: str, *files: Path, person: str = "Иванова", more: tuple[str, ...] = ()
) -> Any:
    certificate = nmo.good_certificate(person)
    names = [str(file) for file in files]
    return nmo("sign", *names, "--certificate", certificate, *more, pin=pin)


def _openssl(nmo: Any, signature: Path, *content: str) -> subprocess.CompletedProcess[str]:
    """Let OpenSSL verify; its engine makes it know ГОСТ and changes nothing for the others."""
    anchors = Path(nmo("training", "state").document["anchors"])
    roots = signature.with_name("roots.pem")
    roots.write_bytes(b"".join(file.read_bytes() for file in anchors.iterdir()))
    return subprocess.run(
        ["openssl", "cms", "-verify", "-engine", "gost", "-binary", "-cades", "-inform", "DER",
         "-in", str(signature), *content, "-CAfile", str(roots), "-purpose", "any",
         "-out", "/dev/null"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
def test_a_detached_signature_is_accepted_by_openssl(
    nmo: Any, pin: str, letter: Path, person: str
) -> None:
    ran = _sign(nmo, pin, letter, person=person)
    assert ran.exit_code == 0, ran.out
    [signed] = ran.document["signed"]
    assert set(signed) >= {"file", "signature", "digest", "algorithm"}
    assert ran.document["path_reasons"] == []
    assert Path(signed["signature"]) == letter.with_name(f"{letter.name}.sig")
    judged = _openssl(nmo, Path(signed["signature"]), "-content", str(letter))
    assert judged.returncode == 0, judged.stderr
    other = letter.with_name("other.txt")
    other.write_bytes(letter.read_bytes() + b"!")
    assert _openssl(nmo, Path(signed["signature"]), "-content", str(other)).returncode != 0
    verified = nmo("verify", signed["signature"])
    assert (verified.exit_code, verified.document["verdict"]) == (0, "good")
    assert verified.document["signers"][0]["subject"].startswith(person)


def test_an_attached_signature_carries_the_document(nmo: Any, pin: str, letter: Path) -> None:
    ran = _sign(nmo, pin, letter, more=("--attached",))
    signature = Path(ran.document["signed"][0]["signature"])
    assert letter.read_bytes() in signature.read_bytes()
    assert _openssl(nmo, signature).returncode == 0
    letter.unlink()
    assert nmo("verify", str(signature)).exit_code == 0


def test_a_file_that_fails_does_not_stop_the_others(
    nmo: Any, pin: str, letter: Path, tmp_path: Path
) -> None:
    out = tmp_path / "signatures"
    out.mkdir()
    second = Path(shutil.copy(letter, tmp_path / "second.pdf"))
    ran = _sign(nmo, pin, letter, tmp_path / "none.txt", second, more=("--out", str(out)))
    assert ran.exit_code == 8
    assert len(ran.document["signed"]) == 2
    [failed] = ran.document["failed"]
    assert failed["code"] == "input.unreadable"
    assert failed["message"]
    assert sorted(file.name for file in out.iterdir()) == ["second.pdf.sig", "письмо.txt.sig"]


def test_a_changed_document_is_noticed(nmo: Any, pin: str, letter: Path) -> None:
    _sign(nmo, pin, letter)
    letter.write_bytes(letter.read_bytes() + b"!")
    ran = nmo("verify", f"{letter}.sig")
    assert (ran.exit_code, ran.document["verdict"]) == (1, "bad")
    assert ran.document["signers"][0]["reasons"]


def test_offline_without_revocation_data_nobody_can_tell(nmo: Any, pin: str, letter: Path) -> None:
    _sign(nmo, pin, letter)
    ran = nmo("verify", f"{letter}.sig", "--offline")
    assert (ran.exit_code, ran.document["verdict"]) == (3, "unknown")


@pytest.mark.parametrize("content", [b"", b"not a signature", b"\x30\x82\x05\x00\x06"])
def test_what_is_no_signature_is_unreadable(nmo: Any, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.txt.sig"
    file.write_bytes(content)
    ran = nmo("verify", str(file), "--content", str(file))
    assert (ran.exit_code, ran.error) == (8, "input.not-signature")


def test_without_the_document_a_detached_signature_asks_for_it(
    nmo: Any, pin: str, letter: Path
) -> None:
    _sign(nmo, pin, letter)
    letter.unlink()
    ran = nmo("verify", f"{letter}.sig")
    assert (ran.exit_code, ran.error) == (8, "input.content-needed")


def test_a_revoked_certificate_is_bad_and_then_refused_before_the_pin(
    nmo: Any, letter: Path
) -> None:
    certificate = nmo.certificates("Морозов")[0]["id"]
    checked = nmo("certificate", "check", certificate)
    assert (checked.exit_code, checked.document["verdict"]) == (1, "bad")
    assert "certificate.revoked" in json.dumps(checked.document["reasons"])
    ran = nmo("sign", str(letter), "--certificate", certificate)
    assert (ran.exit_code, ran.error) == (1, "certificate.unfit")


def test_a_path_to_a_foreign_root_is_bad_and_says_which_link(nmo: Any) -> None:
    ran = nmo("certificate", "check", nmo.certificates("Ёлкина")[0]["id"])
    assert ran.exit_code == 1
    assert ran.document["reasons"][0]["code"].startswith("path.")
    assert ran.document["reasons"][0]["certificate"]


def test_an_untrusted_signer_may_still_sign(nmo: Any, pin: str, letter: Path) -> None:
    ran = _sign(nmo, pin, letter, person="Ёлкина")
    assert ran.exit_code == 0
    assert ran.document["path_reasons"][0]["code"].startswith("path.root")
    assert nmo("verify", f"{letter}.sig").exit_code == 1


def test_a_certificate_can_be_shown_from_a_file(nmo: Any) -> None:
    authority = nmo("training", "state").document["ca_file"]
    shown = nmo("certificate", "show", authority).document
    assert shown["subject"] == "Учебный головной УЦ"
    assert shown["fields"]["is_authority"] is True


def test_a_certificate_on_a_token_shows_its_named_fields(nmo: Any) -> None:
    shown = nmo("certificate", "show", nmo.good_certificate("Иванова")[:8]).document
    names = {each["name"] for each in shown["fields"]["subject"]}
    assert {"surname", "given_name", "snils", "inn", "title"} <= names
    assert shown["can_sign"] is True


def test_the_digest_is_that_of_the_file(nmo: Any, letter: Path) -> None:
    expected = hashlib.sha256(letter.read_bytes()).hexdigest()
    assert nmo("digest", str(letter)).document["digest"] == expected
