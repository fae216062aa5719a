"""Is there a way to the portal: network, names, proxy, connection?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.network import Network
from desktop_app.services.diagnostics.surroundings import Surroundings

_NET = (Need.NET,)
_SLOW_MS = 3000
_LOOKED_AT_APART = ("portal", "esia", "revocation")
"""NET-14 and NET-17 tell of the last two."""
_BY_PROBLEM = {"refused": "network.refused", "timeout": "network.no-answer"}


def _link(surroundings: Surroundings) -> Iterator[Finding]:
    if not surroundings.of(Network).online:
        yield fail("network.offline")


def _names(surroundings: Surroundings) -> Iterator[Finding]:
    portal = surroundings.of(Network).host_for("portal")
    if portal is not None and portal.dns_problem:
        yield fail("network.name-not-found", Who.IT, host=portal.host)


def _overrides(surroundings: Surroundings) -> Iterator[Finding]:
    for host in surroundings.of(Network).hosts:
        if host.in_hosts_file:
            yield warn("network.hosts-file", Who.IT, host=host.host)
        elif host.private_address:
            yield warn("network.private-address", Who.IT, host=host.host)


def _connection(surroundings: Surroundings) -> Iterator[Finding]:
    """The portal stands in the way; what else cannot be reached is only worth a word."""
    for host in surroundings.of(Network).hosts:
        if host.purpose == "portal" and host.connect_problem:
            cause = _BY_PROBLEM.get(host.connect_problem, "network.unreachable")
            yield fail(cause, Who.IT, host=host.host, port=host.port)
        elif host.purpose not in _LOOKED_AT_APART and (host.dns_problem or host.connect_problem):
            yield note("network.other-unreachable", Who.IT, host=host.host)


def _ipv6(surroundings: Surroundings) -> Iterator[Finding]:
    """Both kinds of address and a connection that took seconds: the first kind was in vain."""
    for host in surroundings.of(Network).hosts:
        both = {":" in address for address in host.addresses} == {True, False}
        if both and host.connect_ms is not None and host.connect_ms > _SLOW_MS:
            seconds = host.connect_ms / 1000
            yield warn("network.ipv6-broken", Who.IT, host=host.host, seconds=seconds)


def _proxy(surroundings: Surroundings) -> Iterator[Finding]:
    network = surroundings.of(Network)
    if network.proxy:
        yield note("network.proxy", Who.IT, host=network.proxy, source=network.proxy_source)


def _proxy_answers(surroundings: Surroundings) -> Iterator[Finding]:
    network = surroundings.of(Network)
    if network.proxy_problem == "password":
        methods = ", ".join(network.proxy_methods)
        yield fail("network.proxy-password", Who.IT, host=network.proxy, methods=methods)
    elif network.proxy_problem == "unreachable":
        yield fail("network.proxy-unreachable", Who.IT, host=network.proxy)
    elif network.proxy_problem:
        yield fail("network.proxy-refused", Who.IT, host=network.proxy)


def _automatic(surroundings: Surroundings) -> Iterator[Finding]:
    """A file that chooses the proxy matters while the portal cannot be reached without one."""
    network = surroundings.of(Network)
    if network.pac and not network.proxy:
        portal = network.host_for("portal")
        tell = warn if portal is not None and portal.connect_problem else note
        yield tell("network.pac", Who.IT, address=network.pac)


def _captive(surroundings: Surroundings) -> Iterator[Finding]:
    network = surroundings.of(Network)
    if network.captive_portal:
        yield fail("network.captive", host=network.captive_portal)


def _loopback(surroundings: Surroundings) -> Iterator[Finding]:
    if not surroundings.of(Network).loopback_ok:
        yield warn("network.loopback", Who.IT)


def _vpn(surroundings: Surroundings) -> Iterator[Finding]:
    """A VPN matters while the portal cannot be reached: it may turn away foreign addresses."""
    network = surroundings.of(Network)
    portal = network.host_for("portal")
    if network.vpn and portal is not None and portal.connect_problem:
        yield warn("network.vpn", host=portal.host)


CHECKS = (
    Check("NET-01", _link, ("network.offline",), needs=_NET),
    Check("NET-02", _names, ("network.name-not-found",), depends_on=("NET-01",), needs=_NET),
    Check("NET-03", _overrides, ("network.hosts-file", "network.private-address"), needs=_NET),
    Check(
        "NET-04",
        _connection,
        (
            "network.refused",
            "network.no-answer",
            "network.unreachable",
            "network.other-unreachable",
        ),
        depends_on=("NET-01", "NET-02", "NET-07"),
        needs=_NET,
        explains=("portal.unreachable",),
    ),
    Check("NET-05", _ipv6, ("network.ipv6-broken",), depends_on=("NET-04",), needs=_NET),
    Check("NET-06", _proxy, ("network.proxy",), needs=_NET),
    Check(
        "NET-07",
        _proxy_answers,
        ("network.proxy-password", "network.proxy-unreachable", "network.proxy-refused"),
        depends_on=("NET-01",),
        needs=_NET,
    ),
    Check("NET-08", _automatic, ("network.pac",), depends_on=("NET-01",), needs=_NET),
    Check("NET-09", _captive, ("network.captive",), depends_on=("NET-01",), needs=_NET),
    Check("NET-19", _loopback, ("network.loopback",)),
    Check("NET-20", _vpn, ("network.vpn",), needs=_NET),
)
