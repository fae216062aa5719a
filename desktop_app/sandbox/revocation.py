"""CRLs (RFC 5280) and OCSP answers (RFC 6960) of the training authority."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from desktop_app.sandbox.authority import Authority, IssuedCertificate
from desktop_app.sandbox.authority_names import ISSUING, OCSP, ROOT

FRESH: Final = timedelta(days=7)
"""How long a CRL or an OCSP answer may be used."""


def build_crl(authority: Authority, issuer: str, at: datetime) -> bytes:
    """Return the DER of a full CRL of ``issuer`` as of ``at``."""
    holder = authority.holder(issuer)
    at = at.replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(holder.certificate.subject)
        .last_update(at - timedelta(minutes=5))
        .next_update(at + FRESH)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(holder.public_key), critical=False
        )
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for line in authority.book():
        if line.issuer == issuer and line.revoked_at is not None:
            builder = builder.add_revoked_certificate(_revoked(line, line.revoked_at))
    return builder.sign(holder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _revoked(line: IssuedCertificate, revoked_at: datetime) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(line.serial_number)
        .revocation_date(revoked_at)
        .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        .build()
    )


def answer_ocsp(authority: Authority, issuer: str, request_der: bytes, at: datetime) -> bytes:
    """Return the DER of the answer to one OCSP request.

    A request that cannot be read gets ``malformedRequest``; one about another issuer or an
    unknown serial number gets ``unauthorized`` (RFC 6960 section 2.3).
    """
    try:
        request = ocsp.load_der_ocsp_request(request_der)
    except ValueError:
        return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    line = _line_for(authority, issuer, request)
    if line is None or issuer not in (ISSUING, ROOT):
        return _unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    return _successful(authority, issuer, request, line, at)


def _line_for(
    authority: Authority, issuer: str, request: ocsp.OCSPRequest
) -> IssuedCertificate | None:
    digest = hashes.Hash(request.hash_algorithm)
    digest.update(authority.holder(issuer).certificate.subject.public_bytes())
    if digest.finalize() != request.issuer_name_hash:
        return None
    same = (line for line in authority.book() if line.serial_number == request.serial_number)
    return next((line for line in same if line.issuer == issuer), None)


def _successful(
    authority: Authority,
    issuer: str,
    request: ocsp.OCSPRequest,
    line: IssuedCertificate,
    at: datetime,
) -> bytes:
    # The delegated responder speaks for the issuing authority only; the root speaks for itself.
    responder = authority.holder(OCSP if issuer == ISSUING else ROOT)
    at = at.replace(microsecond=0)
    revoked = line.revoked_at is not None
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            request.issuer_name_hash,
            request.issuer_key_hash,
            line.serial_number,
            request.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            at - timedelta(minutes=5),
            at + FRESH,
            line.revoked_at,
            x509.ReasonFlags.key_compromise if revoked else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    )
    if issuer == ISSUING:
        builder = builder.certificates([responder.certificate])
    for extension in request.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            builder = builder.add_extension(extension.value, critical=False)
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
