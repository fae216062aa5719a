"""The portal's origin: the part of its address that a login is bound to."""

from __future__ import annotations

from urllib.parse import urlsplit

from desktop_app.core.errors.portal import PortalNotConfiguredError

_HTTPS_PORT = 443


def origin_of(url: str) -> str:
    """Return ``https://host[:port]``: lower case, punycode, without the default port.

    Raises ``PortalNotConfiguredError`` for an address that is not of that kind; https only.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        if parts.scheme.lower() != "https" or not host or parts.username is not None:
            raise PortalNotConfiguredError
        name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
    except ValueError as error:
        raise PortalNotConfiguredError from error
    return f"https://{name}" if port in (None, _HTTPS_PORT) else f"https://{name}:{port}"
