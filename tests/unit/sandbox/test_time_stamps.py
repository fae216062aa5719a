"""The training time-stamp service, asked and judged by OpenSSL and by the program."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import requests
from asn1crypto import algos, tsp
from cryptography import x509

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import ISSUING, ROOT, TIME_STAMPS
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.pki_server import TIME_STAMP_PATH, PkiServer
from desktop_app.sandbox.time_stamps import POLICY, answer_time_stamp
from desktop_app.signing.der import inner
from desktop_app.signing.time_stamp import TimeStampRequest, read_answer
from desktop_app.signing.time_stamp_check import flaw_of
from tests.certificates.openssl_gost import openssl

DATA = b"signature"


def question(**changes: object) -> bytes:
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": hashlib.sha256(DATA).digest(),
    }
    fields = {"version": "v1", "message_imprint": imprint, "cert_req": True, **changes}
    return bytes(tsp.TimeStampReq(fields).dump())


def cause_of(answer: bytes) -> object:
    status = tsp.PKIStatusInfo.load(inner(answer), strict=True)
    return status["status"].native, status["fail_info"].native


@pytest.mark.parametrize("options", [("-cert",), ()], ids=["with its certificate", "without"])
def test_openssl_asks_over_http_and_accepts_the_answer(
    authority: Authority, pki: PkiServer, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "data").write_bytes(DATA)
    ask = ["ts", "-query", "-data", tmp_path / "data", "-sha512", *options]
    openssl(*ask, "-out", tmp_path / "query")
    answer = requests.post(
        f"{authority.pki_url}{TIME_STAMP_PATH}", (tmp_path / "query").read_bytes(), timeout=10
    )
    assert answer.headers["Content-Type"] == "application/timestamp-reply"
    (tmp_path / "reply").write_bytes(answer.content)
    verify = ["ts", "-verify", "-queryfile", tmp_path / "query", "-in", tmp_path / "reply"]
    untrusted = tmp_path / "untrusted.pem"
    above = authority.certificate_file(ISSUING).read_bytes()
    untrusted.write_bytes(authority.certificate_file(TIME_STAMPS).read_bytes() + above)
    root = authority.certificate_file(ROOT)
    assert "Verification: OK" in openssl(*verify, "-CAfile", root, "-untrusted", untrusted)


@pytest.mark.parametrize("digest", ["sha256", "streebog256", "streebog512"])
def test_the_program_accepts_what_it_asked_for(authority: Authority, digest: str) -> None:
    request = TimeStampRequest(DATA, digest)
    at = utc_now()
    token = read_answer(answer_time_stamp(authority, request.encode(), at), request)
    assert (token.policy, token.time, flaw_of(token)) == (POLICY, at.replace(microsecond=0), "")
    assert token.stands_for(DATA)


def test_the_certificate_is_for_time_stamps_alone(authority: Authority) -> None:
    extension = authority.holder(TIME_STAMPS).certificate.extensions.get_extension_for_class(
        x509.ExtendedKeyUsage
    )
    assert extension.critical
    assert list(extension.value) == [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]


BAD_IMPRINT = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"short"}
OLD_IMPRINT = {
    "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha1"}),
    "hashed_message": bytes(20),
}
EXTENSION = {"extn_id": "1.2.3.4", "extn_value": b"\x05\x00"}


@pytest.mark.parametrize(
    ("asked", "cause"),
    [
        (b"", "bad_request"),
        (b"\x30\x80", "bad_request"),
        (question() + b"\0", "bad_request"),
        (question(message_imprint=OLD_IMPRINT), "bad_alg"),
        (question(message_imprint=BAD_IMPRINT), "bad_data_format"),
        (question(req_policy="1.2.3"), "unaccepted_policy"),
        (question(extensions=[EXTENSION]), "unaccepted_extensions"),
    ],
    ids=["nothing", "unfinished", "a tail", "SHA-1", "length", "policy", "extension"],
)
def test_what_it_does_not_take_is_refused_by_name(
    authority: Authority, asked: bytes, cause: str
) -> None:
    assert cause_of(answer_time_stamp(authority, asked, utc_now())) == ("rejection", {cause})


def test_each_stamp_has_a_number_of_its_own(authority: Authority) -> None:
    request = TimeStampRequest(DATA, "sha256")
    answers = [answer_time_stamp(authority, request.encode(), utc_now()) for _ in range(3)]
    assert len({read_answer(each, request).serial_number for each in answers}) == 3
