"""Each rule for signed messages, one broken message each."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from asn1crypto import cms

from desktop_app.core.errors.inputs import ContentNeededError, NotSignatureError
from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms import ID_DATA, CadesWriter, sign_cades
from desktop_app.signing.der import OCTET_STRING, SEQUENCE, SET, elements, inner, tlv
from desktop_app.signing.verification import VerificationReport, verify_cades
from tests.certificates.authority import NOW, Issued, Wanted, root, rsa_key

CONTENT = b"document"
LOGIN = "2.25.253467914338281306542236153764139411907"


@pytest.fixture(scope="module")
def anchor() -> Issued:
    return root("Корень")


@pytest.fixture(scope="module")
def signer(anchor: Issued) -> Issued:
    return anchor.issue(Wanted("Иванова", snils="11223344595"), rsa_key())


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


Verify = Callable[..., VerificationReport]


@pytest.fixture
def verify(anchor: Issued, judge: PathJudge) -> Verify:
    trust = TrustMaterial(anchors=(anchor.der,), crls=(anchor.crl(),))

    def run(
        signature: bytes, content: bytes | None = CONTENT, content_type: str = ID_DATA
    ) -> VerificationReport:
        stream = None if content is None else io.BytesIO(content)
        return verify_cades(
            signature, stream, trust=trust, judge=judge, offline=True, content_type=content_type
        )

    return run


def made(
    signer: Issued,
    *,
    content: bytes | None = None,
    content_type: str = ID_DATA,
    change: Callable[[bytes], bytes] = lambda attributes: attributes,
    reference: Issued | None = None,
) -> bytes:
    """Sign; ``change`` rewrites the signed attributes before they are signed."""
    algorithm = signer.algorithms[0]
    writer = CadesWriter(signer.der, algorithm)
    if reference is not None:
        writer._reference = CadesWriter(reference.der, algorithm)._reference
    digest = hashlib.sha256(CONTENT).digest()
    attributes = change(writer.signed_attributes(digest, NOW, content_type))
    value = signer.sign_digest(hashlib.sha256(attributes).digest(), algorithm)
    return writer.assemble(attributes, value, content=content, content_type=content_type)


def codes(report: VerificationReport) -> list[str]:
    return [reason.code for signer in report.signers for reason in signer.reasons]


def without(kind: bytes) -> Callable[[bytes], bytes]:
    def change(attributes: bytes) -> bytes:
        return tlv(SET, *(each for each in elements(inner(attributes)) if kind not in each[:20]))

    return change


REFERENCE = bytes.fromhex("060b2a864886f70d010910022f")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")


def test_a_good_signature_tells_who_and_when(signer: Issued, verify: Verify) -> None:
    report = verify(made(signer))
    (who,) = report.signers
    assert report.verdict is Verdict.GOOD
    assert (who.subject, who.snils, who.level) == ("Иванова", "11223344595", "BES")
    assert who.signing_time == NOW
    assert who.certificate is not None
    assert [each.subject for each in who.path] == ["Иванова", "Корень"]


def test_an_attached_signature_brings_its_content(signer: Issued, verify: Verify) -> None:
    report = verify(made(signer, content=CONTENT), None)
    assert report.verdict is Verdict.GOOD
    assert report.content == CONTENT


def test_a_detached_signature_needs_its_content(signer: Issued, verify: Verify) -> None:
    with pytest.raises(ContentNeededError):
        verify(made(signer), None)


def test_a_changed_content_is_bad(signer: Issued, verify: Verify) -> None:
    report = verify(made(signer), b"another")
    assert report.verdict is Verdict.BAD
    assert codes(report) == ["signature.content-changed"]


def test_a_login_is_no_signature_on_a_document_and_the_other_way_round(
    signer: Issued, verify: Verify
) -> None:
    login = made(signer, content=CONTENT, content_type=LOGIN)
    assert codes(verify(login, None)) == ["signature.other-content-type"]
    assert verify(login, None, content_type=LOGIN).verdict is Verdict.GOOD
    document = made(signer, content=CONTENT)
    assert codes(verify(document, None, content_type=LOGIN)) == ["signature.other-content-type"]


def test_a_content_type_attribute_of_another_type_is_bad(signer: Issued, verify: Verify) -> None:
    other = CONTENT_TYPE + bytes.fromhex("310b06092a864886f70d010702")

    def change(attributes: bytes) -> bytes:
        rest = elements(inner(without(CONTENT_TYPE)(attributes)))
        return tlv(SET, *sorted([*rest, tlv(SEQUENCE, other)]))

    assert codes(verify(made(signer, change=change))) == ["signature.content-type-mismatch"]


def test_a_message_without_the_reference_to_its_certificate_is_bad(
    signer: Issued, verify: Verify
) -> None:
    report = verify(made(signer, change=without(REFERENCE)))
    assert codes(report) == ["signature.no-certificate-reference"]
    assert report.signers[0].level == "CMS"


def test_a_reference_to_another_certificate_is_bad(
    signer: Issued, anchor: Issued, verify: Verify
) -> None:
    other = anchor.issue(Wanted("Петров"))
    assert codes(verify(made(signer, reference=other))) == ["signature.other-certificate"]


def test_a_message_without_its_digest_is_bad(signer: Issued, verify: Verify) -> None:
    report = verify(made(signer, change=without(MESSAGE_DIGEST)))
    assert codes(report) == ["signature.content-changed"]


def test_an_attribute_given_twice_is_malformed(signer: Issued, verify: Verify) -> None:
    def change(attributes: bytes) -> bytes:
        each = elements(inner(attributes))
        return tlv(SET, *sorted([*each, each[0]]))

    with pytest.raises(NotSignatureError):
        verify(made(signer, change=change))


def test_a_signature_over_the_content_itself_is_bad(signer: Issued, verify: Verify) -> None:
    """Without signed attributes a signature on one thing could pass for one on another."""
    info = cms.ContentInfo.load(made(signer))
    signed = info["content"]["signer_infos"][0]
    value = signer.sign_digest(hashlib.sha256(CONTENT).digest(), signer.algorithms[0])
    parts = [each for each in elements(inner(bytes(signed.dump()))) if each[0] != 0xA0]
    parts[-1] = tlv(OCTET_STRING, value)
    rebuilt = _with_signers(info, tlv(SET, tlv(SEQUENCE, *parts)))
    assert codes(verify(rebuilt)) == ["signature.no-signed-attributes"]


def _with_signers(info: cms.ContentInfo, signers: bytes) -> bytes:
    parts = elements(inner(inner(bytes(info["content"].dump()))))
    whole = tlv(SEQUENCE, *parts[:-1], signers)
    kind = elements(inner(bytes(info.dump())))[0]
    return tlv(SEQUENCE, kind, tlv(0xA0, whole))


def test_a_broken_value_is_bad(signer: Issued, verify: Verify) -> None:
    broken = bytearray(made(signer))
    broken[-1] ^= 1
    assert codes(verify(bytes(broken))) == ["signature.broken"]


def test_without_the_certificate_nothing_can_be_told(signer: Issued, verify: Verify) -> None:
    info = cms.ContentInfo.load(made(signer))
    parts = elements(inner(inner(bytes(info["content"].dump()))))
    whole = tlv(SEQUENCE, *(each for each in parts if each[0] != 0xA0))
    kind = elements(inner(bytes(info.dump())))[0]
    report = verify(tlv(SEQUENCE, kind, tlv(0xA0, whole)))
    assert report.verdict is not Verdict.GOOD
    assert "signature.certificate-missing" in codes(report)


def test_the_worst_of_several_signers_decides(
    signer: Issued, anchor: Issued, verify: Verify
) -> None:
    other = anchor.issue(Wanted("Петров"))
    first, second = (cms.ContentInfo.load(made(each)) for each in (signer, other))
    infos = [bytes(each["content"]["signer_infos"][0].dump()) for each in (first, second)]
    both = _with_signers(first, tlv(SET, *sorted(infos)))
    report = verify(both)
    assert len(report.signers) == 2
    assert report.verdict is Verdict.UNKNOWN
    assert [each.verdict for each in report.signers].count(Verdict.GOOD) == 1


@pytest.mark.parametrize(
    "junk", [b"", b"\x30", b"\x30\x00", b"text", b"\x30\x80\x00\x00", b"\xff" * 99]
)
def test_what_is_no_signature_is_a_typed_error(junk: bytes, verify: Verify) -> None:
    with pytest.raises(NotSignatureError):
        verify(junk)


def test_a_constant_of_the_writer_is_encoded_once(signer: Issued) -> None:
    writer = CadesWriter(signer.der, signer.algorithms[0])
    calls = []

    def sign(attributes: bytes) -> bytes:
        calls.append(attributes)
        return signer.sign_message(attributes, writer.algorithm)

    digest = hashlib.sha256(CONTENT).digest()
    first = sign_cades(writer, sign, digest, signing_time=NOW)
    assert sign_cades(writer, sign, digest, signing_time=NOW) == first
    assert len(set(calls)) == 1
    assert replace(writer.algorithm) == writer.algorithm


def test_a_signature_over_gost_of_2001_is_called_obsolete_and_not_wrong(
    signer: Issued, verify: Verify
) -> None:
    """CMS names digest and key so (RFC 4490 sections 2.1 and 3)."""
    old = replace(
        signer.algorithms[0],
        digest_der=bytes.fromhex("300806062a8503020209"),
        signature_der=bytes.fromhex("300806062a8503020213"),
    )
    message = sign_cades(
        CadesWriter(signer.der, old),
        lambda attributes: b"\1" * 64,
        hashlib.sha256(CONTENT).digest(),
        signing_time=NOW,
    )
    report = verify(message)
    assert report.verdict is Verdict.UNKNOWN
    (reason,) = report.signers[0].reasons
    assert (reason.code, reason.data["algorithm"]) == (
        "signature.obsolete-algorithm",
        "ГОСТ Р 34.10-2001",
    )
