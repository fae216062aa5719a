"""Verifying CMS and CAdES signatures (RFC 5652, RFC 5126): signature, signer, path."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import ContentNeededError, NotCertificateError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms import ID_DATA
from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP
from desktop_app.signing.digests import CHUNK_BYTES, DIGEST_NAMES, Digest, new_digest
from desktop_app.signing.long_term import LongTermData, carried_by
from desktop_app.signing.message_check import Expected, message_reasons
from desktop_app.signing.signed_data import SignedMessage, Signer, read_signed_message
from desktop_app.signing.signer_paths import SignerPaths
from desktop_app.signing.stamp_verification import MAX_STAMPS, StampReport, judge_stamp


@dataclass(frozen=True, slots=True)
class SignerReport:
    """The judgement on one signer."""

    subject: str
    snils: str
    signing_time: datetime | None
    """As the signer claims; nobody else attests it without a time stamp."""
    timestamp: datetime | None
    """Time of the best of ``stamps``, or None."""
    level: str
    """``BES``, ``T``, ``LT`` or ``CMS`` (no reference to the signer's certificate)."""
    algorithm: str
    certificate: Certificate | None
    """None when the message does not carry it."""
    verdict: Verdict
    reasons: tuple[Reason, ...]
    path: tuple[Certificate, ...]
    stamps: tuple[StampReport, ...] = ()
    """The judgement on each stamp on the signature or around it."""

    @property
    def not_later_than(self) -> datetime | None:
        """The signature existed then at the latest, by a trusted stamp."""
        good = (each.not_later_than for each in self.stamps if each.verdict is Verdict.GOOD)
        return min((moment for moment in good if moment is not None), default=None)


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
    stamp_trust: TrustMaterial | None = None,
    at: datetime | None = None,
    offline: bool = False,
    content_type: str = ID_DATA,
) -> VerificationReport:
    """Verify every signer of a CMS SignedData in DER or PEM.

    ``content`` is the signed file of a detached signature, read once in constant memory; an
    attached signature brings its own. Time-stamp services are judged by ``stamp_trust``, or by
    ``trust`` without it. A signature with a trusted stamp is judged as of the stamp. A message
    of another ``content_type`` is bad: a login never passes for a document, nor the other way
    round. Raises ``NotSignatureError``, ``ContentNeededError`` and, where no library computes
    ГОСТ, ``GostMissingError``.
    """
    paths = SignerPaths(trust, stamp_trust or trust, judge, at, offline)
    return verify_message(signature, content, Wanted(paths, Expected(content_type)))


def check_signers(
    signature: bytes, content: BinaryIO | None, content_type: str = ID_DATA
) -> VerificationReport:
    """Check each signature itself, and no certification path; otherwise as ``verify_cades``.

    This says that somebody with this certificate signed this very content, not that the
    certificate is worth anything.
    """
    return verify_message(signature, content, Wanted(None, Expected(content_type)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a message is to be judged."""

    paths: SignerPaths | None
    """None: neither paths nor time stamps are judged."""
    expected: Expected = field(default_factory=Expected)
    carried: LongTermData = field(default_factory=LongTermData)
    """What stands around the message for its later readers."""
    stamped_around: tuple[StampReport, ...] = ()
    """Stamps on something that the message is part of."""


def verify_message(
    signature: bytes, content: BinaryIO | None, wanted: Wanted
) -> VerificationReport:
    """Verify every signer of a message. Raises as ``verify_cades`` does."""
    message = read_signed_message(signature)
    digests = _content_digests(message, content)
    around = wanted.carried.and_more(LongTermData(certificates=message.certificates))
    reports = tuple(
        _judge_signer(
            message, signer, digests, wanted, around.and_more(carried_by(message.crls, signer.cut))
        )
        for signer in message.signers
    )
    verdict = Verdict.worst(report.verdict for report in reports)
    return VerificationReport(verdict, reports, message.content)


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
    wanted: Wanted,
    carried: LongTermData,
) -> SignerReport:
    certificate = _read(signer.certificate)
    reasons = message_reasons(message, signer, digests, wanted.expected, certificate)
    stamps = wanted.stamped_around
    path: tuple[Certificate, ...] = ()
    if wanted.paths is not None:
        stamps = (*_stamps(signer, wanted.paths), *stamps)
    if wanted.paths is not None and certificate is not None:
        report = wanted.paths.of_signer(certificate.der, carried, stamps)
        reasons.extend(report.reasons)
        path = report.path
    return SignerReport(
        subject="" if certificate is None else certificate.subject,
        snils="" if certificate is None else certificate.snils,
        signing_time=signer.signing_time,
        timestamp=_stamped(stamps),
        level=_level(signer, stamps, carried),
        algorithm=signer.algorithm_name,
        certificate=certificate,
        verdict=Verdict.worst(reason.verdict for reason in reasons),
        reasons=tuple(reasons),
        path=path,
        stamps=stamps,
    )


def _stamps(signer: Signer, paths: SignerPaths) -> tuple[StampReport, ...]:
    tokens = signer.cut.values_of(SIGNATURE_TIME_STAMP)
    return tuple(
        judge_stamp(each, lambda token: token.stands_for(signer.signature), paths.of_service)
        for each in tokens[:MAX_STAMPS]
    )


def _level(signer: Signer, stamps: tuple[StampReport, ...], carried: LongTermData) -> str:
    if not signer.has_reference:
        return "CMS"
    if not any(map(_is_whole, stamps)):
        return "BES"
    return "LT" if carried.tells_of_revocation else "T"


def _stamped(stamps: tuple[StampReport, ...]) -> datetime | None:
    """Return the time of the best stamp: the earliest good one, else the earliest whole one."""
    for candidates in (
        [each for each in stamps if each.verdict is Verdict.GOOD],
        [each for each in stamps if _is_whole(each)],
    ):
        times = [each.time for each in candidates if each.time is not None]
        if times:
            return min(times)
    return None


def _is_whole(stamp: StampReport) -> bool:
    """Tell whether a stamp is on this signature and rightly signed, whoever signed it."""
    return all(reason.code != "stamp.flawed" for reason in stamp.reasons)


@lru_cache(maxsize=16)
def _read(der: bytes | None) -> Certificate | None:
    """Read a signer's certificate; whoever signs much is read once."""
    try:
        return None if der is None else read_certificate(der)
    except NotCertificateError:
        return None
