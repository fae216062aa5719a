"""Judging a path for a signature that is known to have existed at some moment.

A certificate that expired or was revoked later was good then, and the word on that must come
from before its term ended: authorities drop expired certificates from their lists.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from asn1crypto import core, crl, ocsp, pem, x509

from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.chain import PathAnswer, PathRequest, TrustMaterial
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.path_decision import Rules, collect, decide
from desktop_app.signing.revocation_data import readable_crls, readable_ocsps

_PAST = Rules(later_word=True)
_log = logging.getLogger(__name__)


def judge(request: PathRequest) -> PathAnswer:
    """Judge one path: now, and where that is not good, as of ``existed_at``.

    A revocation before that moment is final.
    """
    answer = decide(request)
    moment = request.existed_at
    if moment is None or request.at is not None:
        return answer
    try:
        if _is_final(answer, moment):
            return answer
        return _as_of(request, moment, answer)
    except Exception as error:  # noqa: BLE001 - a stranger's bytes may break any reader
        _log.info("path not judged for the past: %s: %s", type(error).__name__, error)
        return answer


def _is_final(answer: PathAnswer, moment: datetime) -> bool:
    """Tell whether the judgement for now holds for ``moment`` too."""
    if answer.verdict is Verdict.GOOD:
        return all(
            x509.Certificate.load(der).not_valid_before <= moment for der in answer.path[:-1]
        )
    return any(_revoked_before(reason, moment) for reason in answer.reasons)


def _revoked_before(reason: Reason, moment: datetime) -> bool:
    if reason.code != "certificate.revoked":
        return False
    return datetime.fromisoformat(str(reason.data["revoked_at"])) <= moment


def _as_of(request: PathRequest, moment: datetime, now: PathAnswer) -> PathAnswer:
    past = replace(request, at=moment)
    trust, unreachable, asked = request.trust, now.unreachable, now.asked
    if not request.offline:
        fetched = collect(past, _PAST)
        unreachable = tuple(dict.fromkeys((*unreachable, *fetched.silent)))
        asked = asked or fetched.asked
        trust = _with_fetched(trust, [_der(body) for body in fetched.bodies], fetched.fetched)
    leaf = x509.Certificate.load(request.certificate)
    usable = replace(
        trust,
        crls=tuple(_lists_in_time(trust.crls, leaf)),
        ocsps=tuple(_responses_in_time(trust.ocsps, leaf)),
    )
    answer = decide(replace(past, trust=usable, offline=True), _PAST)
    return replace(answer, unreachable=unreachable, asked=asked, judged_at=moment)


def _with_fetched(
    trust: TrustMaterial, bodies: list[bytes], issuers: tuple[bytes, ...]
) -> TrustMaterial:
    """What was fetched is offered as everything that it may be; readers leave out the rest."""
    return replace(
        trust,
        intermediates=(*trust.intermediates, *issuers),
        crls=(*trust.crls, *bodies),
        ocsps=(*trust.ocsps, *bodies),
    )


def _der(body: bytes) -> bytes:
    try:
        return bytes(pem.unarmor(body)[2]) if pem.detect(body[:64]) else body
    except MALFORMED:
        return body


def _lists_in_time(encodings: tuple[bytes, ...], leaf: x509.Certificate) -> Iterator[bytes]:
    """Leave out lists of the leaf's issuer in whose silence nothing lies.

    A list that was made after the leaf's term may have dropped it, unless it says that it keeps
    expired certificates (X.509 section 9.5.2.8). One that names the leaf speaks.
    """
    serial = bytes(core.Integer(leaf.serial_number).dump())
    for encoding in encodings:
        for parsed in readable_crls((encoding,)):
            in_time = parsed.issuer != leaf.issuer or _made(parsed) <= leaf.not_valid_after
            if in_time or _keeps_expired(parsed) or (serial in encoding and _names(parsed, leaf)):
                yield encoding


def _made(parsed: crl.CertificateList) -> datetime:
    moment: datetime = parsed["tbs_cert_list"]["this_update"].native
    return moment


def _keeps_expired(parsed: crl.CertificateList) -> bool:
    extensions = parsed["tbs_cert_list"]["crl_extensions"] or ()
    return any(each["extn_id"].dotted == "2.5.29.60" for each in extensions)


def _names(parsed: crl.CertificateList, leaf: x509.Certificate) -> bool:
    entries = parsed["tbs_cert_list"]["revoked_certificates"] or ()
    return any(each["user_certificate"].native == leaf.serial_number for each in entries)


def _responses_in_time(encodings: tuple[bytes, ...], leaf: x509.Certificate) -> Iterator[bytes]:
    """Leave out responses after the leaf's term that call it good: they need not know it."""
    for encoding in encodings:
        for parsed in readable_ocsps((encoding,)):
            if all(_speaks(each, leaf) for each in _single(parsed)):
                yield encoding


def _single(parsed: ocsp.OCSPResponse) -> Iterator[ocsp.SingleResponse]:
    if parsed["response_status"].native == "successful":
        yield from parsed.basic_ocsp_response["tbs_response_data"]["responses"]


def _speaks(response: ocsp.SingleResponse, leaf: x509.Certificate) -> bool:
    ours = response["cert_id"]["serial_number"].native == leaf.serial_number
    in_time = response["this_update"].native <= leaf.not_valid_after
    return not ours or in_time or response["cert_status"].name == "revoked"
