"""The requests session beneath the client: our TLS context, https only, nothing from outside."""

from __future__ import annotations

import ssl
from typing import Any

import requests
import requests.adapters

_CONNECTIONS = 8


SYSTEM_PROXY = "system"


def https_session(context: ssl.SSLContext, proxy: str) -> requests.Session:
    """Return a session that trusts ``context`` alone.

    ``proxy`` is an address, ``SYSTEM_PROXY``, or empty for none.
    """
    session = requests.Session()
    secure(session, context, proxy)
    return session


def secure(session: requests.Session, context: ssl.SSLContext, proxy: str) -> None:
    """Let a session of whatever library trust ``context`` alone, as ``https_session`` does."""
    session.mount("https://", _ContextAdapter(context))
    session.mount("http://", _NoPlainHttp())
    session.trust_env = proxy == SYSTEM_PROXY
    if proxy and proxy != SYSTEM_PROXY:
        session.proxies = {"https": proxy}
    session.auth = _leave_headers


class _ContextAdapter(requests.adapters.HTTPAdapter):
    """Uses the given context and nothing else: requests would add its own bundle to it."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(pool_connections=2, pool_maxsize=_CONNECTIONS)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Build the pool around the context."""
        super().init_poolmanager(*arguments, **{**options, "ssl_context": self._context})

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Build the proxy's pool around the context; the proxy sees ciphertext only."""
        return super().proxy_manager_for(proxy, **{**options, "ssl_context": self._context})

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Leave out the bundles that environment variables name, and keep verification on."""
        host, _ = super().build_connection_pool_key_attributes(request, verify=True, cert=None)
        return host, {"cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Add nothing: the context has the anchors."""


class _NoPlainHttp(requests.adapters.BaseAdapter):
    """Refuses everything that is not https."""

    def send(self, *_arguments: Any, **_options: Any) -> requests.Response:
        """Refuse."""
        raise requests.exceptions.InvalidSchema("https only")

    def close(self) -> None:
        """Close nothing."""


def _leave_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from replacing our bearer token by what stands in a ``.netrc``."""
    return request
