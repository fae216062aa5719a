"""Paths over ГОСТ, issued by OpenSSL's engine: they fit by name and key, and more is not told."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.verdicts import Verdict
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial

_EXTENSIONS = (
    "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nbasicConstraints=critical,CA:FALSE\n"
)


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two roots of one name and a person under the first."""
    made = tmp_path_factory.mktemp("gost")
    listed = subprocess.run(
        ["openssl", "engine", "gost"], check=False, capture_output=True, text=True
    )
    if shutil.which("openssl") is None or listed.returncode:
        pytest.skip("OpenSSL has no ГОСТ engine here")
    new = ("-engine", "gost", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A", "-nodes")
    for name in ("first", "second"):
        files = ("-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "300")
        openssl(made, "req", "-x509", *new, "-subj", "/CN=GOST root", *files)
    openssl(made, "req", *new, "-subj", "/CN=Doctor", "-keyout", "leaf.key", "-out", "leaf.csr")
    (made / "leaf.ext").write_text(_EXTENSIONS)
    issuer = ("-CA", "first.pem", "-CAkey", "first.key", "-CAcreateserial", "-days", "200")
    out = ("-extfile", "leaf.ext", "-out", "leaf.pem")
    openssl(made, "x509", "-req", "-engine", "gost", "-in", "leaf.csr", *issuer, *out)
    return made


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def ask(judge: PathJudge, folder: Path, *anchors: str) -> PathReport:
    (leaf,) = read_certificates(folder / "leaf.pem")
    trusted = tuple(der for name in anchors for der in read_certificates(folder / f"{name}.pem"))
    return judge.judge(PathRequest(leaf, TrustMaterial(anchors=trusted), offline=True))


def test_a_whole_path_is_cannot_tell_and_its_one_reason_is_the_algorithm(
    judge: PathJudge, folder: Path
) -> None:
    report = ask(judge, folder, "second", "first")
    assert report.verdict is Verdict.UNKNOWN
    assert [reason.code for reason in report.reasons] == ["path.algorithm-unsupported"]
    assert [each.subject for each in report.path] == ["Doctor", "GOST root"]
    assert report.path[-1].der == read_certificates(folder / "first.pem")[0]


def test_a_namesake_with_another_key_does_not_end_the_path(judge: PathJudge, folder: Path) -> None:
    report = ask(judge, folder, "second")
    assert report.verdict is Verdict.BAD
    assert [reason.code for reason in report.reasons] == ["path.same-name-other-key"]


def test_without_the_root_the_gap_is_told(judge: PathJudge, folder: Path) -> None:
    report = ask(judge, folder)
    assert [reason.code for reason in report.reasons] == ["path.intermediate-missing"]
