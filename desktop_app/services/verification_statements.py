"""Answers to what people ask of a signature: the document, the time, the path, revocation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.file_verification import JudgedSignature
from desktop_app.signing.stamp_verification import StampReport
from desktop_app.signing.verification import SignerReport

Question = Literal["content", "time", "path", "revocation", "unknown"]
_TERM = ("certificate.expired", "certificate.not-yet-valid", "certificate.key-malformed")
_REVOKED = "certificate.revoked"
_UNKNOWN_REVOCATION = "path.revocation-"
_STAMPED = "signature.stamped-in-time"
_LATER = ("pdf.filled-later", "pdf.long-term-data-added")


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer: the phrase ``verification.PHRASE`` with its data."""

    question: Question
    verdict: Verdict
    phrase: str
    data: dict[str, object] = field(default_factory=dict)


def statements_of(judged: JudgedSignature, *, offline: bool) -> tuple[Statement, ...]:
    """Return the answers; ``offline`` when nothing was asked over the network."""
    if judged.signer is None:
        return () if judged.stamp is None else (_stamped(judged.stamp),)
    signer = judged.signer
    path = _path(signer)
    return (
        _content(signer),
        _time(signer),
        path,
        _revocation(signer, path),
        *_not_known(signer, offline=offline),
    )


def _content(signer: SignerReport) -> Statement:
    found = [each for each in signer.reasons if each.code.startswith(("signature.", "pdf."))]
    bad = _of(found, Verdict.BAD)
    if bad:
        return Statement("content", Verdict.BAD, "content-bad", {"reasons": _codes(bad)})
    unknown = [each for each in _of(found, Verdict.UNKNOWN) if "stamp" not in each.code]
    if unknown:
        return Statement(
            "content", Verdict.UNKNOWN, "content-unknown", {"reasons": _codes(unknown)}
        )
    later = any(each.code in _LATER for each in found)
    return Statement("content", Verdict.GOOD, "content-added" if later else "content-good")


def _time(signer: SignerReport) -> Statement:
    for stamp in signer.stamps:
        if stamp.verdict is Verdict.GOOD and stamp.not_later_than == signer.not_later_than:
            return _stamped(stamp)
    doubtful = [each for each in signer.stamps if each.verdict is Verdict.UNKNOWN]
    if doubtful:
        return _stamped(doubtful[0])
    if signer.stamps:
        return _stamped(signer.stamps[0])
    if signer.signing_time is None:
        return Statement("time", Verdict.UNKNOWN, "time-none")
    data: dict[str, object] = {"time": signer.signing_time}
    return Statement("time", Verdict.UNKNOWN, "time-claimed", data)


def _stamped(stamp: StampReport) -> Statement:
    data: dict[str, object] = {"time": stamp.not_later_than, "service": stamp.service}
    data["reasons"] = _codes(stamp.reasons)
    return Statement("time", stamp.verdict, f"time-{stamp.verdict}", data)


def _path(signer: SignerReport) -> Statement:
    if signer.certificate is None:
        return Statement("path", Verdict.UNKNOWN, "path-no-certificate")
    found = [
        each
        for each in signer.reasons
        if each.code in _TERM
        or (each.code.startswith("path.") and not each.code.startswith(_UNKNOWN_REVOCATION))
    ]
    for verdict in (Verdict.BAD, Verdict.UNKNOWN):
        if _of(found, verdict):
            data: dict[str, object] = {"reasons": _codes(_of(found, verdict))}
            return Statement("path", verdict, f"path-{verdict}", data)
    root = signer.path[-1].subject if signer.path else ""
    data = {"issuer": signer.certificate.issuer, "root": root}
    then = [each for each in signer.reasons if each.code == _STAMPED]
    if then:
        return Statement("path", Verdict.GOOD, "path-then", data | {"time": then[0].data["time"]})
    return Statement("path", Verdict.GOOD, "path-good", data)


def _revocation(signer: SignerReport, path: Statement) -> Statement:
    revoked = [each for each in signer.reasons if each.code == _REVOKED]
    if revoked:
        data: dict[str, object] = {"time": revoked[0].data.get("revoked_at")}
        return Statement("revocation", Verdict.BAD, "revocation-bad", data)
    unknown = any(each.code.startswith(_UNKNOWN_REVOCATION) for each in signer.reasons)
    if unknown:
        return Statement("revocation", Verdict.UNKNOWN, "revocation-unknown")
    if path.verdict is not Verdict.GOOD:
        return Statement("revocation", Verdict.UNKNOWN, "revocation-no-path")
    then = [each for each in signer.reasons if each.code == _STAMPED]
    if then:
        data = {"time": then[0].data["time"]}
        return Statement("revocation", Verdict.GOOD, "revocation-then", data)
    return Statement("revocation", Verdict.GOOD, "revocation-good")


def _not_known(signer: SignerReport, *, offline: bool) -> Iterator[Statement]:
    """Say what another look, with a network, could still tell."""
    reasons = [*signer.reasons, *(each for stamp in signer.stamps for each in stamp.reasons)]
    missing = {
        each.code
        for each in reasons
        if each.code.startswith(_UNKNOWN_REVOCATION)
        or each.code in ("path.intermediate-missing", "path.root-missing")
    }
    if offline and missing:
        data: dict[str, object] = {"reasons": sorted(missing)}
        yield Statement("unknown", Verdict.UNKNOWN, "unknown-offline", data)


def _of(reasons: Sequence[Reason], verdict: Verdict) -> list[Reason]:
    return [each for each in reasons if each.verdict is verdict]


def _codes(reasons: Sequence[Reason]) -> list[str]:
    return list(dict.fromkeys(each.code for each in reasons))
