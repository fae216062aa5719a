"""Fetching issuers, CRLs and OCSP responses from addresses that a stranger chose.

Such data is signed, so plain http is what authorities use (RFC 5280 section 8). Nothing but
http is spoken, also after a redirect; sizes, times and numbers are limited.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Awaitable, Iterable
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from asn1crypto import x509
from pyhanko_certvalidator.fetchers.api import FetcherBackend, Fetchers, FetchLimits
from pyhanko_certvalidator.fetchers.common_utils import FetchBudget
from pyhanko_certvalidator.fetchers.requests_fetchers.cert_fetch_client import (
    RequestsCertificateFetcher,
)
from pyhanko_certvalidator.fetchers.requests_fetchers.crl_client import RequestsCRLFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers.ocsp_client import RequestsOCSPFetcher

MAX_BYTES = 32 << 20
TOTAL_SECONDS = 6.0
_STEP_SECONDS = 4.0
_MAX_REDIRECTS = 3
_CHUNK_BYTES = 1 << 16
_REQUESTS = FetchLimits(max_requests=24, max_cert_requests=8, max_aia_urls_per_object=3)


class PlainFetch:
    """Fetches over http until its time is used up; one for each run of the validator."""

    def __init__(self, total_seconds: float = TOTAL_SECONDS, max_bytes: int = MAX_BYTES) -> None:
        self._deadline = time.monotonic() + total_seconds
        self._max_bytes = max_bytes
        self.silent: dict[str, None] = {}
        """Addresses that gave nothing, in the order of asking."""
        self.bodies: list[bytes] = []
        """What the others gave, whatever it is."""
        self.requests = 0

    def fetch(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None = None
    ) -> requests.Response:
        """Return the answer with status 200, read whole.

        Raises ``requests.RequestException`` for every other status, for an address that is
        not http, more than three redirects, too much data and too little time.
        """
        self.requests += 1
        try:
            answer = self._follow(method, url, headers, body)
        except requests.RequestException:
            self.silent[url] = None
            raise
        self.bodies.append(answer.content)
        return answer

    def _follow(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> requests.Response:
        with requests.Session() as session:
            session.auth = _leave_headers
            for _ in range(_MAX_REDIRECTS + 1):
                answer = self._once(session, method, url, headers, body)
                if not answer.is_redirect:
                    return answer
                url = urljoin(url, answer.headers["Location"])
        raise requests.TooManyRedirects(url)

    def _once(
        self,
        session: requests.Session,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes | None,
    ) -> requests.Response:
        if urlsplit(url).scheme != "http":
            raise requests.exceptions.InvalidSchema(url)
        plain = {**headers, "Accept-Encoding": "identity"}
        with session.request(
            method,
            url,
            headers=plain,
            data=body,
            timeout=min(_STEP_SECONDS, self._left()),
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.is_redirect:
                return answer
            if answer.status_code != requests.codes.ok:
                raise requests.HTTPError(str(answer.status_code))
            return _with_body(answer, self._read(answer))

    def _read(self, answer: requests.Response) -> bytes:
        """Read piece by piece, so that neither a flood nor a trickle goes on for long."""
        content = bytearray()
        while piece := _piece(answer):
            content += piece
            if len(content) > self._max_bytes:
                raise requests.exceptions.ContentDecodingError("too large")
            self._left()
        return bytes(content)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise requests.Timeout
        return left


class PlainFetchers(FetcherBackend):
    """The validator's fetchers, over ``PlainFetch``."""

    def __init__(self, fetch: PlainFetch) -> None:
        self.fetch = fetch
        self.issuers: dict[bytes, None] = {}
        """DER of the certificates that were fetched, in that order."""

    def get_fetchers(self) -> Fetchers:
        """Return fetchers with one common number of requests."""
        budget = FetchBudget(_REQUESTS)
        return Fetchers(
            ocsp_fetcher=_OcspFetcher(self.fetch, budget),
            crl_fetcher=_CrlFetcher(self.fetch, budget),
            cert_fetcher=_IssuerFetcher(self.fetch, budget, self.issuers),
        )


class _OcspFetcher(RequestsOCSPFetcher):
    def __init__(self, fetch: PlainFetch, budget: FetchBudget) -> None:
        super().__init__(budget=budget)
        self._plain = fetch

    def _post(
        self, url: str, data: bytes, *, content_type: str, acceptable_content_types: Iterable[str]
    ) -> Awaitable[requests.Response]:
        headers = {"Content-Type": content_type, "Accept": ",".join(acceptable_content_types)}
        return asyncio.to_thread(self._plain.fetch, "POST", url, headers, data)


class _CrlFetcher(RequestsCRLFetcher):
    def __init__(self, fetch: PlainFetch, budget: FetchBudget) -> None:
        super().__init__(budget=budget)  # type: ignore[no-untyped-call]  # untyped in the library
        self._plain = fetch

    def _get(
        self, url: str, *, acceptable_content_types: Iterable[str]
    ) -> Awaitable[requests.Response]:
        headers = {"Accept": ",".join(acceptable_content_types)}
        return asyncio.to_thread(self._plain.fetch, "GET", url, headers)


class _IssuerFetcher(RequestsCertificateFetcher):
    def __init__(self, fetch: PlainFetch, budget: FetchBudget, issuers: dict[bytes, None]) -> None:
        super().__init__(budget=budget)
        self._plain = fetch
        self._issuers = issuers

    async def fetch_certs(self, url: str, url_origin_type: str) -> Iterable[x509.Certificate]:
        """Fetch as the library does, and remember what came."""
        fetched = await super().fetch_certs(url, url_origin_type)  # type: ignore[no-untyped-call]  # untyped in the library
        found = list(fetched)
        self._issuers.update(dict.fromkeys(each.dump() for each in found))
        return found

    def _get(
        self, url: str, *, acceptable_content_types: Iterable[str]
    ) -> Awaitable[requests.Response]:
        headers = {"Accept": ",".join(acceptable_content_types)}
        return asyncio.to_thread(self._plain.fetch, "GET", url, headers)


def _piece(answer: requests.Response) -> bytes:
    try:
        return bytes(answer.raw.read1(_CHUNK_BYTES, decode_content=False))
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise requests.ConnectionError(str(error)) from error


def _with_body(answer: requests.Response, content: bytes) -> requests.Response:
    whole = requests.Response()
    whole.status_code = answer.status_code
    whole.headers = answer.headers
    whole.url = answer.url
    whole.raw = io.BytesIO(content)
    return whole


def _leave_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from sending a password out of a ``.netrc`` along."""
    return request
