"""The HTTPS client: limits, retries that are safe, and answers of the contract's types."""

from __future__ import annotations

import ssl
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin

import msgspec
import requests
import urllib3.exceptions

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import (
    PortalAnswerError,
    PortalError,
    PortalNotConfiguredError,
    PortalRedirectError,
    PortalSlowError,
    PortalUnavailableError,
    PortalUnreachableError,
)
from desktop_app.services.portal.contact import PortalContact
from desktop_app.services.portal.contract import API_PREFIX, IDEMPOTENCY_HEADER
from desktop_app.services.portal.failures import connection_failure, refusal
from desktop_app.services.portal.interruptible import run_interruptible
from desktop_app.services.portal.origin import origin_of
from desktop_app.services.portal.transport import SYSTEM_PROXY, https_session
from desktop_app.signing.decoding import decode_json

Message = TypeVar("Message")
_CHUNK = 65_536
_RETRY_PAUSES_SECONDS = (0.2, 1.0)
_LONGEST_RETRY_AFTER_SECONDS = 2


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """Time and size limits of one exchange."""

    connect_seconds: float = 10.0
    silence_seconds: float = 20.0
    """Longest silence while waiting for bytes."""
    whole_seconds: float = 120.0
    """Longest exchange, however steadily bytes drip."""
    answer_bytes: int = 16 * 1024 * 1024
    document_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One request; ``path`` is relative to the API's base."""

    method: str
    path: str
    body: object | None = None
    query: Mapping[str, str | int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    """A body that is no JSON: a part of an upload."""
    accept: str = "application/json"
    idempotency_key: str = ""
    """Set for every write outside ``auth``; makes it safe to send again."""
    bearer: str = field(default="", repr=False)
    harmless: bool = False
    """True for a write that changes nothing of worth, such as asking for a challenge."""

    @property
    def repeatable(self) -> bool:
        """True when sending it twice does no more than sending it once."""
        by_itself = self.method in ("GET", "PUT") or self.harmless
        return by_itself or bool(self.idempotency_key)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with an expected status."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def decode(self, kind: type[Message]) -> Message:
        """Return the body as a message of the contract. Raises ``PortalAnswerError``."""
        try:
            return decode_json(self.body, kind)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise PortalAnswerError(status=self.status, detail=kind.__name__) from error


def new_idempotency_key() -> str:
    """Return a key for one write and all its repetitions."""
    return uuid.uuid4().hex


class PortalClient:
    """One portal's connection pool; several threads may call at once."""

    def __init__(
        self,
        base_url: str,
        context: ssl.SSLContext,
        limits: ClientLimits | None = None,
        *,
        proxy: str = SYSTEM_PROXY,
        monotonic: Callable[[], float] = time.monotonic,
        on_repeated_write: Callable[[PortalError], None] = lambda _error: None,
        contact: PortalContact | None = None,
    ) -> None:
        self.origin = origin_of(base_url)
        """``https://host[:port]`` that every connection goes to."""
        self._host = self.origin.removeprefix("https://")
        self._limits = limits or ClientLimits()
        self._monotonic = monotonic
        self._on_repeated_write = on_repeated_write
        self.contact = contact or PortalContact()
        """Told what each request comes to."""
        self._session = https_session(context, proxy)

    def send(self, request: Request, cancel: Cancellation | None = None) -> Answer:
        """Return the answer to a request; one that is safe to repeat is tried three times.

        A write that has to be repeated is told of before: its answer was lost, or the portal
        failed it.

        Raises ``PortalError``, ``RefusedError``, ``Cancelled``.
        """
        with self.contact.told():
            return self._sent(request, cancel)

    def send_once(self, request: Request, cancel: Cancellation | None = None) -> Answer:
        """Return the answer to a request, tried once: for looking at how the portal answers.

        Raises ``PortalError``, ``RefusedError``, ``Cancelled``.
        """
        with self.contact.told():
            return self._exchange(request, cancel)

    def close(self) -> None:
        """Close idle connections."""
        self._session.close()

    def _sent(self, request: Request, cancel: Cancellation | None) -> Answer:
        for pause in _RETRY_PAUSES_SECONDS if request.repeatable else ():
            try:
                return self._exchange(request, cancel)
            except (PortalUnreachableError, PortalUnavailableError, PortalAnswerError) as error:
                wait = _pause_before_retry(error, pause)
                if wait is None:
                    raise
                if request.method != "GET" and not request.harmless:
                    self._on_repeated_write(error)
                _rest(wait, cancel)
        return self._exchange(request, cancel)

    def _exchange(self, request: Request, cancel: Cancellation | None) -> Answer:
        return run_interruptible(lambda: self._exchange_now(request, cancel), cancel)

    def _exchange_now(self, request: Request, cancel: Cancellation | None) -> Answer:
        deadline = self._monotonic() + self._limits.whole_seconds
        try:
            with self._open(request) as response:
                self._refuse_redirect(response)
                body = self._read(response, request, deadline, cancel)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise connection_failure(error, self._host, self._limits.silence_seconds) from error
        if response.status_code not in (200, 201, 204, 304):
            kind = response.headers.get("Content-Type", "")
            retry_after = response.headers.get("Retry-After")
            raise refusal(response.status_code, kind, body, retry_after)
        return Answer(response.status_code, response.headers, body)

    def _open(self, request: Request) -> requests.Response:
        headers = {"Accept": request.accept, "Accept-Encoding": "identity", **request.headers}
        body = request.content
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
        elif request.body is not None:
            headers["Content-Type"] = "application/json"
            body = msgspec.json.encode(request.body)
        if request.idempotency_key:
            headers[IDEMPOTENCY_HEADER] = request.idempotency_key
        if request.bearer:
            headers["Authorization"] = f"Bearer {request.bearer}"
        return self._session.request(
            request.method,
            f"{self.origin}{API_PREFIX}/{request.path}",
            params=dict(request.query),
            data=body,
            headers=headers,
            timeout=(self._limits.connect_seconds, self._limits.silence_seconds),
            allow_redirects=False,
            stream=True,
        )

    def _refuse_redirect(self, response: requests.Response) -> None:
        location = response.headers.get("Location")
        if location is None or not 300 <= response.status_code < 400:
            return
        try:
            target = origin_of(urljoin(f"{self.origin}/", location))
        except PortalNotConfiguredError:
            target = ""
        if target != self.origin:
            raise PortalRedirectError(target=target)

    def _read(
        self,
        response: requests.Response,
        request: Request,
        deadline: float,
        cancel: Cancellation | None,
    ) -> bytes:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise PortalAnswerError(status=response.status_code, detail="encoding")
        is_document = request.accept == "application/pdf"
        limit = self._limits.document_bytes if is_document else self._limits.answer_bytes
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > limit:
                raise PortalAnswerError(status=response.status_code, detail="too-large")
            if self._monotonic() > deadline:
                raise PortalSlowError(host=self._host, seconds=self._limits.whole_seconds)
            if cancel is not None:
                cancel.checkpoint()
        return bytes(body)


def _pause_before_retry(error: PortalError, pause: float) -> float | None:
    """Return how long to wait before another try, or None when it would not help."""
    if isinstance(error, PortalAnswerError):
        return pause if error.detail == "cut-off" else None
    if isinstance(error, PortalUnavailableError) and error.retry_after is not None:
        within = error.retry_after <= _LONGEST_RETRY_AFTER_SECONDS
        return float(error.retry_after) if within else None
    return pause


def _rest(seconds: float, cancel: Cancellation | None) -> None:
    if cancel is None:
        time.sleep(seconds)
    elif cancel.wait(seconds):
        cancel.checkpoint()
