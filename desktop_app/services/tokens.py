"""Tokens with the fitness of each certificate judged."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.errors.inputs import (
    CertificateAmbiguousError,
    CertificateNotFoundError,
    CertificateUnfitError,
)
from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.services.use_cases import OverviewListener, TokenWatch
from desktop_app.signing.fitness import judge_fitness
from desktop_app.signing.tokens import Tokens

_SHORTEST_PREFIX = 8
_LOOK_SECONDS = 0.1


def _now() -> datetime:
    return datetime.now(UTC)


def _never(_certificate: Certificate) -> bool:
    return False


class JudgedTokens:
    """Implements ``TokenService``; ``is_revoked`` answers from what is known here already."""

    def __init__(
        self,
        tokens: Tokens,
        clock: Callable[[], datetime] = _now,
        is_revoked: Callable[[Certificate], bool] = _never,
    ) -> None:
        self._tokens = tokens
        self._clock = clock
        self._is_revoked = is_revoked

    def overview(self) -> TokenOverview:
        """Return drivers, tokens and certificates as they are now."""
        return self._judged(self._tokens.overview())

    def seen(self) -> TokenOverview:
        """Return what was seen last, without asking any driver again."""
        return self._judged(self._tokens.last_overview())

    def watch(self, listener: OverviewListener) -> TokenWatch:
        """Call ``listener`` with each new state, from a thread of the watch."""
        return self._tokens.watch(lambda overview: listener(self._judged(overview)))

    def find(self, prefix: str) -> tuple[Token, TokenCertificate]:
        """Return the certificate whose id begins with ``prefix`` (at least 8 characters).

        Of several tokens with the same certificate the one with its key is returned. Raises
        ``CertificateNotFoundError``, ``CertificateAmbiguousError``.
        """
        wanted = prefix.strip().lower()
        found = [
            (token, each)
            for token in self.overview().tokens
            for each in token.certificates
            if each.certificate.id.startswith(wanted)
        ]
        if not found or len(wanted) < _SHORTEST_PREFIX:
            raise CertificateNotFoundError(id=prefix)
        if len({each.certificate.id for _, each in found}) > 1:
            raise CertificateAmbiguousError(id=prefix)
        return max(found, key=lambda pair: pair[1].has_private_key)

    def wait_for(self, serial: str, certificate_id: str, cancel: Cancellation | None) -> Token:
        """Wait until the token with this serial shows a certificate. Raises ``Cancelled``."""
        there = threading.Event()
        seen: list[Token] = []

        def look(overview: TokenOverview) -> None:
            for token in overview.tokens:
                held = (each.certificate.id for each in token.certificates)
                if token.serial == serial and certificate_id in held:
                    seen.append(token)
                    there.set()

        watch = self.watch(look)
        try:
            while not there.wait(_LOOK_SECONDS):
                if cancel is not None:
                    cancel.checkpoint()
        finally:
            watch.stop()
        return seen[-1]

    def retry_driver(self, path: str) -> None:
        """Use a driver again that was set aside after crashing."""
        self._tokens.retry(path)

    def _judged(self, overview: TokenOverview) -> TokenOverview:
        at = self._clock()
        return replace(
            overview,
            tokens=tuple(
                replace(
                    token,
                    certificates=tuple(self._with_fitness(each, at) for each in token.certificates),
                )
                for token in overview.tokens
            ),
        )

    def _with_fitness(self, each: TokenCertificate, at: datetime) -> TokenCertificate:
        fitness = judge_fitness(
            each.certificate,
            has_private_key=each.has_private_key,
            key_known=each.key_known,
            at=at,
            revoked=self._is_revoked(each.certificate),
        )
        return replace(each, fitness=fitness)


def require_fit(certificate: TokenCertificate, allowed: Callable[[Fitness], bool]) -> None:
    """Refuse a certificate that may not do what is wanted, before a PIN is asked for.

    Raises ``CertificateUnfitError`` with the codes of all reasons.
    """
    if not allowed(certificate.fitness):
        codes = [reason.code for reason in certificate.fitness.reasons]
        raise CertificateUnfitError(certificate=certificate.certificate.id, reasons=codes)
