"""Looks at the network: proxy, hosts side by side, clock; asks nobody where no portal is set."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import statistics
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from desktop_app.core.resources import resource_path
from desktop_app.services.diagnostics.autoproxy import pac_address
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.network import (
    ClockOffset,
    HostFacts,
    Network,
    TlsProblem,
    WantedRoot,
)
from desktop_app.services.diagnostics.host_look import Proxy, ProxyRefused, look_at
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.side_by_side import side_by_side
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.portal.transport import SYSTEM_PROXY
from desktop_app.services.trust_folder import read_certificates

_LIMIT_SECONDS = 15.0
_LOOK_SECONDS = 12.0
"""Less than the facts have: one host that hangs must not take the others along."""
_HTTP, _HTTPS = 80, 443
_VPN = ("tun", "tap", "wg", "ppp", "utun")


@dataclass(frozen=True, slots=True)
class _Way:
    """How HTTPS goes out."""

    proxy: Proxy | None = None
    source: str = ""


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks at the network."""
    return (
        Collector(Network, partial(_network, access), _LIMIT_SECONDS),
        Collector(ClockOffset, _clock_offset, _LIMIT_SECONDS),
    )


def _network(access: Access, _surroundings: Surroundings) -> Network:
    if not access.portal_origin:
        raise FactsMissing("Network", "check.facts-absent", because="portal.not-configured")
    portal = portal_host(access.portal_origin)
    hosts = (portal, *(_other_hosts() if _is_public(portal.host) else ()))
    way = _way(access.portal_proxy, portal)
    refused: list[ProxyRefused] = []
    seen = side_by_side(partial(_look, access, way, refused), hosts, _LOOK_SECONDS)
    reached = any(host.connect_ms is not None for host in seen)
    return Network(
        online=reached or _online(access.machine, portal),
        hosts=_told_apart(_with_hosts_file(access.machine, seen), proxied=way.proxy is not None),
        proxy=f"{way.proxy.host}:{way.proxy.port}" if way.proxy else "",
        proxy_source=way.source,
        pac=pac_address(access.machine) if access.portal_proxy == SYSTEM_PROXY else "",
        proxy_problem=refused[0].problem if refused else "",
        proxy_methods=refused[0].methods if refused else (),
        captive_portal=next((each.redirected_to for each in seen if _led_away(each)), ""),
        takes_roots=access.portal_added is not None,
        vpn=_vpn(access.machine),
        loopback_ok=_loopback(),
    )


def _led_away(host: HostFacts) -> bool:
    """Plain http that leads to another host: nobody but the network itself answers so here."""
    return host.port == _HTTP and bool(host.redirected_to)


def portal_host(origin: str) -> HostFacts:
    """Return the host of the portal's address, of which nothing is known yet."""
    parts = urlsplit(origin)
    return HostFacts(parts.hostname or "", parts.port or _HTTPS, "portal")


def _other_hosts() -> tuple[HostFacts, ...]:
    entries = tomllib.loads(resource_path("hosts.toml").read_text("utf-8"))["host"]
    return tuple(HostFacts(each["host"], each["port"], each["purpose"]) for each in entries)


def _is_public(host: str) -> bool:
    """Whether a host lies in the world: only then are others in the world asked too."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".test", ".lan"))


def _way(setting: str, portal: HostFacts) -> _Way:
    if not setting:
        return _Way()
    if setting != SYSTEM_PROXY:
        return _Way(_proxy(setting), "settings")
    address = getproxies().get("https", "")
    if not address or proxy_bypass(f"{portal.host}:{portal.port}"):
        return _Way()
    return _Way(_proxy(address), "system")


def _plain_proxy(host: HostFacts) -> Proxy | None:
    """Return the system's proxy for plain http: certificates and lists are fetched through it."""
    address = getproxies().get("http", "")
    return _proxy(address) if address and not proxy_bypass(f"{host.host}:{host.port}") else None


def _proxy(address: str) -> Proxy | None:
    parts = urlsplit(address if "//" in address else f"//{address}")
    if not parts.hostname:
        return None
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(parts.hostname, parts.port or _HTTP, login)


def _look(access: Access, way: _Way, refused: list[ProxyRefused], host: HostFacts) -> HostFacts:
    try:
        context = _context(access) if host.port != _HTTP else None
        proxy = way.proxy if context is not None else _plain_proxy(host)
        return look_at(host, context, _pinned_roots(), proxy, access.clock)
    except ProxyRefused as problem:
        if host.purpose != "portal":
            return replace(host, connect_problem="refused")
        refused.append(problem)
        return host


def _context(access: Access) -> ssl.SSLContext:
    return portal_context(access.portal_anchors, access.portal_added)


def _pinned_roots() -> Sequence[bytes]:
    """Return the roots of servers that the program knows by fingerprint."""
    return read_certificates(resource_path("anchors") / "tls")


def _told_apart(hosts: tuple[HostFacts, ...], *, proxied: bool) -> tuple[HostFacts, ...]:
    """Name interception: an unknown root behind a proxy, or one root for unrelated hosts."""
    roots = Counter(
        host.wanted_root for host in hosts if host.tls_problem is TlsProblem.ROOT_MISSING
    )

    def told(host: HostFacts) -> HostFacts:
        unknown = host.tls_problem is TlsProblem.ROOT_MISSING and not host.tls_root_sha256
        if unknown and (proxied or roots[host.wanted_root] > 1):
            problem = TlsProblem.INTERCEPTED
            return replace(host, tls_problem=problem, wanted_root="", wanted=WantedRoot())
        return host

    return tuple(map(told, hosts))


def _with_hosts_file(machine: Machine, hosts: tuple[HostFacts, ...]) -> tuple[HostFacts, ...]:
    windows = r"C:\Windows\System32\drivers\etc\hosts"
    text = machine.read(windows if machine.system == "windows" else "/etc/hosts") or b""
    lines = (line.partition("#")[0].split() for line in text.decode("utf-8", "replace").split("\n"))
    named = {name.lower() for line in lines for name in line[1:]}
    return tuple(
        replace(host, in_hosts_file=host.host.lower() in named and host.host != "localhost")
        for host in hosts
    )


def _online(machine: Machine, portal: HostFacts) -> bool:
    """Whether there is a way out at all; only Linux tells without asking anybody."""
    if machine.system != "linux" or not _is_public(portal.host):
        return True
    routes = (machine.read("/proc/net/route") or b"").split(b"\n")[1:]
    routes6 = (machine.read("/proc/net/ipv6_route") or b"").split(b"\n")
    has_default = any(line.split()[1:2] == [b"00000000"] for line in routes if line.split())
    return has_default or any(
        line.startswith(b"0" * 32 + b" 00 ") and not line.endswith(b" lo") for line in routes6
    )


def _vpn(machine: Machine) -> bool:
    if machine.system != "linux":
        return False
    folder: Path = machine.path("/sys/class/net")
    return folder.is_dir() and any(each.name.startswith(_VPN) for each in folder.iterdir())


def _loopback() -> bool:
    try:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
    except OSError:
        return False
    return True


def _clock_offset(surroundings: Surroundings) -> ClockOffset:
    network = surroundings.of(Network)
    measured = tuple(
        (host.host, host.date_offset_seconds)
        for host in network.hosts
        if host.date_offset_seconds is not None
    )
    if not measured:
        return ClockOffset()
    portal_told = measured[0][0] == network.hosts[0].host
    median = statistics.median(offset for _host, offset in measured)
    return ClockOffset(median, measured, portal_told)
