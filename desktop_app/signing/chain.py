"""Judging certification paths (RFC 5280 section 6) in a worker process that can be killed."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import msgspec

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.state import WorkerFailedError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.decoding import decode_json
from desktop_app.signing.launch import own_command
from desktop_app.signing.line_process import LineProcess, ProcessError, ProcessHung
from desktop_app.signing.path_siblings import Siblings

Purpose = Literal["sign", "login", "stamp", "any"]
TIME_LIMIT_SECONDS = 20.0
REMEMBERED_SECONDS = 30.0
_MOST_REMEMBERED = 64
_START_SECONDS = 15.0
_READY = b"{}"


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """What a path may be built from: DER of certificates, CRLs and OCSP responses."""

    anchors: tuple[bytes, ...] = ()
    """Trusted roots; an expired anchor ends a path as an expired one."""
    intermediates: tuple[bytes, ...] = ()
    """Certificates that may stand between; nothing is trusted by being here."""
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class PathRequest:
    """One certificate to judge."""

    certificate: bytes
    """DER."""
    trust: TrustMaterial
    at: datetime | None = None
    """Judge as of this moment, with the given CRLs and OCSP responses only; None means now."""
    offline: bool = False
    """True: fetch no issuer, CRL or OCSP response."""
    purpose: Purpose = "any"
    existed_at: datetime | None = None
    """What the certificate signed is known to have existed then; ``at`` stands above it."""


@dataclass(frozen=True, slots=True)
class PathReport:
    """The verdict on a path, every reason, and the path from the certificate to the anchor."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    path: tuple[Certificate, ...]
    """As far as it could be built."""
    unreachable: tuple[str, ...] = ()
    """Addresses of issuers, CRLs and OCSP services that gave nothing."""
    asked: bool = False
    """Some address was asked."""
    judged_at: datetime | None = None
    """The moment for which this holds, where it is that of ``existed_at``."""


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """What the worker sends back."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    path: tuple[bytes, ...]
    """DER, from the certificate to the anchor."""
    unreachable: tuple[str, ...] = ()
    asked: bool = False
    judged_at: datetime | None = None


class PathJudge:
    """Asks the worker, starting it when needed; it stays for the next question.

    No validator stands every bundle of certificates that a stranger chose, so the worker is
    killed when it runs over its time limit, and the verdict is then «cannot tell». A good
    answer is given again for the same question within half a minute: whoever signed one file
    of a heap signed the others. Of another certificate that the same authority made alike,
    only what is its own is looked at within that time.
    """

    def __init__(self, remembered_seconds: float = REMEMBERED_SECONDS) -> None:
        self._lock = threading.Lock()
        self._worker: LineProcess | None = None
        self._remembered_seconds = remembered_seconds
        self._good: dict[PathRequest, tuple[float, PathReport]] = {}
        self._siblings = Siblings(remembered_seconds)

    def judge(
        self, request: PathRequest, timeout_seconds: float = TIME_LIMIT_SECONDS
    ) -> PathReport:
        """Judge one path; one question at a time.

        Raises ``NotCertificateError`` for a certificate that cannot be read and
        ``WorkerFailedError`` when the worker cannot be started.
        """
        with self._lock:
            told, report = self._good.get(request, (0.0, None))
            if report is not None and time.monotonic() - told < self._remembered_seconds:
                return report
        leaf = read_certificate(request.certificate)
        report = self._siblings.judge(request, leaf)
        if report is not None:
            return report
        report = self._asked(request, leaf, timeout_seconds)
        if report.verdict is Verdict.GOOD:
            self._remember(request, report)
            self._siblings.remember(replace(request, certificate=leaf.der), report)
        return report

    def _remember(self, request: PathRequest, report: PathReport) -> None:
        with self._lock:
            while len(self._good) >= _MOST_REMEMBERED:
                del self._good[next(iter(self._good))]
            self._good[request] = (time.monotonic(), report)

    def _asked(self, request: PathRequest, leaf: Certificate, timeout_seconds: float) -> PathReport:
        line = msgspec.json.encode(replace(request, certificate=leaf.der))
        with self._lock:
            try:
                answer = self._running_worker().request(line, timeout_seconds)
                decoded = decode_json(answer, PathAnswer)
            except ProcessHung:
                return _undecided(leaf, "path.timeout", seconds=timeout_seconds)
            except (ProcessError, msgspec.DecodeError) as error:
                return _undecided(leaf, "path.undecided", detail=str(error))
        return PathReport(
            decoded.verdict,
            decoded.reasons,
            tuple(read_certificate(der) for der in decoded.path),
            decoded.unreachable,
            decoded.asked,
            decoded.judged_at,
        )

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    def _running_worker(self) -> LineProcess:
        if self._worker is None or not self._worker.alive:
            try:
                self._worker = LineProcess(own_command("--path-worker"))
                self._worker.request(_READY, _START_SECONDS)
            except (OSError, ProcessError) as error:
                raise WorkerFailedError(worker="path", detail=str(error)) from error
        return self._worker


def _undecided(leaf: Certificate, code: str, **data: object) -> PathReport:
    reason = Reason(code, data, leaf.id, Verdict.UNKNOWN)
    return PathReport(Verdict.UNKNOWN, (reason,), (leaf,))
