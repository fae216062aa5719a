"""Verifying CMS and CAdES signatures (RFC 5652, RFC 5126): signature, signer, path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    ContentNeededError,
    KeyMalformedError,
    NotCertificateError,
)
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import cut_certificate, read_certificate
from desktop_app.signing.chain import PathJudge, PathRequest, TrustMaterial
from desktop_app.signing.cms import ID_DATA
from desktop_app.signing.digests import CHUNK_BYTES, DIGEST_NAMES, Digest, digest_of, new_digest
from desktop_app.signing.gost_names import OBSOLETE_SIGNATURES
from desktop_app.signing.signature_check import signature_is_valid
from desktop_app.signing.signed_data import SignedMessage, Signer, read_signed_message


@dataclass(frozen=True, slots=True)
class SignerReport:
    """The judgement on one signer."""

    subject: str
    snils: str
    signing_time: datetime | None
    """As the signer claims; nobody else attests it without a time stamp."""
    timestamp: datetime | None
    """Time of a signature time stamp, unchecked here, or None."""
    level: str
    """``BES``, ``T``, ``LT`` or ``CMS`` (no reference to the signer's certificate)."""
    algorithm: str
    certificate: Certificate | None
    """None when the message does not carry it."""
    verdict: Verdict
    reasons: tuple[Reason, ...]
    path: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The verdict over all signers: the worst of theirs."""

    verdict: Verdict
    signers: tuple[SignerReport, ...]
    content: bytes | None = None
    """The signed content of an attached signature."""


def verify_cades(
    signature: bytes,
    content: BinaryIO | None,
    *,
    trust: TrustMaterial,
    judge: PathJudge,
    at: datetime | None = None,
    offline: bool = False,
    content_type: str = ID_DATA,
) -> VerificationReport:
    """Verify every signer of a CMS SignedData in DER or PEM.

    ``content`` is the signed file of a detached signature, read once in constant memory; an
    attached signature brings its own. A message of another ``content_type`` is bad: a login
    never passes for a document, nor the other way round. Raises ``NotSignatureError``,
    ``ContentNeededError`` and, where no library computes ГОСТ, ``GostMissingError``.
    """
    message = read_signed_message(signature)
    digests = _content_digests(message, content)
    reports = [
        _judge_signer(message, signer, digests, content_type, _Paths(trust, judge, at, offline))
        for signer in message.signers
    ]
    return VerificationReport(
        Verdict.worst(report.verdict for report in reports), tuple(reports), message.content
    )


def check_signers(
    signature: bytes, content: BinaryIO | None, content_type: str = ID_DATA
) -> VerificationReport:
    """Check each signature itself, and no certification path; otherwise as ``verify_cades``.

    This says that somebody with this certificate signed this very content, not that the
    certificate is worth anything.
    """
    message = read_signed_message(signature)
    digests = _content_digests(message, content)
    reports = [
        _judge_signer(message, signer, digests, content_type, None) for signer in message.signers
    ]
    return VerificationReport(
        Verdict.worst(report.verdict for report in reports), tuple(reports), message.content
    )


@dataclass(frozen=True, slots=True)
class _Paths:
    trust: TrustMaterial
    judge: PathJudge
    at: datetime | None
    offline: bool

    def request(self, certificate: bytes, carried: tuple[bytes, ...]) -> PathRequest:
        intermediates = (*self.trust.intermediates, *carried)
        trust = replace(self.trust, intermediates=intermediates)
        return PathRequest(certificate, trust, self.at, self.offline, "sign")


def _content_digests(message: SignedMessage, content: BinaryIO | None) -> dict[str, bytes]:
    wanted = {signer.digest for signer in message.signers} & set(DIGEST_NAMES)
    running: dict[str, Digest] = {name: new_digest(name) for name in wanted}
    if message.content is not None:
        _feed(running, message.content)
    elif content is None:
        raise ContentNeededError
    else:
        while chunk := content.read(CHUNK_BYTES):
            _feed(running, chunk)
    return {name: digest.digest() for name, digest in running.items()}


def _feed(running: dict[str, Digest], chunk: bytes) -> None:
    for digest in running.values():
        digest.update(chunk)


def _judge_signer(
    message: SignedMessage,
    signer: Signer,
    digests: dict[str, bytes],
    content_type: str,
    paths: _Paths | None,
) -> SignerReport:
    certificate = _read(signer.certificate)
    reasons = list(_message_reasons(message, signer, digests, content_type, certificate))
    path: tuple[Certificate, ...] = ()
    if certificate is not None and paths is not None:
        report = paths.judge.judge(paths.request(certificate.der, message.certificates))
        reasons.extend(report.reasons)
        path = report.path
    return SignerReport(
        subject="" if certificate is None else certificate.subject,
        snils="" if certificate is None else certificate.snils,
        signing_time=signer.signing_time,
        timestamp=signer.timestamp,
        level=signer.level,
        algorithm=signer.algorithm_name,
        certificate=certificate,
        verdict=Verdict.worst(reason.verdict for reason in reasons),
        reasons=tuple(reasons),
        path=path,
    )


@lru_cache(maxsize=16)
def _read(der: bytes | None) -> Certificate | None:
    """Read a signer's certificate; whoever signs much is read once."""
    try:
        return None if der is None else read_certificate(der)
    except NotCertificateError:
        return None


def _message_reasons(
    message: SignedMessage,
    signer: Signer,
    digests: dict[str, bytes],
    content_type: str,
    certificate: Certificate | None,
) -> list[Reason]:
    """Check what RFC 5652 section 5.4 and 5.6 and RFC 5035 section 5 ask for."""
    bad = [] if message.content_type == content_type else ["signature.other-content-type"]
    if signer.attributes is None:
        bad.append("signature.no-signed-attributes")
    elif signer.signed_content_type != message.content_type:
        bad.append("signature.content-type-mismatch")
    if not signer.reference_matches:
        bad.append("signature.other-certificate")
    if signer.attributes is not None and not signer.has_reference:
        bad.append("signature.no-certificate-reference")
    reasons = [Reason(code) for code in bad]
    if signer.digest not in digests:
        return [*reasons, _unsupported(signer)]
    if signer.attributes is not None and signer.message_digest != digests[signer.digest]:
        reasons.append(Reason("signature.content-changed"))
    if certificate is None:
        return [*reasons, Reason("signature.certificate-missing", verdict=Verdict.UNKNOWN)]
    return [*reasons, *_value_reasons(signer, certificate, digests[signer.digest])]


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
