"""Whether a signed message holds by itself: digest, attributes, reference, signature value."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, KeyMalformedError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.cms import ID_DATA
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_names import OBSOLETE_SIGNATURES
from desktop_app.signing.signature_check import signature_is_valid
from desktop_app.signing.signed_data import SignedMessage, Signer


@dataclass(frozen=True, slots=True)
class Expected:
    """What a message must be."""

    content_type: str = ID_DATA
    """A message of another type is bad: a login never passes for a document."""
    with_reference: bool = True
    """The signer's certificate must be named among the signed attributes, as CAdES wants."""


def message_reasons(
    message: SignedMessage,
    signer: Signer,
    digests: dict[str, bytes],
    expected: Expected,
    certificate: Certificate | None,
) -> list[Reason]:
    """Check what RFC 5652 section 5.4 and 5.6 and RFC 5035 section 5 ask for.

    ``digests`` are the content's, by name; ``certificate`` is the signer's, where it is there.
    """
    reasons = [Reason(code) for code in _form_flaws(message, signer, expected)]
    if signer.digest not in digests:
        return [*reasons, _unsupported(signer)]
    if signer.attributes is not None and signer.message_digest != digests[signer.digest]:
        reasons.append(Reason("signature.content-changed"))
    if certificate is None:
        return [*reasons, Reason("signature.certificate-missing", verdict=Verdict.UNKNOWN)]
    return [*reasons, *_value_reasons(signer, certificate, digests[signer.digest])]


def _form_flaws(message: SignedMessage, signer: Signer, expected: Expected) -> list[str]:
    bad = []
    if message.content_type != expected.content_type:
        bad.append("signature.other-content-type")
    if signer.attributes is None:
        bad.append("signature.no-signed-attributes")
    elif signer.signed_content_type != message.content_type:
        bad.append("signature.content-type-mismatch")
    if not signer.reference_matches:
        bad.append("signature.other-certificate")
    if expected.with_reference and signer.attributes is not None and not signer.has_reference:
        bad.append("signature.no-certificate-reference")
    return bad


def _value_reasons(signer: Signer, certificate: Certificate, digest: bytes) -> list[Reason]:
    key = cut_certificate(certificate.der).public_key_info
    try:
        algorithm = algorithm_from(key, signer.algorithm, signer.digest)
        if algorithm.digest != signer.digest:
            return [Reason("signature.broken", certificate=certificate.id)]
        if signer.attributes is not None:
            digest = digest_of(signer.attributes, algorithm.digest)
        if signature_is_valid(key, algorithm, digest, signer.signature):
            return []
    except AlgorithmUnsupportedError:
        return [_unsupported(signer)]
    except KeyMalformedError as error:
        data: dict[str, object] = {"detail": error.detail}
        return [Reason("certificate.key-malformed", data, certificate.id)]
    return [Reason("signature.broken", certificate=certificate.id)]


def _unsupported(signer: Signer) -> Reason:
    obsolete = OBSOLETE_SIGNATURES.get(signer.algorithm_name)
    code = "signature.algorithm-unsupported" if obsolete is None else "signature.obsolete-algorithm"
    data: dict[str, object] = {"algorithm": obsolete or signer.algorithm_name}
    return Reason(code, data, verdict=Verdict.UNKNOWN)
