"""Signatures of ours before verifiers of others, and theirs before ours."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.algorithms import SignatureAlgorithm
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.verification import VerificationReport, verify_cades
from tests.certificates.authority import EMAIL, NOW, Issued, Key, Wanted, ec_key, root, rsa_key

CONTENT = "Согласие на передачу сведений\n".encode() * 40


@dataclass(frozen=True)
class Case:
    """A signer and one of its algorithms."""

    anchor: Issued
    signer: Issued
    algorithm: SignatureAlgorithm
    folder: Path

    def sign(self, *, attached: bool) -> bytes:
        writer = CadesWriter(self.signer.der, self.algorithm)
        return sign_cades(
            writer,
            lambda attributes: self.signer.sign_message(attributes, self.algorithm),
            hashlib.new(self.algorithm.digest, CONTENT).digest(),
            content=CONTENT if attached else None,
            signing_time=NOW,
        )

    def run(self, command: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )

    def accepts(self, command: Sequence[str]) -> bool:
        return self.run(command).returncode == 0


KEYS: dict[str, type[ec.EllipticCurve] | None] = {
    "RSA": None,
    "P-256": ec.SECP256R1,
    "P-384": ec.SECP384R1,
    "P-521": ec.SECP521R1,
}
CHOICES = [("RSA", number) for number in range(6)] + [(name, 0) for name in list(KEYS)[1:]]


@pytest.fixture(scope="module")
def signers() -> dict[str, tuple[Issued, Issued]]:
    made = {}
    for name, curve in KEYS.items():
        anchor = root(f"Root {name}", rsa_key())
        key: Key = rsa_key() if curve is None else ec_key(curve())
        wanted = Wanted("Ivanova", usage=("digital_signature",), purposes=(EMAIL,))
        made[name] = anchor, anchor.issue(wanted, key)
    return made


@pytest.fixture(params=CHOICES, ids=lambda choice: f"{choice[0]}-{choice[1]}")
def case(
    request: pytest.FixtureRequest, signers: dict[str, tuple[Issued, Issued]], tmp_path: Path
) -> Case:
    name, number = request.param
    anchor, signer = signers[name]
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "root.pem").write_bytes(anchor.pem)
    (tmp_path / "signer.pem").write_bytes(signer.pem)
    (tmp_path / "signer.key").write_bytes(signer.key_pem)
    return Case(anchor, signer, signer.algorithms[number], tmp_path)


@pytest.mark.parametrize("attached", [False, True])
def test_openssl_accepts_ours_as_cades_and_refuses_another_content(
    case: Case, attached: bool
) -> None:
    (case.folder / "ours").write_bytes(case.sign(attached=attached))
    (case.folder / "other").write_bytes(CONTENT + b"!")
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "der", "-in", "ours"]
    command += ["-CAfile", "root.pem", "-purpose", "any", "-out", "opened"]
    if attached:
        assert case.accepts(command)
        assert (case.folder / "opened").read_bytes() == CONTENT
    else:
        assert case.accepts([*command, "-content", "content"])
        assert not case.accepts([*command, "-content", "other"])


def signed_by_openssl(case: Case) -> bytes:
    """Return a detached CAdES-BES of the same signer and algorithm made by OpenSSL."""
    command = ["openssl", "cms", "-sign", "-cades", "-binary", "-in", "content", "-outform", "der"]
    command += ["-signer", "signer.pem", "-inkey", "signer.key", "-out", "theirs"]
    command += ["-md", case.algorithm.digest]
    if case.algorithm.pss_salt is not None:
        command += ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"]
    assert case.accepts(command)
    return (case.folder / "theirs").read_bytes()


# What GnuTLS 3.7.9 does not know; checked below on signatures by OpenSSL, not assumed.
UNKNOWN_TO_GNUTLS = {"RSA-PSS-SHA384", "RSA-PSS-SHA512"}


def gnutls_accepts(case: Case, name: str, *, attached: bool) -> bool:
    command = ["certtool", "--p7-verify", "--inder", "--infile", name]
    command += ["--load-ca-certificate", "root.pem"]
    done = case.run(command if attached else [*command, "--load-data", "content"])
    return done.returncode == 0 and "Signature status: ok" in done.stdout + done.stderr


@pytest.mark.parametrize("attached", [False, True])
def test_gnutls_accepts_ours_wherever_it_knows_the_algorithm(case: Case, attached: bool) -> None:
    (case.folder / "ours").write_bytes(case.sign(attached=attached))
    (case.folder / "theirs").write_bytes(signed_by_openssl(case))
    known = case.algorithm.name not in UNKNOWN_TO_GNUTLS
    assert gnutls_accepts(case, "theirs", attached=False) == known
    assert gnutls_accepts(case, "ours", attached=attached) == known


def nss_accepts(case: Case, name: str) -> bool:
    command = ["cmsutil", "-D", "-d", "sql:nss", "-i", name, "-c", "content", "-n", "-h", "0"]
    done = case.run([*command, "-u", "4"])
    return "GoodSignature" in done.stdout + done.stderr


def test_nss_accepts_ours(case: Case) -> None:
    (case.folder / "ours").write_bytes(case.sign(attached=False))
    (case.folder / "theirs").write_bytes(signed_by_openssl(case))
    (case.folder / "nss").mkdir()
    assert case.accepts(["certutil", "-N", "-d", "sql:nss", "--empty-password"])
    trusted = ["-n", "root", "-t", "C,C,C", "-i", "root.pem"]
    assert case.accepts(["certutil", "-A", "-d", "sql:nss", *trusted])
    assert nss_accepts(case, "theirs")
    assert nss_accepts(case, "ours")


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def verify(case: Case, judge: PathJudge, signature: bytes, content: bytes) -> VerificationReport:
    trust = TrustMaterial(anchors=(case.anchor.der,), crls=(case.anchor.crl(),))
    stream = io.BytesIO(content)
    return verify_cades(signature, stream, trust=trust, judge=judge, offline=True)


def test_we_accept_what_openssl_signed_and_refuse_another_content(
    case: Case, judge: PathJudge
) -> None:
    theirs = signed_by_openssl(case)
    good = verify(case, judge, theirs, CONTENT)
    assert good.verdict is Verdict.GOOD, good
    assert good.signers[0].level == "BES"
    bad = verify(case, judge, theirs, CONTENT + b"!")
    assert bad.verdict is Verdict.BAD
    assert [each.code for each in bad.signers[0].reasons] == ["signature.content-changed"]


def test_we_accept_our_own(case: Case, judge: PathJudge) -> None:
    report = verify(case, judge, case.sign(attached=False), CONTENT)
    assert report.verdict is Verdict.GOOD
    assert report.signers[0].signing_time == NOW
    assert report.signers[0].subject == "Ivanova"
