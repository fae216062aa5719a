"""The path of a signer, judged for the moment at which the signature is known to have existed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, Purpose, TrustMaterial
from desktop_app.signing.long_term import LongTermData
from desktop_app.signing.stamp_verification import StampReport


@dataclass(frozen=True, slots=True)
class SignerPaths:
    """Asks the judge of paths with what one verification trusts."""

    trust: TrustMaterial
    stamp_trust: TrustMaterial
    """What time-stamp services are judged by."""
    judge: PathJudge
    at: datetime | None
    offline: bool

    def of_service(self, certificate: bytes, data: LongTermData) -> PathReport:
        """Judge the certificate of a time-stamp service."""
        return self._ask(certificate, data, self.stamp_trust, "stamp")

    def of_signer(
        self, certificate: bytes, data: LongTermData, stamps: Sequence[StampReport]
    ) -> PathReport:
        """Judge a signer: by the earliest good stamp, else as of now.

        A stamp of which nobody can tell whether it holds turns bad into «cannot tell».
        """
        report = self._ask(certificate, data, self.trust, "sign", _earliest(stamps, Verdict.GOOD))
        if report.judged_at is not None:
            return _with(report, "signature.stamped-in-time", report.judged_at, Verdict.GOOD)
        doubtful = _earliest(stamps, Verdict.UNKNOWN)
        if report.verdict is not Verdict.BAD or doubtful is None:
            return report
        then = self._ask(certificate, data, self.trust, "sign", doubtful)
        if then.judged_at is None or then.verdict is Verdict.BAD:
            return report
        return _with(then, "signature.stamp-doubtful", doubtful, Verdict.UNKNOWN)

    def _ask(
        self,
        certificate: bytes,
        data: LongTermData,
        trust: TrustMaterial,
        purpose: Purpose,
        existed_at: datetime | None = None,
    ) -> PathReport:
        return self.judge.judge(
            PathRequest(
                certificate, data.added_to(trust), self.at, self.offline, purpose, existed_at
            )
        )


def _earliest(stamps: Sequence[StampReport], verdict: Verdict) -> datetime | None:
    moments = (each.not_later_than for each in stamps if each.verdict is verdict)
    return min((moment for moment in moments if moment is not None), default=None)


def _with(report: PathReport, code: str, moment: datetime, verdict: Verdict) -> PathReport:
    note = Reason(code, {"time": moment.isoformat()}, verdict=verdict)
    reasons = (*report.reasons, note)
    worst = Verdict.worst((report.verdict, verdict))
    return replace(report, verdict=worst, reasons=reasons)
