"""Looks at one host: name, connection, TLS, clock; each step with its own time limit."""

from __future__ import annotations

import base64
import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from desktop_app.services.diagnostics.facts.network import HostFacts
from desktop_app.services.diagnostics.tls_look import TlsLook, accepted, refused, shown_chain
from desktop_app.services.portal.contract import API_PREFIX

CONNECT_SECONDS = 4.0
_ANSWER_BYTES = 16_384
_NO_ANSWER_BEHIND = frozenset({"502", "503", "504"})
"""A proxy let us through, but got no answer itself."""
_NOT_PASSED = _NO_ANSWER_BEHIND | {"403", "407"}
_DATE_RESOLUTION_SECONDS = 0.5
"""A Date header is cut to whole seconds: half of one is lost on average."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that HTTPS goes through."""

    host: str
    port: int
    login: str = field(default="", repr=False)
    """``name:password`` where the address of the proxy has them, as the program sends them."""


class ProxyRefused(OSError):  # noqa: N818 - an outcome of looking
    """A proxy did not open the connection."""

    def __init__(self, problem: str, methods: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        """``unreachable``, ``password`` or ``refused``."""
        self.methods = methods


def look_at(
    host: HostFacts,
    context: ssl.SSLContext | None,
    known_roots: Sequence[bytes],
    proxy: Proxy | None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> HostFacts:
    """Return what a look at ``host`` shows; without a context it is asked over plain http.

    Raises ``ProxyRefused``.
    """
    if context is None and proxy is not None:
        return _plain_through(proxy, host)
    if proxy is None:
        host = _resolved(host)
        if host.dns_problem:
            return host
    try:
        connection, milliseconds = _connected(host, proxy)
    except ProxyRefused:
        raise
    except OSError as error:
        return replace(host, connect_problem=_problem(error))
    host = replace(host, connect_ms=milliseconds)
    with contextlib.closing(connection):
        if context is None:
            return _asked(connection, host, clock)
        try:
            with context.wrap_socket(connection, server_hostname=host.host) as tls:
                host = _with(host, accepted(tls))
                return _asked(tls, host, clock)
        except ssl.SSLError as error:
            return _with(host, refused(error, shown_by(host, proxy), known_roots, host.host))
        except OSError as error:
            return replace(host, connect_problem=_problem(error))


def _plain_through(proxy: Proxy, host: HostFacts) -> HostFacts:
    """Ask a proxy for a plain page; its Date is not measured, for a proxy may keep answers."""
    request = f"HEAD http://{host.host}:{host.port}/ HTTP/1.1\r\nHost: {host.host}:{host.port}\r\n"
    began = time.monotonic()
    try:
        with socket.create_connection((proxy.host, proxy.port), CONNECT_SECONDS) as connection:
            connection.sendall(_finished(request, proxy))
            status = _status(_head(connection))
    except OSError as error:
        return replace(host, connect_problem=_problem(error))
    if status in _NOT_PASSED or not status:
        return replace(host, connect_problem="refused")
    return replace(host, connect_ms=round((time.monotonic() - began) * 1000))


def _resolved(host: HostFacts) -> HostFacts:
    try:
        found = socket.getaddrinfo(host.host, host.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return replace(host, dns_problem="not-found")
    addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    return replace(host, addresses=addresses, private_address=_private(host.host, addresses))


def _private(host: str, addresses: Sequence[str]) -> bool:
    """Whether a public name leads to an address that only exists inside a network."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and all(ipaddress.ip_address(each).is_private for each in addresses)
    return False


def _connected(host: HostFacts, proxy: Proxy | None) -> tuple[socket.socket, int]:
    began = time.monotonic()
    if proxy is None:
        connection = socket.create_connection((host.host, host.port), CONNECT_SECONDS)
    else:
        connection = _through(proxy, host)
    return connection, round((time.monotonic() - began) * 1000)


def _through(proxy: Proxy, host: HostFacts) -> socket.socket:
    try:
        connection = socket.create_connection((proxy.host, proxy.port), CONNECT_SECONDS)
    except OSError as error:
        raise ProxyRefused("unreachable") from error
    try:
        connection.sendall(_connect_request(proxy, host))
        head = _head(connection)
    except OSError as error:
        connection.close()
        raise ProxyRefused("refused") from error
    status = _status(head)
    if status == "200":
        return connection
    connection.close()
    if status in _NO_ANSWER_BEHIND:
        raise TimeoutError(status)
    if status == "407":
        raise ProxyRefused("password", _methods(head))
    raise ProxyRefused("refused")


def _connect_request(proxy: Proxy, host: HostFacts) -> bytes:
    target = f"{host.host}:{host.port}"
    return _finished(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n", proxy)


def _finished(request: str, proxy: Proxy) -> bytes:
    """End a request to a proxy, with the login of its address."""
    login = base64.b64encode(proxy.login.encode()).decode()
    more = f"Proxy-Authorization: Basic {login}\r\n" if login else ""
    return f"{request}{more}\r\n".encode("latin-1", "replace")


def _status(head: Sequence[str]) -> str:
    return next(iter(head[0].split(" ")[1:2]), "") if head else ""


def _methods(head: Sequence[str]) -> tuple[str, ...]:
    values = (line.partition(":")[2].split() for line in head if _is(line, "proxy-authenticate"))
    return tuple(value[0] for value in values if value)


def shown_by(host: HostFacts, proxy: Proxy | None = None) -> tuple[bytes, ...]:
    """Return the DER of the certificates that a host shows; nothing is sent to it."""
    try:
        connection, _milliseconds = _connected(host, proxy)
    except OSError:
        return ()
    with contextlib.closing(connection):
        return shown_chain(connection, host.host)


def _asked(connection: socket.socket, host: HostFacts, clock: Callable[[], datetime]) -> HostFacts:
    """Ask for the head of a page: it tells the time, and whether somebody leads us elsewhere."""
    path = f"{API_PREFIX}/account" if host.purpose == "portal" else "/"
    request = f"HEAD {path} HTTP/1.1\r\nHost: {host.host}\r\nConnection: close\r\n\r\n"
    before = clock()
    try:
        connection.sendall(request.encode("latin-1", "replace"))
        head = _head(connection)
    except OSError:
        return host
    middle = before + (clock() - before) / 2
    return replace(
        host, date_offset_seconds=_offset(head, middle), redirected_to=_led_to(head, host)
    )


def _offset(head: Sequence[str], middle: datetime) -> float | None:
    """Return the server's time minus ours, from its Date header, half the round trip taken off."""
    if any(_is(line, "age") for line in head):
        return None  # Kept by a cache: its Date is of another moment.
    dates = [line.partition(":")[2].strip() for line in head if _is(line, "date")]
    try:
        theirs = parsedate_to_datetime(dates[0])
        theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        return (theirs - middle).total_seconds() + _DATE_RESOLUTION_SECONDS
    except (IndexError, ValueError, OverflowError):
        return None


def _led_to(head: Sequence[str], host: HostFacts) -> str:
    """Return the other host that a redirect names; a network's sign-in page answers so."""
    if not _status(head).startswith("3"):
        return ""
    places = [line.partition(":")[2].strip() for line in head if _is(line, "location")]
    try:
        target = urlsplit(places[0]).hostname or ""
    except (IndexError, ValueError):
        return ""
    own = ".".join(host.host.split(".")[-2:])
    return "" if target == own or target.endswith(f".{own}") else target


def _head(connection: socket.socket) -> list[str]:
    """Read the head of an HTTP answer; the whole of it has the time of one step."""
    received = b""
    ends = time.monotonic() + CONNECT_SECONDS
    while b"\r\n\r\n" not in received and len(received) < _ANSWER_BYTES:
        connection.settimeout(max(0.001, ends - time.monotonic()))
        part = connection.recv(4096)
        if not part:
            break
        received += part
    return received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")


def _is(line: str, name: str) -> bool:
    return line.partition(":")[0].strip().lower() == name


def _with(host: HostFacts, look: TlsLook) -> HostFacts:
    return replace(
        host,
        tls_problem=look.problem,
        tls_version=look.version,
        tls_issuer=look.issuer,
        tls_root_sha256=look.root_sha256,
        wanted_root=look.wanted_root,
        wanted=look.wanted,
    )


def _problem(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return "refused" if isinstance(error, ConnectionError) else "unreachable"
