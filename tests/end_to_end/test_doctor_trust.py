"""A path that breaks on a real token is mended by `nmo trust` or `nmo doctor`, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from desktop_app.signing.authority_marks import marks_of
from tests.certificates.accredited import List, Listed
from tests.end_to_end.installed_command import Ran
from tests.end_to_end.workplace import Authority, Workplace, check, published
from tests.modules.provisioned import Provisioned, provisioned


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("softhsm", tmp_path_factory.mktemp("softhsm")) as module:
        emptying = Workplace(tmp_path_factory.mktemp("emptying"), module)
        emptying.remove("02")
        emptying.remove("03")
        yield module


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    folder = tmp_path / "published"
    folder.mkdir()
    with published(folder) as address:
        yield Authority(folder, address)


@pytest.fixture
def workplace(token: Provisioned, authority: Authority, tmp_path: Path) -> Workplace:
    key = load_pem_public_key((token.folder / "01.pub.pem").read_bytes())
    made = Workplace(tmp_path, token)
    made.put(authority.certify(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)))
    return made


def path_of(workplace: Workplace) -> tuple[str, str | None]:
    found = check(workplace.doctor("--check", "CRT-20"), "CRT-20")
    return found["status"], found["cause"]


def nmo(workplace: Workplace, *arguments: str) -> Ran:
    return workplace.nmo("--driver", workplace.token.driver.path, *arguments)


def test_a_root_is_added_after_a_comparison_and_taken_out_again(
    workplace: Workplace, authority: Authority, tmp_path: Path
) -> None:
    workplace.trust()
    assert path_of(workplace) == ("fail", "path.root-missing")
    file = tmp_path / "root.cer"
    file.write_bytes(authority.top.der)
    refused = nmo(workplace, "trust", "import", str(file))
    assert refused.document["error"]["data"]["detail"] == "unconfirmed"
    assert path_of(workplace) == ("fail", "path.root-missing")
    sha256 = marks_of(authority.top.der).sha256
    done = nmo(workplace, "trust", "import", str(file), "--fingerprint", sha256)
    assert done.exit_code == 0, done.err
    assert path_of(workplace)[0] == "ok"
    (applied,) = done.document["applied"]
    assert nmo(workplace, "trust", "undo", applied["id"]).exit_code == 0
    assert path_of(workplace) == ("fail", "path.root-missing")


def test_an_intermediate_is_taken_from_the_list_of_authorities_by_the_doctor(
    workplace: Workplace, authority: Authority, tmp_path: Path
) -> None:
    workplace.trust(authority.top)
    (authority.folder / "issuing.cer").unlink()
    assert path_of(workplace) == ("fail", "path.intermediate-missing")
    file = tmp_path / "TSL.xml"
    file.write_bytes(List((Listed("Учебный УЦ", (authority.issuing.der,)),)).xml())
    assert nmo(workplace, "trust", "import", str(file)).exit_code == 0
    found = check(workplace.doctor("--profile", "sign"), "CRT-20")
    assert found["fix"] == "trust.install-own"
    ran = workplace.doctor("--profile", "sign", "--fix", "trust.install-own", "--yes")
    assert check(ran, "CRT-20")["status"] == "ok", ran.err
    assert check(workplace.doctor("--profile", "sign"), "CRT-29")["status"] == "ok"
    (applied,) = ran.document["applied"]
    assert workplace.doctor("--undo", applied["id"]).exit_code == 0
    assert path_of(workplace) == ("fail", "path.intermediate-missing")
