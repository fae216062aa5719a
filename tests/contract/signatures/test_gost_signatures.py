"""CAdES over ГОСТ: ours before OpenSSL's engine and GnuTLS, theirs and TC26's before ours."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from asn1crypto import pem

from desktop_app.core.verdicts import Verdict
from desktop_app.signing import second_opinion
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import cut_message, with_time_stamps
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_keys import read_gost_key
from desktop_app.signing.gost_signing import GostPrivateKey
from desktop_app.signing.time_stamp import read_token
from desktop_app.signing.time_stamp_check import flaw_of
from desktop_app.signing.verification import VerificationReport, verify_cades
from tests.certificates.authority import NOW
from tests.certificates.gost_pki import GostPki, issue_gost_pki
from tests.certificates.real_authorities import FOLDER

CONTENT = "Согласие на передачу сведений\n".encode() * 40
SIGNERS = ("person", "revoked", "ocsp", "tsa")
"""Between them they have keys on every curve of their size."""
CRYPTOPRO_A = ("1.2.643.2.2.35.1", "1.2.643.2.2.36.0", "1.2.643.7.1.2.1.1.2")
KNOWN_TO_GNUTLS = (*CRYPTOPRO_A, "1.2.643.7.1.2.1.2.1")


@pytest.fixture(scope="module", params=[256, 512])
def pki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GostPki:
    return issue_gost_pki(tmp_path_factory.mktemp("gost"), request.param)


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def key_of(pki: GostPki, name: str) -> GostPrivateKey:
    """Return a key that OpenSSL made.

    The engine writes the secret into PKCS#8 as bare octets, the least significant first.
    """
    encoded = pem.unarmor((pki.folder / f"{name}.key").read_bytes())[2]
    public = read_gost_key(cut_certificate(pki.der(name)).public_key_info)
    secret = encoded[-pki.bits // 8 :][::-1]
    return GostPrivateKey(pki.bits, public.parameter_set, public.point, secret)


def signed_by_us(pki: GostPki, name: str, *, attached: bool) -> bytes:
    key = key_of(pki, name)
    algorithm = algorithms_for(key.public_key_info)[0]
    return sign_cades(
        CadesWriter(pki.der(name), algorithm, [pki.der("middle")]),
        lambda attributes: key.sign(digest_of(attributes, algorithm.digest)),
        digest_of(CONTENT, algorithm.digest),
        content=CONTENT if attached else None,
        signing_time=NOW,
    )


Verify = Callable[..., VerificationReport]


@pytest.fixture
def verify(pki: GostPki, judge: PathJudge) -> Verify:
    def run(signature: bytes, content: bytes | None = CONTENT) -> VerificationReport:
        trust = TrustMaterial((pki.der("root"),), (pki.der("middle"),), pki.crls)
        stream = None if content is None else io.BytesIO(content)
        return verify_cades(signature, stream, trust=trust, judge=judge, offline=True)

    return run


def codes(report: VerificationReport) -> list[str]:
    return [reason.code for signer in report.signers for reason in signer.reasons]


def test_openssl_accepts_ours_and_refuses_another_content(pki: GostPki) -> None:
    for name in SIGNERS:
        detached = signed_by_us(pki, name, attached=False)
        assert pki.accepts(detached, CONTENT)
        assert not pki.accepts(detached, CONTENT + b"!")
        assert pki.accepts(signed_by_us(pki, name, attached=True), None)
        assert (pki.folder / "opened").read_bytes() == CONTENT


def gnutls_accepts(pki: GostPki, signature: bytes) -> bool:
    pki.write("content", CONTENT)
    command = ["certtool", "--p7-verify", "--inder", "--infile", pki.write("ours", signature)]
    command += ["--load-ca-certificate", "root.pem", "--load-data", "content"]
    done = subprocess.run(command, cwd=pki.folder, capture_output=True, text=True, check=False)
    return done.returncode == 0 and "Signature status: ok" in done.stdout + done.stderr


def test_gnutls_accepts_ours_where_it_knows_the_curves(pki: GostPki) -> None:
    """It must know those of the signer and of both authorities; theirs shows that it does."""
    accepted = set()
    for name in SIGNERS:
        curves = {key_of(pki, each).curve for each in (name, "middle", "root")}
        known = curves <= set(KNOWN_TO_GNUTLS)
        assert gnutls_accepts(pki, pki.sign(CONTENT, attached=False, name=name)) == known
        assert gnutls_accepts(pki, signed_by_us(pki, name, attached=False)) == known
        accepted.add(known)
    assert accepted == {True, False}


@pytest.mark.parametrize("attached", [False, True])
def test_we_accept_what_openssl_signed_and_refuse_another_content(
    pki: GostPki, verify: Verify, attached: bool
) -> None:
    theirs = pki.sign(CONTENT, attached=attached)
    good = verify(theirs, None if attached else CONTENT)
    assert good.verdict is Verdict.GOOD, good
    (signer,) = good.signers
    assert (signer.level, signer.subject) == ("BES", "Иванова Мария Петровна")
    assert signer.snils == "11223344595"
    assert signer.algorithm == f"ГОСТ Р 34.10-2012 {pki.bits}"
    assert [each.subject for each in signer.path][1:] == ["Учебный УЦ", "Учебный ГУЦ"]
    if attached:
        assert good.content == CONTENT
    else:
        assert codes(verify(theirs, CONTENT + b"!")) == ["signature.content-changed"]


def test_we_accept_our_own_and_tell_a_revoked_signer(pki: GostPki, verify: Verify) -> None:
    assert verify(signed_by_us(pki, "person", attached=False)).verdict is Verdict.GOOD
    revoked = verify(signed_by_us(pki, "revoked", attached=False))
    assert codes(revoked) == ["certificate.revoked"]


def test_a_changed_signature_is_broken(pki: GostPki, verify: Verify) -> None:
    ours = bytearray(signed_by_us(pki, "person", attached=False))
    ours[-1] ^= 1
    assert codes(verify(bytes(ours))) == ["signature.broken"]


def test_a_signature_cut_by_an_octet_is_broken_and_no_crash(pki: GostPki, verify: Verify) -> None:
    key = key_of(pki, "person")
    algorithm = algorithms_for(key.public_key_info)[0]
    cut = sign_cades(
        CadesWriter(pki.der("person"), algorithm),
        lambda attributes: key.sign(digest_of(attributes, algorithm.digest))[:-1],
        digest_of(CONTENT, algorithm.digest),
        signing_time=NOW,
    )
    assert codes(verify(cut)) == ["signature.broken"]


def test_the_second_opinion_computes_gost(pki: GostPki) -> None:
    for name in SIGNERS:
        ours, certificate = signed_by_us(pki, name, attached=True), pki.der(name)
        assert second_opinion.flaw_of(ours, CONTENT, certificate) == ""
        assert second_opinion.flaw_of(ours, CONTENT + b"!", certificate) == "content"
        assert second_opinion.flaw_of(ours, CONTENT, pki.der("root")) == "certificate"
        broken = ours[:-1] + bytes((ours[-1] ^ 1,))
        assert second_opinion.flaw_of(broken, CONTENT, certificate) == "signature"


def test_a_stamp_of_openssl_holds(pki: GostPki) -> None:
    token = read_token(pki.time_stamp(b"signature"))
    assert token.digest == f"streebog{pki.bits}"
    assert token.stands_for(b"signature")
    assert not token.stands_for(b"another")
    assert flaw_of(token) == ""
    spoiled = read_token(token.der[:-1] + bytes((token.der[-1] ^ 1,)))
    assert flaw_of(spoiled) == "signature"


def test_a_stamp_on_a_signature_makes_it_a_stamped_one(pki: GostPki, verify: Verify) -> None:
    theirs = cut_message(pki.sign(CONTENT, attached=False))
    stamped = with_time_stamps(theirs, lambda signer: pki.time_stamp(signer.value))
    report = verify(stamped.encode())
    assert report.verdict is Verdict.GOOD, report
    assert report.signers[0].level == "T"
    assert report.signers[0].timestamp is not None
    elsewhere = with_time_stamps(theirs, lambda signer: pki.time_stamp(b"something else"))
    assert verify(elsewhere.encode()).signers[0].level == "BES"


@pytest.mark.parametrize(
    ("name", "attributes"), [("tc26-signed_a111", True), ("tc26-signed_a121", False)]
)
def test_the_examples_of_tc26_verify_as_signatures(
    judge: PathJudge, name: str, attributes: bool
) -> None:
    """Р 1323565.1.025-2019 appendix A.1; the certificates lack basicConstraints."""
    trust = TrustMaterial((), tuple(_certificates()))
    report = verify_cades(
        (FOLDER / f"{name}.pem").read_bytes(), None, trust=trust, judge=judge, offline=True
    )
    (signer,) = report.signers
    assert report.content == "Контрольный пример для структуры SignedData.".encode("cp1251")
    assert signer.certificate is not None
    of_the_signature = [code for code in codes(report) if code.startswith("signature.")]
    lacks = "signature.no-certificate-reference" if attributes else "signature.no-signed-attributes"
    assert of_the_signature == [lacks]
    assert report.verdict is Verdict.BAD


def _certificates() -> Iterator[bytes]:
    for path in sorted(Path(FOLDER).glob("tc26-*_cert.pem")):
        yield pem.unarmor(path.read_bytes())[2]
