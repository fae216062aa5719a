"""Whether a certificate is revoked as far as this computer can know before it signs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import CertificateUnfitError
from desktop_app.services.own_trust import OwnTrust, trust_material
from desktop_app.services.signing_report import TrustOptions
from desktop_app.signing.chain import PathJudge, PathRequest

REVOKED = "certificate.revoked"
_LOOK_UP_SECONDS = 8.0
_KNOWN_SECONDS = 600.0


class Revocations:
    """Asks the issuer, remembers the answer for ten minutes, and never blocks on silence.

    Only a path to an anchor of our own gives the answer of a CRL or OCSP response its
    weight, so without anchors nothing is asked.
    """

    def __init__(
        self,
        judge: PathJudge,
        own_trust: OwnTrust,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.judge = judge
        """The worker that is asked; others may ask it too."""
        self._own_trust = own_trust
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, bool]] = {}

    def is_known_revoked(self, certificate: Certificate) -> bool:
        """Tell what was learnt in the last minutes, without asking anybody."""
        with self._lock:
            asked_at, revoked = self._known.get(certificate.id, (0.0, False))
        return revoked and self._monotonic() - asked_at < _KNOWN_SECONDS

    def refuse_revoked(self, certificate: Certificate) -> None:
        """Ask the issuer where that can be done; a certificate of unknown state passes.

        Raises ``CertificateUnfitError``.
        """
        trust = trust_material(self._own_trust, TrustOptions())
        if trust.anchors and not self._is_fresh(certificate):
            request = PathRequest(certificate=certificate.der, trust=trust, purpose="any")
            report = self.judge.judge(request, _LOOK_UP_SECONDS)
            revoked = any(reason.code == REVOKED for reason in report.reasons)
            with self._lock:
                self._known[certificate.id] = (self._monotonic(), revoked)
        if self.is_known_revoked(certificate):
            raise CertificateUnfitError(certificate=certificate.id, reasons=[REVOKED])

    def _is_fresh(self, certificate: Certificate) -> bool:
        with self._lock:
            known = self._known.get(certificate.id)
        return known is not None and self._monotonic() - known[0] < _KNOWN_SECONDS
