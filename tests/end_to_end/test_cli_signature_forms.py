"""Time stamps, signatures beside others and signatures inside PDFs, as other programs see them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP, cut_message
from tests.certificates.authority import root, rsa_key
from tests.certificates.openssl_gost import openssl
from tests.certificates.time_stamp_service import WANTED, OpensslStamps, served

PEOPLE = ("Иванова", "Лебедев", "Соловьёва", "Фомина")
"""ГОСТ with 256 and 512 bits, ECDSA, RSA."""
IN_PDFS = ("Фомина", "Соловьёва")
ANCHOR = root("Корень службы", rsa_key())
SILENT = "http://127.0.0.1:9/tsa"


@pytest.fixture
def tsa(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "tsa.pem").write_bytes(ANCHOR.pem)
    service = OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, rsa_key()), ANCHOR)
    with served(service.answer) as address:
        yield address


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="Application")
    file = tmp_path / "application.pdf"
    made.output(str(file))
    return file


def sign(nmo: Any, pin: str, file: Path, *more: str, person: str = "Иванова") -> Any:
    certificate = nmo.good_certificate(person)
    return nmo("sign", str(file), "--certificate", certificate, *more, pin=pin)


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, check=False
    )


def openssl_accepts(nmo: Any, signature: Path, content: Path) -> bool:
    anchors = Path(nmo("training", "state").document["anchors"])
    roots = signature.with_name("roots.pem")
    roots.write_bytes(b"".join(file.read_bytes() for file in anchors.iterdir()))
    verify = ("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature)
    more = ("-content", content, "-CAfile", roots, "-purpose", "any", "-out", "/dev/null")
    said = openssl(*verify, *more)
    roots.unlink()
    return "Verification successful" in said


def stamps_hold(folder: Path, signature: bytes) -> bool:
    for signer in cut_message(signature).signers:
        token = signer.attribute(SIGNATURE_TIME_STAMP)
        (folder / "token").write_bytes(token or b"")
        (folder / "value").write_bytes(signer.value)
        verify = ("ts", "-verify", "-token_in", "-in", folder / "token")
        said = openssl(*verify, "-data", folder / "value", "-CAfile", folder / "tsa.pem")
        if "Verification: OK" not in said:
            return False
    return True


@pytest.mark.parametrize("person", PEOPLE)
def test_a_signature_with_a_stamp_says_level_t(
    nmo: Any, pin: str, letter: Path, tsa: str, tmp_path: Path, person: str
) -> None:
    ran = sign(nmo, pin, letter, "--level", "t", "--tsa", tsa, person=person)
    assert ran.exit_code == 0, ran.out
    [signed] = ran.document["signed"]
    assert (signed["level"], signed["timestamp_error"]) == ("T", None)
    assert signed["timestamp"].endswith("Z")
    signature = Path(signed["signature"])
    assert openssl_accepts(nmo, signature, letter)
    assert stamps_hold(tmp_path, signature.read_bytes())


def test_without_the_service_the_signature_stays_and_is_stamped_later(
    nmo: Any, pin: str, letter: Path, tsa: str, tmp_path: Path
) -> None:
    ran = sign(nmo, pin, letter, "--level", "t", "--tsa", SILENT)
    assert ran.exit_code == 6
    [signed] = ran.document["signed"]
    assert signed["level"] == "BES"
    assert signed["timestamp_error"]["code"] == "stamp.unreachable"
    signature = Path(signed["signature"])
    assert openssl_accepts(nmo, signature, letter)
    (before,) = cut_message(signature.read_bytes()).signers

    assert nmo("stamp", str(signature), "--tsa", SILENT).exit_code == 6
    stamped = nmo("stamp", str(signature), "--tsa", tsa)
    assert (stamped.exit_code, stamped.document["stamped"][0]["level"]) == (0, "T")
    (after,) = cut_message(signature.read_bytes()).signers
    assert (before.before, before.signature) == (after.before, after.signature)
    assert stamps_hold(tmp_path, signature.read_bytes())


def test_in_training_the_authoritys_own_service_stamps_by_default(
    nmo: Any, pin: str, letter: Path, scenario: Callable[[str], None]
) -> None:
    signed = sign(nmo, pin, letter, "--level", "t")
    assert (signed.exit_code, signed.document["signed"][0]["level"]) == (0, "T")
    verified = nmo("verify", signed.document["signed"][0]["signature"])
    assert (verified.exit_code, verified.document["signers"][0]["level"]) == (0, "T")
    scenario("time-stamps-down")
    letter.with_name(f"{letter.name}.sig").unlink()
    without = sign(nmo, pin, letter, "--level", "t")
    (told,) = without.document["signed"]
    assert (told["level"], told["timestamp_error"]["code"]) == ("BES", "stamp.unreachable")


def test_an_address_that_is_none_is_refused_before_the_pin(nmo: Any, letter: Path) -> None:
    certificate = nmo.good_certificate("Иванова")
    ran = nmo("sign", str(letter), "--certificate", certificate, "--level", "t", "--tsa", "ftp://x")
    assert (ran.exit_code, ran.error) == (2, "stamp.no-service")
    assert not letter.with_name(f"{letter.name}.sig").exists()


@pytest.mark.parametrize("attached", [False, True])
def test_a_second_person_signs_beside_the_first(
    nmo: Any, pin: str, letter: Path, attached: bool
) -> None:
    first = sign(nmo, pin, letter, *(["--attached"] if attached else []))
    signature = Path(first.document["signed"][0]["signature"])
    (was,) = cut_message(signature.read_bytes()).signers
    named = signature if attached else letter
    second = sign(nmo, pin, named, "--cosign", person="Соловьёва")
    assert second.exit_code == 0, second.out
    assert second.document["signed"][0]["signature"] == str(signature)
    signers = cut_message(signature.read_bytes()).signers
    assert len(signers) == 2
    assert was in signers
    assert openssl_accepts(nmo, signature, letter)
    verified = nmo("verify", str(signature))
    subjects = sorted(each["subject"].split()[0] for each in verified.document["signers"])
    assert (verified.exit_code, subjects) == (0, ["Иванова", "Соловьёва"])


def test_nothing_is_added_to_signatures_of_another_document(
    nmo: Any, pin: str, letter: Path
) -> None:
    sign(nmo, pin, letter)
    signature = letter.with_name(f"{letter.name}.sig")
    before = signature.read_bytes()
    letter.write_bytes(letter.read_bytes() + b"!")
    ran = sign(nmo, pin, letter, "--cosign", person="Соловьёва")
    assert ran.exit_code == 8
    [failed] = ran.document["failed"]
    assert failed["code"] == "cosign.refused"
    assert failed["data"]["reasons"] == ["signature.content-changed"]
    assert signature.read_bytes() == before


def test_a_document_without_signatures_gets_its_first(nmo: Any, pin: str, letter: Path) -> None:
    assert sign(nmo, pin, letter, "--cosign").exit_code == 0
    assert openssl_accepts(nmo, letter.with_name(f"{letter.name}.sig"), letter)


def pdfsig(file: Path) -> str:
    judged = run("pdfsig", "-nocert", file)
    assert judged.returncode == 0, judged.stdout + judged.stderr
    return judged.stdout


def test_a_key_of_gost_is_refused_before_the_pin_with_the_other_way_named(
    nmo: Any, pdf: Path
) -> None:
    certificate = nmo.good_certificate("Иванова")
    ran = nmo("sign", str(pdf), "--certificate", certificate, "--pades")
    assert (ran.exit_code, ran.error) == (8, "pades.algorithm")
    assert "CAdES" in ran.document["error"]["remedy"]
    assert [each.name for each in pdf.parent.iterdir()] == [pdf.name]


@pytest.mark.parametrize("person", IN_PDFS)
def test_poppler_accepts_a_signature_inside_a_pdf(
    nmo: Any, pin: str, pdf: Path, person: str
) -> None:
    original = pdf.read_bytes()
    ran = sign(nmo, pin, pdf, "--pades", person=person)
    assert ran.exit_code == 0, ran.out
    signed = Path(ran.document["signed"][0]["signature"])
    assert signed.name == "application-signed.pdf"
    assert pdf.read_bytes() == original
    assert signed.read_bytes().startswith(original)
    said = pdfsig(signed)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_a_second_signature_in_a_pdf_leaves_the_first_valid(
    nmo: Any, pin: str, pdf: Path, tmp_path: Path
) -> None:
    sign(nmo, pin, pdf, "--pades", person="Фомина")
    once = tmp_path / "application-signed.pdf"
    ran = sign(nmo, pin, once, "--pades", person="Соловьёва")
    twice = Path(ran.document["signed"][0]["signature"])
    assert twice.read_bytes().startswith(once.read_bytes())
    assert pdfsig(twice).count("Signature is Valid") == 2


def test_a_pdf_is_stamped_at_once_or_later(nmo: Any, pin: str, pdf: Path, tsa: str) -> None:
    ran = sign(nmo, pin, pdf, "--pades", "--level", "t", "--tsa", SILENT, person="Фомина")
    assert ran.exit_code == 6
    [signed] = ran.document["signed"]
    file = Path(signed["signature"])
    assert signed["level"] == "BES"
    assert "Signature is Valid" in pdfsig(file)
    before = file.stat().st_size
    assert nmo("stamp", str(file), "--tsa", tsa).exit_code == 0
    assert file.stat().st_size == before
    assert "Signature is Valid" in pdfsig(file)
    assert nmo("stamp", str(file), "--tsa", SILENT).exit_code == 0, "it has its stamp"


def test_a_signed_copy_is_never_overwritten(nmo: Any, pin: str, pdf: Path) -> None:
    sign(nmo, pin, pdf, "--pades", person="Фомина")
    ran = sign(nmo, pin, pdf, "--pades", person="Фомина")
    assert ran.exit_code == 8
    assert ran.document["failed"][0]["code"] == "output.exists"


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.7\nnothing", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused(nmo: Any, pin: str, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(content)
    ran = sign(nmo, pin, file, "--pades", person="Фомина")
    assert ran.exit_code == 8
    assert ran.document["failed"][0]["code"] == "pades.unreadable"
    assert [each.name for each in tmp_path.iterdir()] == ["broken.pdf"]
