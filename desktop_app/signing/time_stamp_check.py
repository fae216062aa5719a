"""Whether a time stamp's own signature and certificate hold (RFC 3161 section 2.3)."""

from __future__ import annotations

from asn1crypto import x509

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotCertificateError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.digests import digest_of
from desktop_app.signing.message_check import Expected, message_reasons
from desktop_app.signing.purpose import purpose_reasons
from desktop_app.signing.time_stamp import TST_INFO, TimeStampToken

_CERTIFICATE = {
    "signature.other-certificate",
    "signature.no-certificate-reference",
    "signature.certificate-missing",
    "certificate.key-malformed",
}
_SIGNATURE = {"signature.broken", "signature.content-changed"}


def flaw_of(token: TimeStampToken) -> str:
    """Return what is wrong with a token, an empty string when nothing is.

    ``form``: it breaks a rule of the format. ``certificate``: it carries none, or another than
    it names. ``purpose``: the certificate is not for time stamps alone. ``term``: it was not in
    force then. ``signature``: the value does not fit. ``algorithm``: this cannot be computed
    here. The path of the certificate is judged elsewhere.
    """
    (signer,) = token.message.signers
    if signer.certificate is None:
        return "certificate"
    try:
        certificate = read_certificate(signer.certificate)
        if purpose_reasons(x509.Certificate.load(certificate.der), "stamp"):
            return "purpose"
        digests = {signer.digest: digest_of(token.message.content or b"", signer.digest)}
        found = message_reasons(token.message, signer, digests, Expected(TST_INFO), certificate)
    except AlgorithmUnsupportedError:
        return "algorithm"
    except (NotCertificateError, *MALFORMED):
        return "certificate"
    if found:
        return _word(found[0])
    return "" if certificate.not_before <= token.time <= certificate.not_after else "term"


def _word(reason: Reason) -> str:
    if reason.code in _CERTIFICATE:
        return "certificate"
    if reason.code in _SIGNATURE:
        return "signature"
    return "algorithm" if reason.verdict is Verdict.UNKNOWN else "form"
