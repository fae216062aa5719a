"""Paths, CRLs and OCSP over ГОСТ, all issued by OpenSSL's engine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathAnswer, PathJudge, PathReport, PathRequest, TrustMaterial
from desktop_app.signing.qualified import describe_certificate
from tests.certificates.gost_pki import GostPki, issue_gost_pki


@pytest.fixture(scope="module", params=[256, 512])
def pki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GostPki:
    return issue_gost_pki(tmp_path_factory.mktemp("gost"), request.param)


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


Ask = Callable[..., PathReport]


@pytest.fixture
def ask(judge: PathJudge, pki: GostPki) -> Ask:
    def run(
        name: str,
        anchors: tuple[bytes, ...] = (pki.der("root"),),
        between: tuple[bytes, ...] = (pki.der("middle"),),
        crls: tuple[bytes, ...] = pki.crls,
        ocsps: tuple[bytes, ...] = (),
    ) -> PathReport:
        trust = TrustMaterial(anchors, between, crls, ocsps)
        return judge.judge(PathRequest(pki.der(name), trust, offline=True, purpose="sign"))

    return run


def codes(report: PathReport) -> list[str]:
    return [reason.code for reason in report.reasons]


def altered(data: bytes, old: bytes, new: bytes) -> bytes:
    assert data.count(old) == 1
    return data.replace(old, new)


def test_a_path_with_lists_is_good(ask: Ask) -> None:
    report = ask("person")
    assert report.verdict is Verdict.GOOD
    subjects = [each.subject for each in report.path]
    assert subjects == ["Иванова Мария Петровна", "Учебный УЦ", "Учебный ГУЦ"]


def test_a_revoked_person_is_revoked(ask: Ask) -> None:
    report = ask("revoked")
    assert report.verdict is Verdict.BAD
    assert codes(report) == ["certificate.revoked"]
    assert report.reasons[0].data["reason"] == "key_compromise"


def test_without_lists_revocation_is_unknown(ask: Ask) -> None:
    report = ask("person", crls=())
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == ["path.revocation-unknown"]


@pytest.mark.parametrize("digest", ["sha1", "md_gost12_256", "md_gost12_512"])
@pytest.mark.parametrize("responder", ["ocsp", "middle"])
def test_a_responder_tells_good_from_revoked(
    pki: GostPki, ask: Ask, digest: str, responder: str
) -> None:
    """The delegated one has ocsp-nocheck, for which the validator makes a context of its own."""
    only_root = (pki.crl("root"),)
    good = ask("person", crls=only_root, ocsps=(pki.ocsp("person", digest, responder),))
    assert good.verdict is Verdict.GOOD
    bad = ask("revoked", crls=only_root, ocsps=(pki.ocsp("revoked", digest, responder),))
    assert codes(bad) == ["certificate.revoked"]


def test_an_altered_answer_and_an_altered_list_count_for_nothing(pki: GostPki, ask: Ask) -> None:
    only_root = (pki.crl("root"),)
    answer = bytearray(pki.ocsp("person", responder="middle"))
    place = answer.index(b"\x18\x0f20") + 5  # A digit of the time when it was made.
    answer[place] ^= 1
    assert ask("person", crls=only_root, ocsps=(bytes(answer),)).verdict is Verdict.UNKNOWN
    broken = pki.crl("middle")[:-1] + bytes((pki.crl("middle")[-1] ^ 1,))
    report = ask("person", crls=(*only_root, broken))
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == ["path.revocation-unknown"]


def test_an_altered_certificate_has_a_broken_signature(pki: GostPki, judge: PathJudge) -> None:
    leaf = altered(pki.der("person"), "врач".encode(), "враг".encode())
    trust = TrustMaterial((pki.der("root"),), (pki.der("middle"),), pki.crls)
    report = judge.judge(PathRequest(leaf, trust, offline=True))
    assert report.verdict is Verdict.BAD
    assert codes(report) == ["path.broken-signature"]


def test_a_namesake_with_another_key_does_not_end_the_path(
    ask: Ask, pki: GostPki, tmp_path: Path
) -> None:
    namesake = issue_gost_pki(tmp_path / "other", pki.bits).der("root")
    report = ask("person", anchors=(namesake,))
    assert report.verdict is Verdict.BAD
    assert codes(report) == ["path.same-name-other-key"]
    both = ask("person", anchors=(namesake, pki.der("root")))
    assert both.verdict is Verdict.GOOD
    assert both.path[-1].der == pki.der("root")


def test_without_root_or_authority_the_gap_is_told(ask: Ask) -> None:
    assert codes(ask("person", anchors=())) == ["path.root-missing"]
    assert codes(ask("person", between=())) == ["path.intermediate-missing"]


# The sets of the root's key, and those for tests only (RFC 9215 section 4.2).
SETS = {
    256: ("06072a850302022301", "06072a850302022300"),
    512: ("06092a85030701020102" + "01", "06092a85030701020102" + "00"),
}


def test_an_anchor_on_an_unknown_curve_makes_it_unknown_and_not_wrong(
    pki: GostPki, ask: Ask
) -> None:
    old, new = SETS[pki.bits]
    anchor = altered(pki.der("root"), bytes.fromhex(old), bytes.fromhex(new))
    report = ask("person", anchors=(anchor,))
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == ["path.algorithm-unsupported"]


@pytest.mark.parametrize("octet", [0x00, 0xFF])
def test_an_anchor_whose_point_lies_nowhere_is_told_as_malformed(
    pki: GostPki, ask: Ask, octet: int
) -> None:
    whole = pki.der("root")
    start = whole.index(bytes.fromhex("0440" if pki.bits == 256 else "048180"))
    start += 2 if pki.bits == 256 else 3
    size = pki.bits // 4
    anchor = whole[:start] + bytes((octet,)) * size + whole[start + size :]
    report = ask("person", anchors=(anchor,))
    assert report.verdict is Verdict.BAD
    assert codes(report) == ["certificate.key-malformed"]
    assert report.reasons[0].data["detail"] == "the point is off its curve"


def test_the_fields_of_a_qualified_certificate_are_read(pki: GostPki) -> None:
    described = describe_certificate(pki.der("person"))
    names = {each.name: each.value for each in described.subject}
    assert (names["snils"], names["inn"]) == ("11223344595", "770000000036")
    assert described.subject_tool == "Учебный токен"
    assert described.issuer_tools == (
        "Учебное СКЗИ 1.0",
        "Учебный УЦ 1.0",
        "Заключение № 1",
        "Заключение № 2",
    )
    assert described.tool_classes == ("КС1", "КС2")
    assert described.identification_kind == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # subjectSignTool as an INTEGER, issuerSignTool and identificationKind cut short.
        (b"\x0c\x19" + "Учебный токен".encode(), b"\x02\x19" + "Учебный токен".encode()),
        (b"\x0c\x1b" + "Учебное СКЗИ 1.0".encode(), b"\x0c\x7f" + "Учебное СКЗИ 1.0".encode()),
        (b"\x04\x03\x02\x01\x00", b"\x04\x03\x02\x05\x00"),
    ],
    ids=["another type", "a length too great", "a number cut short"],
)
def test_a_malformed_extension_is_left_empty(pki: GostPki, old: bytes, new: bytes) -> None:
    whole = pki.der("person")
    described = describe_certificate(altered(whole, old, new))
    before = describe_certificate(whole)
    changed = [
        name
        for name in ("subject_tool", "issuer_tools", "identification_kind")
        if getattr(described, name) != getattr(before, name)
    ]
    assert len(changed) == 1


WITHOUT_LIBRARIES = """
import sys

def refuse(event, arguments):
    if event == "ctypes.dlopen" and str(arguments[0]).startswith(("libgnutls", "libgcrypt")):
        raise OSError("hidden")

sys.addaudithook(refuse)
from desktop_app.signing.path_worker import run_worker
run_worker()
"""


def test_without_a_library_it_is_unknown_and_the_reason_is_told(pki: GostPki) -> None:
    trust = TrustMaterial((pki.der("root"),), (pki.der("middle"),), pki.crls)
    question = msgspec.json.encode(PathRequest(pki.der("person"), trust, offline=True))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARIES],
        input=question + b"\n",
        capture_output=True,
        timeout=60,
        check=True,
    )
    answer = msgspec.json.decode(done.stdout, type=PathAnswer)
    assert answer.verdict is Verdict.UNKNOWN
    assert {reason.code for reason in answer.reasons} == {"path.gost-not-computed"}
    assert answer.reasons[0].data["detail"] == "hidden; hidden"
    assert len(answer.path) == 3
