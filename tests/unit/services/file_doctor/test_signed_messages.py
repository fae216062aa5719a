"""Does the doctor say what is wrong with a file of signatures before it is added?"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.catalogue import LANGUAGES, Catalogue
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.file_examinations import FileExamination
from desktop_app.core.resources import resource_path
from desktop_app.services.file_doctor.examiner import FileExaminer
from desktop_app.services.file_doctor.rules import read_rules
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.signing.cms import CadesWriter, sign_cades
from tests.certificates.authority import NOW, Wanted, ec_key, root

SIGNER = root().issue(Wanted("Иванова"), ec_key())
PDF = b"%PDF-1.7 and the rest"
CATALOGUE = Catalogue.read(resource_path("messages"))


def signed(content: bytes, *, attached: bool) -> bytes:
    algorithm = SIGNER.algorithms[0]
    return sign_cades(
        CadesWriter(SIGNER.der, algorithm),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, content).digest(),
        content=content if attached else None,
        signing_time=NOW,
    )


CARRYING = signed(PDF, attached=True)
BESIDE = signed(PDF, attached=False)


def examined(file: Path, content: bytes, now: datetime = NOW) -> FileExamination:
    rules = read_rules(resource_path("upload-rules.toml"))
    doctor = FileExaminer(PdfWorkshop(), rules, lambda: rules.largest_bytes, dict, lambda: now)
    file.write_bytes(content)
    (found,) = doctor.examine([file])
    for finding in found.findings:
        for language in LANGUAGES:
            assert "[[" not in CATALOGUE.message(finding.cause, finding.evidence, language).text
    return found


def test_a_sound_message_says_who_signed(tmp_path: Path) -> None:
    found = examined(tmp_path / "letter.pdf.p7m", CARRYING)
    (finding,) = found.findings
    assert (found.status, finding.cause) == (CheckStatus.OK, "file.signed")
    assert finding.evidence == {"count": 1, "names": ["Иванова"]}


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("letter.pdf.p7m", b"no message", "input.not-signature"),
        ("letter.pdf.p7m", b"", "file.empty"),
        ("letter.pdf.sig", BESIDE, "input.content-needed"),
        ("letter.pdf.sig", CARRYING.replace(b"rest", b"best"), "input.signature-other"),
        ("letter.pdf.sig", signed(b"text", attached=True), "file.type-other"),
    ],
    ids=["not-cms", "empty", "no-document", "changed", "other-type"],
)
def test_what_would_not_be_accepted_is_told_before(
    tmp_path: Path, name: str, content: bytes, cause: str
) -> None:
    found = examined(tmp_path / name, content)
    assert (found.status, found.findings[0].cause) == (CheckStatus.FAIL, cause)


def test_the_document_beside_it_is_what_counts(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(PDF)
    assert examined(tmp_path / "letter.pdf.sig", BESIDE).status is CheckStatus.OK
    (tmp_path / "letter.pdf").write_bytes(PDF + b" more")
    changed = examined(tmp_path / "letter.pdf.sig", BESIDE).findings[0]
    assert changed.evidence["reasons"] == ["signature.content-changed"]


def test_a_certificate_that_has_ended_and_a_bad_name_are_told(tmp_path: Path) -> None:
    later = NOW + timedelta(days=40_000)
    found = examined(tmp_path / "two  words.p7m", CARRYING, later)
    assert [each.cause for each in found.findings] == ["input.signature-expired", "file.name"]
