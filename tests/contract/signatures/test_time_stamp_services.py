"""Our client before the time-stamp service of OpenSSL, and our CAdES-T before its verifier."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from desktop_app.core.errors.signatures import (
    TimeStampClockError,
    TimeStampError,
    TimeStampInvalidError,
    TimeStampNoServiceError,
    TimeStampRefusedError,
    TimeStampUnreachableError,
)
from desktop_app.services.time_stamping import StampLimits, TimeStamper
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP, cut_message
from tests.certificates.authority import DAY, EMAIL, NOW, Key, Wanted, ec_key, root, rsa_key
from tests.certificates.time_stamp_service import (
    POLICY,
    WANTED,
    OpensslStamps,
    granted,
    served,
    trickling,
)

CONTENT = "Согласие\n".encode()
DATA = b"signature"
OPTIONS = ("-content", "content", "-purpose", "any", "-out", "/dev/null")
ANCHOR = root("Корень службы", rsa_key())
PERSONS = root("Корень")
USAGE = ("digital_signature", "content_commitment")
SIGNER = PERSONS.issue(Wanted("Иванова", usage=USAGE), rsa_key())
KEYS: dict[str, Callable[[], Key]] = {"RSA": rsa_key, "EC": ec_key}


def stamper(address: str, **more: object) -> TimeStamper:
    return TimeStamper(address, ssl.create_default_context, "", **more)  # type: ignore[arg-type]


@pytest.fixture(params=KEYS)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> OpensslStamps:
    key = KEYS[request.param]()
    return OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, key), ANCHOR)


def signed() -> bytes:
    algorithm = SIGNER.algorithms[0]
    return sign_cades(
        CadesWriter(SIGNER.der, algorithm),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.sha256(CONTENT).digest(),
        signing_time=NOW,
    )


def openssl(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["openssl", *command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_openssl_accepts_the_stamp_and_still_the_signature(
    service: OpensslStamps, tmp_path: Path
) -> None:
    before = signed()
    with served(service.answer) as address:
        after = stamper(address).stamp_message(before)
    (was,), (has,) = cut_message(before).signers, cut_message(after).signers
    assert (was.before, was.signature) == (has.before, has.signature)
    token = has.attribute(SIGNATURE_TIME_STAMP)
    assert token is not None
    for name, content in {"token": token, "value": has.value, "cms": after}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "tsa.pem").write_bytes(ANCHOR.pem)
    (tmp_path / "persons.pem").write_bytes(PERSONS.pem)
    verify = ("ts", "-verify", "-token_in", "-in", "token", "-CAfile", "tsa.pem")
    judged = openssl(tmp_path, *verify, "-data", "value")
    assert judged.returncode == 0, judged.stderr
    assert openssl(tmp_path, *verify, "-data", "content").returncode != 0
    command = ("cms", "-verify", "-cades", "-binary", "-inform", "der", "-in", "cms")
    judged = openssl(tmp_path, *command, "-CAfile", "persons.pem", *OPTIONS)
    assert judged.returncode == 0, judged.stderr


def test_pyhanko_trusts_the_stamp(service: OpensslStamps) -> None:
    with served(service.answer) as address:
        after = stamper(address).stamp_message(signed())
    trusted = [asn1.Certificate.load(PERSONS.der)]
    status = asyncio.run(
        async_validate_detached_cms(
            CONTENT,
            cms.ContentInfo.load(after)["content"],
            signer_validation_context=ValidationContext(trust_roots=trusted),
            ts_validation_context=ValidationContext(
                trust_roots=[asn1.Certificate.load(ANCHOR.der)]
            ),
        )
    )
    assert status.bottom_line, status.summary()
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.trusted


def test_a_stamp_tells_what_the_service_says(service: OpensslStamps) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    with served(service.answer) as address:
        token = stamper(address).stamp(b"signature", "sha256")
    assert (token.policy, token.accuracy_seconds) == (POLICY, 1.5)
    assert token.stands_for(b"signature")
    assert not token.stands_for(b"another")
    assert before <= token.time <= datetime.now(UTC)


def test_a_signature_that_has_a_stamp_gets_no_second_one(service: OpensslStamps) -> None:
    with served(service.answer) as address:
        once = stamper(address).stamp_message(signed())
        assert stamper(address).stamp_message(once) == once
    assert len(service.asked) == 1


def test_an_answer_to_another_question_is_refused(tmp_path: Path) -> None:
    service = OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, ec_key()))
    kept: list[bytes] = []

    def replay(question: bytes) -> bytes:
        kept.append(service.answer(question))
        return kept[0]

    with served(replay) as address:
        stamper(address).stamp(b"signature", "sha256")
        with pytest.raises(TimeStampInvalidError) as same_data:
            stamper(address).stamp(b"signature", "sha256")
        with pytest.raises(TimeStampInvalidError) as other_data:
            stamper(address).stamp(b"other", "sha256")
    assert (same_data.value.detail, other_data.value.detail) == ("nonce", "imprint")


def test_a_stamp_with_a_wrong_signature_is_refused(tmp_path: Path) -> None:
    service = OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, rsa_key()))

    def broken(question: bytes) -> bytes:
        answer = service.answer(question)
        return answer[:-1] + bytes([answer[-1] ^ 1])

    with served(broken) as address:
        assert failure(stamper(address)).data()["detail"] == "signature"


LAPSED = replace(WANTED, not_after=NOW - 5 * DAY)


@pytest.mark.parametrize(
    ("wanted", "detail"),
    [
        (WANTED, ""),
        (replace(WANTED, purposes_critical=False), "purpose"),
        (replace(WANTED, purposes=()), "purpose"),
        (replace(WANTED, purposes=(*WANTED.purposes, EMAIL)), "purpose"),
        (LAPSED, "term"),
    ],
)
def test_a_certificate_that_is_not_for_stamps_is_refused(wanted: Wanted, detail: str) -> None:
    service = ANCHOR.issue(wanted)
    with served(lambda question: granted(question, service, DATA)) as address:
        if detail:
            assert failure(stamper(address)).data()["detail"] == detail
        else:
            assert stamper(address).stamp(DATA, "sha256").stands_for(DATA)


def failure(client: TimeStamper) -> TimeStampError:
    with pytest.raises(TimeStampError) as caught:
        client.stamp(DATA, "sha256")
    return caught.value


def test_a_service_that_does_not_know_the_digest_says_so(tmp_path: Path) -> None:
    service = OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, ec_key()))
    service.configure("sha512", "sha256")
    with served(service.answer) as address:
        error = failure(stamper(address))
    assert isinstance(error, TimeStampRefusedError)
    assert error.detail == "bad-algorithm"
    assert error.host in address


def test_a_clock_that_is_wrong_is_named(tmp_path: Path) -> None:
    service = OpensslStamps.of(tmp_path / "tsa", ANCHOR.issue(WANTED, ec_key()))
    with served(service.answer) as address:
        error = failure(stamper(address, now=lambda: datetime.now(UTC) + DAY))
    assert isinstance(error, TimeStampClockError)
    assert abs(error.seconds - 86_400) < 600


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0" * (1 << 21), b"\x30\x03\x02\x01\x00"])
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with served(lambda _question: answer) as address:
        assert isinstance(
            failure(stamper(address)), TimeStampInvalidError | TimeStampUnreachableError
        )


def test_a_service_that_fails_is_unreachable() -> None:
    with served(lambda _question: b"", 503) as address:
        assert failure(stamper(address)).data()["detail"] == "status"
    assert failure(stamper(address)).data()["detail"] == "connection"


def test_an_answer_that_trickles_ends_in_time() -> None:
    limits = StampLimits(step=0.3, total=0.5)
    with trickling() as address:
        assert failure(stamper(address, limits=limits)).data()["detail"] == "slow"


@pytest.mark.parametrize("address", ["", "ftp://tsa.example", "tsa.example", "http://", "http://["])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(TimeStampNoServiceError):
        stamper(address)
