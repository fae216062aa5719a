"""Judging a time stamp: what it stands for, who signed it, and whether that service is trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    NotCertificateError,
    NotSignatureError,
)
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathReport
from desktop_app.signing.long_term import LongTermData, carried_by
from desktop_app.signing.time_stamp import TimeStampToken, read_token
from desktop_app.signing.time_stamp_check import flaw_of

MAX_STAMPS = 8
"""Most stamps of one signature that are looked at."""
JudgePath = Callable[[bytes, LongTermData], PathReport]
"""Judges the certificate of a service (DER), with what the stamp carries."""


@dataclass(frozen=True, slots=True)
class StampReport:
    """The judgement on one time stamp."""

    time: datetime | None
    """As the stamp states; None when it cannot be read."""
    accuracy_seconds: float | None
    service: str
    """Name in the service's certificate; empty when the stamp does not carry it."""
    certificate: Certificate | None
    digest: str
    """Of what was stamped, for example ``sha256``."""
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    path: tuple[Certificate, ...] = ()

    @property
    def not_later_than(self) -> datetime | None:
        """What was stamped existed then at the latest."""
        if self.time is None:
            return None
        return self.time + timedelta(seconds=self.accuracy_seconds or 0.0)


def judge_stamp(
    der: bytes, stands_for: Callable[[TimeStampToken], bool], judge_path: JudgePath
) -> StampReport:
    """Judge a TimeStampToken; ``stands_for`` tells whether it is on the right data.

    A stamp on something else, or with a wrong signature, is bad and its service is not looked
    at; good needs a trusted path of a certificate that is for time stamps alone.
    """
    try:
        token = read_token(der)
    except NotSignatureError:
        reason = Reason("stamp.flawed", {"detail": "form"})
        return StampReport(None, None, "", None, "", Verdict.BAD, (reason,))
    certificate = _certificate(token)
    flaw = _imprint_flaw(token, stands_for) or flaw_of(token)
    if flaw or certificate is None:
        unknown = flaw == "algorithm"
        reasons: tuple[Reason, ...] = (
            Reason(
                "stamp.flawed",
                {"detail": flaw or "certificate"},
                "" if certificate is None else certificate.id,
                Verdict.UNKNOWN if unknown else Verdict.BAD,
            ),
        )
        return _report(token, certificate, reasons)
    path = judge_path(certificate.der, _carried(token))
    return _report(token, certificate, path.reasons, path.path)


def _report(
    token: TimeStampToken,
    certificate: Certificate | None,
    reasons: tuple[Reason, ...],
    path: tuple[Certificate, ...] = (),
) -> StampReport:
    return StampReport(
        time=token.time,
        accuracy_seconds=token.accuracy_seconds,
        service="" if certificate is None else certificate.subject,
        certificate=certificate,
        digest=token.digest,
        verdict=Verdict.worst(reason.verdict for reason in reasons),
        reasons=reasons,
        path=path,
    )


def _imprint_flaw(token: TimeStampToken, stands_for: Callable[[TimeStampToken], bool]) -> str:
    try:
        return "" if stands_for(token) else "imprint"
    except AlgorithmUnsupportedError:
        return "algorithm"


def _certificate(token: TimeStampToken) -> Certificate | None:
    (signer,) = token.message.signers
    try:
        return None if signer.certificate is None else read_certificate(signer.certificate)
    except NotCertificateError:
        return None


def _carried(token: TimeStampToken) -> LongTermData:
    (signer,) = token.message.signers
    own = LongTermData(certificates=token.message.certificates)
    return own.and_more(carried_by(token.message.crls, signer.cut))
