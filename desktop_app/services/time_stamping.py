"""Asking a time-stamp service (RFC 3161 section 3.4) for stamps on signatures."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import requests
import requests.adapters
import urllib3.exceptions

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.core.errors.portal import PortalSlowError, PortalTlsError
from desktop_app.core.errors.signatures import (
    TimeStampClockError,
    TimeStampInvalidError,
    TimeStampNoServiceError,
    TimeStampUnreachableError,
)
from desktop_app.services.portal.failures import connection_failure
from desktop_app.services.portal.interruptible import run_interruptible
from desktop_app.services.portal.transport import https_session
from desktop_app.signing.cms_parts import CutSigner, cut_message, with_time_stamps
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.gost import GOST_DIGESTS
from desktop_app.signing.time_stamp import (
    MAX_BYTES,
    TimeStampRequest,
    TimeStampToken,
    read_answer,
)
from desktop_app.signing.time_stamp_check import flaw_of

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"
CLOCK_TOLERANCE = timedelta(minutes=10)
"""Most that a stamp's time and this computer's clock may differ."""
_CHUNK = 1 << 14
_DIGEST = "sha256"
"""Of a signature that is not by ГОСТ: every service knows it."""


@dataclass(frozen=True, slots=True)
class StampLimits:
    """Time limits of one question, in seconds."""

    step: float = 10.0
    """Longest silence."""
    total: float = 20.0


class TimeStamper:
    """Gets stamps from one service at an http or https ``address``.

    ``context`` gives the TLS context, ``proxy`` is as for the portal. Raises
    ``TimeStampNoServiceError`` for an address that is neither.
    """

    def __init__(
        self,
        address: str,
        context: Callable[[], ssl.SSLContext],
        proxy: str,
        limits: StampLimits = StampLimits(),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not is_address(address):
            raise TimeStampNoServiceError
        self._address = address
        self._context = context
        self._proxy = proxy
        self._limits = limits
        self._now = now
        self.host = urlsplit(address).netloc.rpartition("@")[2]

    def stamp_message(self, message: bytes, cancel: Cancellation | None = None) -> bytes:
        """Return a CMS with a stamp on each signature that has none; its signers stay as they are.

        Raises ``TimeStampError``, ``NotSignatureError``, ``Cancelled``.
        """

        def stamp(signer: CutSigner) -> bytes:
            digest = signer.digest if signer.digest in GOST_DIGESTS else _DIGEST
            return self.stamp(signer.value, digest, cancel).der

        try:
            return with_time_stamps(cut_message(message), stamp).encode()
        except MALFORMED as error:
            raise NotSignatureError(detail=type(error).__name__) from error

    def stamp(
        self, signature: bytes, digest: str, cancel: Cancellation | None = None
    ) -> TimeStampToken:
        """Return a stamp over a signature value; ``digest`` names what the service is told.

        The stamp's signature and certificate are checked; whether its issuer is trusted is
        the reader's question. Raises ``TimeStampError``, ``Cancelled``.
        """
        request = TimeStampRequest(signature, digest)
        answer = run_interruptible(lambda: self._ask(request.encode()), cancel)
        token = read_answer(answer, request, self.host)
        flaw = flaw_of(token)
        if flaw:
            raise TimeStampInvalidError(host=self.host, detail=flaw)
        ahead = self._now() - token.time
        if abs(ahead) > CLOCK_TOLERANCE:
            raise TimeStampClockError(host=self.host, seconds=round(ahead.total_seconds()))
        return token

    def _ask(self, question: bytes) -> bytes:
        try:
            with self._session() as session:
                return self._answer(session, question)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise self._unreachable(_trouble(error, self.host)) from error
        except OSError as error:
            raise self._unreachable("anchors") from error

    def _session(self) -> requests.Session:
        session = https_session(self._context(), self._proxy)
        # A stamp is signed, so plain http is what many services speak.
        session.mount("http://", requests.adapters.HTTPAdapter())
        if session.proxies:
            session.proxies["http"] = self._proxy
        return session

    def _answer(self, session: requests.Session, question: bytes) -> bytes:
        ends = time.monotonic() + self._limits.total
        headers = {"Content-Type": QUERY, "Accept": REPLY, "Accept-Encoding": "identity"}
        with session.post(
            self._address,
            data=question,
            headers=headers,
            timeout=self._limits.step,
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise self._unreachable("status")
            content = bytearray()
            while piece := answer.raw.read1(_CHUNK, decode_content=False):
                content += piece
                if len(content) > MAX_BYTES:
                    raise self._unreachable("too-large")
                if time.monotonic() > ends:
                    raise self._unreachable("slow")
            return bytes(content)

    def _unreachable(self, detail: str) -> TimeStampUnreachableError:
        return TimeStampUnreachableError(host=self.host, detail=detail)


def is_address(address: str) -> bool:
    """Tell whether an address is one of a time-stamp service: http or https, with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _trouble(error: Exception, host: str) -> str:
    failure = connection_failure(error, host, 0.0)  # type: ignore[arg-type]
    if isinstance(failure, PortalTlsError):
        return "tls"
    return "slow" if isinstance(failure, PortalSlowError) else "connection"
