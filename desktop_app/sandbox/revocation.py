"""CRLs (RFC 5280) and OCSP answers (RFC 6960) of the training authority."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import core, ocsp
from cryptography import x509

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_book import IssuedCertificate
from desktop_app.sandbox.authority_names import RESPONDERS
from desktop_app.sandbox.authority_signatures import sign_list, signed
from desktop_app.sandbox.certificate_profile import authority_identifier, key_identifier
from desktop_app.signing.der import MALFORMED, SEQUENCE, tlv
from desktop_app.signing.digests import digest_of

FRESH: Final = timedelta(days=7)
"""How long a CRL or an OCSP answer may be used."""
_BACK: Final = timedelta(minutes=5)
"""How far answers date back, for clocks that lag."""
_EXPLICIT_0: Final = 0xA0


def build_crl(authority: Authority, issuer: str, at: datetime) -> bytes:
    """Return the DER of a full CRL of ``issuer`` as of ``at``."""
    holder = authority.holder(issuer)
    at = at.replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(holder.certificate.subject)
        .last_update(at - _BACK)
        .next_update(at + FRESH)
        .add_extension(authority_identifier(holder.key.public_key_info), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for line in authority.book.lines():
        if line.issuer == issuer and line.revoked_at is not None:
            builder = builder.add_revoked_certificate(_revoked(line, line.revoked_at))
    return sign_list(builder, holder.key)


def _revoked(line: IssuedCertificate, revoked_at: datetime) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(line.serial_number)
        .revocation_date(revoked_at)
        .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        .build()
    )


def answer_ocsp(authority: Authority, issuer: str, request_der: bytes, at: datetime) -> bytes:
    """Return the DER of the answer to an OCSP request about one certificate.

    A request that cannot be read gets ``malformedRequest``; one about another issuer or an
    unknown serial number gets ``unauthorized`` (RFC 6960 section 2.3).
    """
    try:
        request = ocsp.OCSPRequest.load(request_der, strict=True)
        _ = request.native
        (asked,) = request["tbs_request"]["request_list"]
    except MALFORMED:
        return _response("malformed_request")
    line = _line_for(authority, issuer, asked["req_cert"])
    if line is None or issuer not in RESPONDERS:
        return _response("unauthorized")
    return _response("successful", _signed_answer(authority, request, line, at))


def _line_for(authority: Authority, issuer: str, asked: ocsp.CertId) -> IssuedCertificate | None:
    name = authority.holder(issuer).certificate.subject.public_bytes()
    digest = _digest(name, asked["hash_algorithm"]["algorithm"].native)
    if digest != asked["issuer_name_hash"].native:
        return None
    wanted = issuer, asked["serial_number"].native
    lines = authority.book.lines()
    return next((line for line in lines if (line.issuer, line.serial_number) == wanted), None)


def _digest(data: bytes, name: str) -> bytes:
    """Return the digest that a CertID asks for; empty for one that is unknown here."""
    if name == "sha1":  # What nearly everybody asks with (RFC 5019 section 2.1.1).
        return hashlib.sha1(data, usedforsecurity=False).digest()
    try:
        return digest_of(data, name)
    except AlgorithmUnsupportedError:
        return b""


def _signed_answer(
    authority: Authority, request: ocsp.OCSPRequest, line: IssuedCertificate, at: datetime
) -> bytes:
    responder = RESPONDERS[line.issuer]
    key = authority.holder(responder).key
    at = at.replace(microsecond=0)
    single = {
        "cert_id": request["tbs_request"]["request_list"][0]["req_cert"],
        "cert_status": _status(line.revoked_at),
        "this_update": at - _BACK,
        "next_update": at + FRESH,
    }
    data: dict[str, object] = {
        "responder_id": ocsp.ResponderId("by_key", key_identifier(key.public_key_info)),
        "produced_at": at,
        "responses": [single],
    }
    if request.nonce_value is not None:
        nonce = {"extn_id": "nonce", "extn_value": request.nonce_value}
        data["response_extensions"] = [nonce]
    # A root speaks for itself and everybody has it; a delegated responder shows who it is.
    shown = [] if responder == line.issuer else [authority.certificate_der(responder)]
    carried = [tlv(_EXPLICIT_0, tlv(SEQUENCE, each)) for each in shown]
    return signed(ocsp.ResponseData(data).dump(), key, *carried)


def _status(revoked_at: datetime | None) -> ocsp.CertStatus:
    if revoked_at is None:
        return ocsp.CertStatus("good")
    told = {
        "revocation_time": revoked_at.replace(microsecond=0),
        "revocation_reason": "key_compromise",
    }
    return ocsp.CertStatus("revoked", ocsp.RevokedInfo(told))


def _response(status: str, basic: bytes | None = None) -> bytes:
    content: dict[str, object] = {"response_status": status}
    if basic is not None:
        kept = core.ParsableOctetString(basic)
        content["response_bytes"] = {"response_type": "basic_ocsp_response", "response": kept}
    return bytes(ocsp.OCSPResponse(content).dump())
