"""Fetching the list of accredited authorities over https, whole or not at all."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import AccreditedListUnreachableError, PortalTlsError
from desktop_app.services.accreditation import AccreditationRegister, published_address
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.portal.failures import connection_failure
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.portal.transport import https_session
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.settings import ACCREDITATION_LIST, SettingsStore
from desktop_app.signing.accredited_list_reader import MAX_BYTES

TOTAL_SECONDS = 120.0
_STEP_SECONDS = 15.0
_MAX_REDIRECTS = 3
_CHUNK = 1 << 16


class ListFetcher:
    """Fetches with the portal's rules: https, certificates verified, the proxy in force."""

    def __init__(
        self,
        context: Callable[[], ssl.SSLContext],
        proxy: str,
        total_seconds: float = TOTAL_SECONDS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._context = context
        self._proxy = proxy
        self._total_seconds = total_seconds
        self._max_bytes = max_bytes

    def __call__(self, address: str, cancel: Cancellation | None = None) -> bytes:
        """Return the body of an address; redirects stay on its host.

        Raises ``AccreditedListUnreachableError`` and ``Cancelled``.
        """
        host = urlsplit(address).netloc
        ends = time.monotonic() + self._total_seconds
        try:
            with https_session(self._context(), self._proxy) as session:
                return self._followed(session, address, ends, cancel)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            failure = connection_failure(error, host, _STEP_SECONDS)
            kind = "tls" if isinstance(failure, PortalTlsError) else "connection"
            raise AccreditedListUnreachableError(host=host, detail=kind) from error
        except OSError as error:
            raise AccreditedListUnreachableError(host=host, detail="anchors") from error

    def _followed(
        self, session: requests.Session, address: str, ends: float, cancel: Cancellation | None
    ) -> bytes:
        host = urlsplit(address).netloc
        for _ in range(_MAX_REDIRECTS + 1):
            with session.get(
                address, timeout=_STEP_SECONDS, allow_redirects=False, stream=True
            ) as answer:
                if not answer.is_redirect:
                    return self._body(answer, host, ends, cancel)
                address = urljoin(address, answer.headers["Location"])
            if urlsplit(address).netloc != host:
                raise AccreditedListUnreachableError(host=host, detail="redirect")
        raise AccreditedListUnreachableError(host=host, detail="redirect")

    def _body(
        self, answer: requests.Response, host: str, ends: float, cancel: Cancellation | None
    ) -> bytes:
        if answer.status_code != requests.codes.ok:
            raise AccreditedListUnreachableError(host=host, detail="status")
        content = bytearray()
        for piece in answer.iter_content(_CHUNK):
            content += piece
            if cancel is not None:
                cancel.checkpoint()
            if len(content) > self._max_bytes:
                raise AccreditedListUnreachableError(host=host, detail="too-large")
            if time.monotonic() > ends:
                raise AccreditedListUnreachableError(host=host, detail="slow")
        return bytes(content)


class Workplace(Protocol):
    """What the register must know of the program; ``diagnostics.collecting.Access`` has it."""

    @property
    def home(self) -> Home:
        """Where the list lies."""

    @property
    def settings(self) -> SettingsStore:
        """The address, where somebody set one."""

    @property
    def trust(self) -> OwnTrust:
        """Roots for servers that were added here."""

    @property
    def portal_proxy(self) -> str:
        """The proxy in force."""

    @property
    def is_training(self) -> bool:
        """In training nothing is asked of the ministry."""


def register_of(workplace: Workplace) -> AccreditationRegister:
    """Return the register of this program's own list."""
    added = workplace.trust.added
    tls = added / "tls" if added is not None else None
    proxy = "" if workplace.is_training else workplace.portal_proxy
    fetch = ListFetcher(lambda: portal_context(None, tls), proxy)

    def address() -> str:
        default = "" if workplace.is_training else published_address()
        return workplace.settings.get(ACCREDITATION_LIST) or default

    return AccreditationRegister(workplace.home.accreditation, fetch, address)
