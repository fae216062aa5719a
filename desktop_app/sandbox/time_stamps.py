"""The training authority's time-stamp service (RFC 3161, RFC 5816)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from asn1crypto import cms, tsp

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import ISSUING, TIME_STAMPS
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.der import MALFORMED, SEQUENCE, tlv
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_names import DIGESTS as GOST_DIGESTS
from desktop_app.signing.time_stamp import TST_INFO

POLICY: Final = "2.25.298553973724676383438225808835187468850"
"""The only policy: stamps of a training service, worth nothing outside it."""
_IMPRINT_BYTES: Final = {"sha256": 32, "sha384": 48, "sha512": 64} | dict(
    zip(GOST_DIGESTS, (32, 64), strict=True)
)
"""Digests that are taken, with the length of an imprint."""
_SERIAL_BITS: Final = 127


def answer_time_stamp(authority: Authority, question: bytes, at: datetime) -> bytes:
    """Return the TimeStampResp (DER) to a TimeStampReq, over the imprint that it names.

    What cannot be read, another policy, an unknown digest and extensions are refused, each
    with its own bit of PKIFailureInfo (RFC 3161 section 2.4.2).
    """
    try:
        asked = tsp.TimeStampReq.load(question, strict=True)
        _ = asked.native
    except MALFORMED:
        return _refusal("bad_request")
    imprint = asked["message_imprint"]
    length = _IMPRINT_BYTES.get(imprint["hash_algorithm"]["algorithm"].native)
    if length is None:
        return _refusal("bad_alg")
    if asked["version"].native != "v1" or len(imprint["hashed_message"].native) != length:
        return _refusal("bad_data_format")
    if asked["req_policy"].native not in (None, POLICY):
        return _refusal("unaccepted_policy")
    if asked["extensions"].native:
        return _refusal("unaccepted_extensions")
    token = cms.ContentInfo.load(_token(authority, asked, at))
    if not asked["cert_req"].native:
        token["content"]["certificates"] = None
    answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
    return bytes(answer.dump(force=True))


def _token(authority: Authority, asked: tsp.TimeStampReq, at: datetime) -> bytes:
    fields = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": secrets.randbits(_SERIAL_BITS),
        "gen_time": at.replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if asked["nonce"].native is not None:
        fields["nonce"] = asked["nonce"]
    info = tsp.TSTInfo(fields).dump()
    key = authority.holder(TIME_STAMPS).key
    algorithm = algorithms_for(key.public_key_info)[0]
    service, above = (authority.certificate_der(name) for name in (TIME_STAMPS, ISSUING))
    return sign_cades(
        CadesWriter(service, algorithm, [above]),
        key.sign,
        digest_of(info, algorithm.digest),
        content=info,
        content_type=TST_INFO,
        signing_time=at,
    )


def _refusal(cause: str) -> bytes:
    # asn1crypto's TimeStampResp wants a token always.
    return tlv(SEQUENCE, tsp.PKIStatusInfo({"status": "rejection", "fail_info": {cause}}).dump())
