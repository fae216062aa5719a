"""Whether a time stamp's own signature and certificate hold (RFC 3161 section 2.3)."""

from __future__ import annotations

from asn1crypto import x509

from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    KeyMalformedError,
    NotCertificateError,
)
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import cut_certificate, read_certificate
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.digests import digest_of
from desktop_app.signing.purpose import purpose_reasons
from desktop_app.signing.signature_check import signature_is_valid
from desktop_app.signing.signed_data import Signer
from desktop_app.signing.time_stamp import TST_INFO, TimeStampToken


def flaw_of(token: TimeStampToken) -> str:
    """Return what is wrong with a token, an empty string when nothing is.

    ``form``: it breaks a rule of the format. ``certificate``: it carries none, or another than
    it names. ``purpose``: the certificate is not for time stamps alone. ``term``: it was not in
    force then. ``signature``: the value does not fit. ``algorithm``: this cannot be computed
    here. The path of the certificate is judged elsewhere.
    """
    (signer,) = token.message.signers
    if signer.attributes is None or signer.signed_content_type != TST_INFO:
        return "form"
    if signer.certificate is None or not (signer.has_reference and signer.reference_matches):
        return "certificate"
    try:
        certificate = read_certificate(signer.certificate)
        if purpose_reasons(x509.Certificate.load(certificate.der), "stamp"):
            return "purpose"
        if not certificate.not_before <= token.time <= certificate.not_after:
            return "term"
        return "" if _is_signed(token, signer, certificate.der) else "signature"
    except AlgorithmUnsupportedError:
        return "algorithm"
    except (NotCertificateError, KeyMalformedError, *MALFORMED):
        return "certificate"


def _is_signed(token: TimeStampToken, signer: Signer, certificate: bytes) -> bool:
    key = cut_certificate(certificate).public_key_info
    algorithm = algorithm_from(key, signer.algorithm, signer.digest)
    content, attributes = token.message.content or b"", signer.attributes or b""
    if algorithm.digest != signer.digest:
        return False
    if signer.message_digest != digest_of(content, signer.digest):
        return False
    digest = digest_of(attributes, signer.digest)
    return signature_is_valid(key, algorithm, digest, signer.signature)
