"""What a certificate may be used for (RFC 5280 sections 4.2.1.3 and 4.2.1.12)."""

from __future__ import annotations

from asn1crypto import x509

from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.certificates import certificate_id

TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
_CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
_ANY_PURPOSE = "2.5.29.37.0"


def purpose_reasons(certificate: x509.Certificate, purpose: str) -> tuple[Reason, ...]:
    """Return why a certificate is not for ``sign``, ``login``, ``stamp``; nothing for ``any``.

    Signing takes digitalSignature or nonRepudiation, signing in takes digitalSignature and,
    where purposes are listed, clientAuth. An absent extension permits everything, but a
    time-stamp service must have timeStamping alone, critical (RFC 3161 section 2.3).
    """
    usage = certificate.key_usage_value
    uses = None if usage is None else set(usage.native)
    purposes = {str(each.dotted) for each in certificate.extended_key_usage_value or ()}
    if purpose == "stamp":
        fits = (
            purposes == {TIME_STAMPING} and "extended_key_usage" in certificate.critical_extensions
        )
    elif purpose == "sign":
        fits = uses is None or bool(uses & {"digital_signature", "non_repudiation"})
    elif purpose == "login":
        fits = (uses is None or "digital_signature" in uses) and (
            not purposes or bool(purposes & {_CLIENT_AUTH, _ANY_PURPOSE})
        )
    else:
        fits = True
    if fits:
        return ()
    identifier = certificate_id(certificate.dump())
    return (Reason("path.wrong-usage", {"purpose": purpose}, identifier, Verdict.BAD),)
