"""Does each server prove who it is, or does somebody open the connection in between?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.network import HostFacts, Network, TlsProblem
from desktop_app.services.diagnostics.surroundings import Surroundings

_INSTALL = "trust.install-own"
_CAUSES = {
    TlsProblem.EXPIRED: ("tls.expired", Who.PORTAL),
    TlsProblem.NOT_YET_VALID: ("tls.not-yet-valid", Who.IT),
    TlsProblem.OTHER_NAME: ("tls.other-name", Who.IT),
    TlsProblem.ROOT_MISSING: ("tls.root-missing", Who.IT),
    TlsProblem.INTERMEDIATE_MISSING: ("tls.intermediate-missing", Who.PORTAL),
    TlsProblem.GOST_ONLY: ("tls.gost-only", Who.IT),
    TlsProblem.PROTOCOL: ("tls.protocol", Who.IT),
    TlsProblem.OTHER: ("tls.refused", Who.IT),
}


def _handshake(surroundings: Surroundings) -> Iterator[Finding]:
    network = surroundings.of(Network)
    for host in network.hosts:
        if host.tls_problem in _CAUSES:
            cause, who = _CAUSES[host.tls_problem]
            fix = _fix(host, network)
            yield _tell(host)(cause, Who.USER if fix else who, fix, **_wanted(host, network))


def _tell(host: HostFacts) -> Callable[..., Finding]:
    return fail if host.purpose == "portal" else note


def _fix(host: HostFacts, network: Network) -> str | None:
    """Offer to add a root that is at hand or can be fetched, where it would count."""
    missing = host.purpose == "portal" and host.tls_problem is TlsProblem.ROOT_MISSING
    at_hand = host.wanted.sha256 or host.wanted.aia
    return _INSTALL if missing and at_hand and network.takes_roots else None


def _wanted(host: HostFacts, network: Network) -> dict[str, Any]:
    """Say which certificate is missing, by everything that it can be told by."""
    about = {"host": host.host, "root": host.wanted_root, "issuer": host.tls_issuer}
    if host.tls_problem is not TlsProblem.ROOT_MISSING:
        return about
    return {
        **about,
        "key_id": host.wanted.key_id,
        "serial": host.wanted.serial,
        "sha256": host.wanted.sha256,
        "aia": list(host.wanted.aia),
        "purpose": "servers" if network.takes_roots else "",
    }


def _interception(surroundings: Surroundings) -> Iterator[Finding]:
    network = surroundings.of(Network)
    for host in network.hosts:
        if host.tls_problem is TlsProblem.INTERCEPTED:
            yield _tell(host)("tls.intercepted", Who.IT, **_who_intercepts(host, network))


def _who_intercepts(host: HostFacts, network: Network) -> dict[str, Any]:
    return {"host": host.host, "issuer": host.tls_issuer, "proxy": network.proxy}


def _versions(surroundings: Surroundings) -> Iterator[Finding]:
    for host in surroundings.of(Network).hosts:
        if host.purpose == "portal" and host.tls_version in {"TLSv1", "TLSv1.1"}:
            yield warn("tls.old-version", Who.PORTAL, host=host.host, version=host.tls_version)


CHECKS = (
    Check(
        "NET-10",
        _handshake,
        tuple(cause for cause, _who in _CAUSES.values()),
        depends_on=("NET-04",),
        needs=(Need.NET,),
        explains=("portal.tls",),
    ),
    Check("NET-11", _interception, ("tls.intercepted",), depends_on=("NET-04",), needs=(Need.NET,)),
    Check("NET-12", _versions, ("tls.old-version",), depends_on=("NET-10",), needs=(Need.NET,)),
)
