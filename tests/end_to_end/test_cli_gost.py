"""`nmo` on files over ГОСТ that others made: real certificates, signatures of OpenSSL's engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.resources import resource_path
from tests.certificates.gost_pki import GostPki, issue_gost_pki
from tests.certificates.real_authorities import FOLDER
from tests.end_to_end.installed_command import InstalledCommand

ROOTS = resource_path("anchors")
TREASURY = next(FOLDER.glob("7B6AF66A*.pem"))
OF_2012 = next(FOLDER.glob("9E78A331*.pem"))


@pytest.fixture(scope="module")
def nmo(tmp_path_factory: pytest.TempPathFactory) -> InstalledCommand:
    """Return the command without a training portal."""
    return InstalledCommand(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module", params=[256, 512])
def pki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GostPki:
    return issue_gost_pki(tmp_path_factory.mktemp("gost"), request.param)


def check(nmo: InstalledCommand, file: Path) -> Any:
    return nmo("certificate", "check", str(file), "--anchors", str(ROOTS), "--offline")


def codes(reasons: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in reasons]


def test_a_real_authority_is_judged_and_an_old_one_is_of_the_past(nmo: InstalledCommand) -> None:
    judged = check(nmo, TREASURY)
    assert (judged.exit_code, codes(judged.document["reasons"])) == (3, ["path.revocation-unknown"])
    old = check(nmo, OF_2012)
    assert (old.exit_code, set(codes(old.document["reasons"]))) == (3, {"path.obsolete-algorithm"})


def test_a_real_authority_is_shown_with_its_qualified_fields(nmo: InstalledCommand) -> None:
    shown = nmo("certificate", "show", str(TREASURY)).document
    assert shown["algorithm"] == "ГОСТ Р 34.10-2012 256"
    assert shown["fields"]["subject_tool"].startswith("Программно-аппаратный комплекс")
    names = {each["name"] for each in shown["fields"]["subject"]}
    assert {"ogrn", "inn_legal", "organisation"} <= names


def test_a_signature_of_openssl_is_verified(
    nmo: InstalledCommand, pki: GostPki, tmp_path: Path
) -> None:
    document, signature = tmp_path / "согласие.txt", tmp_path / "согласие.txt.sig"
    document.write_text("Согласен.")
    signature.write_bytes(pki.sign(document.read_bytes(), attached=False))
    trust = ["--anchors", str(pki.folder / "root.pem"), "--offline", "--crls", str(pki.folder)]
    good = nmo("verify", str(signature), *trust)
    assert (good.exit_code, good.document["verdict"]) == (0, "good"), good.out
    assert good.document["signers"][0]["snils"] == "11223344595"
    document.write_text("Не согласен.")
    changed = nmo("verify", str(signature), *trust)
    assert changed.exit_code == 1
    assert codes(changed.document["signers"][0]["reasons"]) == ["signature.content-changed"]


@pytest.mark.parametrize("bits", [256, 512])
def test_the_digest_is_that_of_openssl(
    nmo: InstalledCommand, pki: GostPki, tmp_path: Path, bits: int
) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(range(256)) * 9000)
    theirs = pki.run("dgst", f"-md_gost12_{bits}", "-r", str(file)).stdout.split()[0].decode()
    ours = nmo("digest", str(file), "--algorithm", f"streebog{bits}").document["digest"]
    assert ours == theirs
