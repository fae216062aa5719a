"""What does `nmo verify` say of signatures, and what does its report hold?"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from fpdf import FPDF
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.certificates.authority import Issued, root, rsa_key
from tests.certificates.time_stamp_service import WANTED, OpensslStamps, served

ROOT = Path(__file__).parents[2]
ANCHOR = root("Корень службы", rsa_key())


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    certified: Issued = ANCHOR.issue(WANTED, rsa_key())
    answering = OpensslStamps.of(tmp_path_factory.mktemp("tsa"), certified, ANCHOR)
    with served(answering.answer) as address:
        yield address


@pytest.fixture
def stamp_trust(tmp_path: Path) -> tuple[str, ...]:
    folder = tmp_path / "stamp-trust"
    folder.mkdir()
    (folder / "root.pem").write_bytes(ANCHOR.pem)
    return ("--tsa-anchors", str(folder))


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="Application")
    file = tmp_path / "application.pdf"
    made.output(str(file))
    return file


def sign(nmo: Any, pin: str, file: Path, *more: str, person: str = "Иванова") -> Path:
    certificate = nmo.good_certificate(person)
    ran = nmo("sign", str(file), "--certificate", certificate, *more, pin=pin)
    assert ran.exit_code == 0, ran.out
    return Path(ran.document["signed"][0]["signature"])


def statements(signer: dict[str, Any]) -> dict[str, str]:
    return {each["question"]: each["verdict"] for each in signer["statements"]}


def test_a_document_is_verified_by_the_signature_beside_it(
    nmo: Any, pin: str, letter: Path
) -> None:
    sign(nmo, pin, letter)
    ran = nmo("verify", str(letter))
    assert ran.exit_code == 0, ran.out
    [signer] = ran.document["signers"]
    assert statements(signer) == {
        "content": "good",
        "time": "unknown",
        "path": "good",
        "revocation": "good",
    }
    assert ran.document["files"][0]["document"] == str(letter)


def test_a_stamped_signature_says_until_when_it_existed(
    nmo: Any, pin: str, letter: Path, service: str, stamp_trust: tuple[str, ...]
) -> None:
    signature = sign(nmo, pin, letter, "--level", "t", "--tsa", service)
    trusted = nmo("verify", str(signature), *stamp_trust)
    [signer] = trusted.document["signers"]
    assert (trusted.exit_code, signer["level"]) == (0, "T")
    # Nobody publishes revocation lists of this service: its stamp cannot be confirmed.
    [stamp] = signer["stamps"]
    assert stamp["verdict"] == "unknown"
    assert [each["code"] for each in stamp["reasons"]] == ["path.revocation-unknown"]
    crls = letter.parent / "crls"
    crls.mkdir()
    (crls / "tsa.crl").write_bytes(ANCHOR.crl())
    attested = nmo("verify", str(signature), *stamp_trust, "--crls", str(crls))
    [signer] = attested.document["signers"]
    assert signer["not_later_than"] >= signer["timestamp"]
    assert statements(signer)["time"] == "good"
    stranger = nmo("verify", str(signature))
    assert stranger.exit_code == 0
    assert stranger.document["signers"][0]["stamps"][0]["verdict"] == "bad"


def test_of_several_files_one_that_cannot_be_read_does_not_stop_the_others(
    nmo: Any, pin: str, letter: Path, tmp_path: Path
) -> None:
    signature = sign(nmo, pin, letter)
    ran = nmo("verify", str(signature), str(tmp_path / "none.sig"))
    assert (ran.exit_code, ran.document["verdict"]) == (8, "unknown")
    assert [each["verdict"] for each in ran.document["files"]] == ["good", "unknown"]
    assert ran.document["files"][1]["error"]["code"] == "input.unreadable"


def test_both_signatures_of_a_pdf_are_good(nmo: Any, pin: str, pdf: Path) -> None:
    once = sign(nmo, pin, pdf, "--pades", person="Фомина")
    twice = sign(nmo, pin, once, "--pades", person="Соловьёва")
    ran = nmo("verify", str(twice))
    assert ran.exit_code == 0, ran.out
    first, second = ran.document["signers"]
    assert (first["place"]["covers_file"], second["place"]["covers_file"]) == (False, True)
    assert first["place"]["changes_later"] == "form"
    assert first["subject"].startswith("Фомина")
    assert second["subject"].startswith("Соловьёва")
    assert first["signing_time"].endswith("Z")
    assert {first["level"], second["level"]} == {"BES"}


def test_a_page_that_was_changed_after_the_signature_is_noticed(
    nmo: Any, pin: str, pdf: Path
) -> None:
    signed = sign(nmo, pin, pdf, "--pades", person="Фомина")
    with signed.open("rb+") as stream:
        writer: Any = IncrementalPdfFileWriter(stream)
        drawing = writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f"))
        writer.add_stream_to_page(0, drawing)
        writer.write_in_place()
    ran = nmo("verify", str(signed))
    assert ran.exit_code == 1
    codes = [each["code"] for each in ran.document["signers"][0]["reasons"]]
    assert "pdf.changed-later" in codes


def test_a_pdf_without_a_signature_says_so(nmo: Any, pdf: Path) -> None:
    ran = nmo("verify", str(pdf))
    assert (ran.exit_code, ran.error) == (8, "pades.no-signature")


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)


def test_the_report_is_saved_in_three_forms(
    nmo: Any, pin: str, letter: Path, tmp_path: Path
) -> None:
    hostile = Path(shutil.copy(letter, tmp_path / "<script>письмо<b>.txt"))
    signature = sign(nmo, pin, hostile)
    for kind in ("html", "pdf", "json"):
        ran = nmo("verify", str(signature), "--report", str(tmp_path / f"report.{kind}"))
        assert ran.exit_code == 0, ran.out
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "Иванова" in page
    assert not _Tags(page).seen & {"script", "b", "img", "link"}
    assert "http://" not in page
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "report.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Иванова" in text
    assert "Документ тот самый" in " ".join(text.split())
    document = json.loads((tmp_path / "report.json").read_text("utf-8"))
    schema = json.loads((ROOT / "docs/reference/verification.schema.json").read_text("utf-8"))
    jsonschema_rs.validate(schema, document)
    assert document["files"][0]["signatures"][0]["snils"]


def test_a_report_is_not_written_over_anything_nor_in_another_form(
    nmo: Any, pin: str, letter: Path, tmp_path: Path
) -> None:
    signature = sign(nmo, pin, letter)
    (tmp_path / "report.html").write_text("mine")
    ran = nmo("verify", str(signature), "--report", str(tmp_path / "report.html"))
    assert (ran.exit_code, ran.error) == (8, "output.exists")
    ran = nmo("verify", str(signature), "--report", str(tmp_path / "report.docx"))
    assert (ran.exit_code, ran.error) == (2, "report.format")
    assert (tmp_path / "report.html").read_text() == "mine"


def test_people_read_answers_and_not_codes(nmo: Any, pin: str, letter: Path) -> None:
    signature = sign(nmo, pin, letter)
    said = nmo("verify", str(signature), json=False).out
    assert "Документ тот самый" in said
    assert "никто это не подтверждает" in said
    assert "Сертификат не отозван" in said
    offline = nmo("verify", str(signature), "--offline", json=False).out
    assert "Без сети этого не узнать" in offline
