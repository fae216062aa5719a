"""Clock, name service, connections and the portal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TlsProblem(StrEnum):
    """Why a server's certificate was not accepted; empty for one that was."""

    NONE = ""
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    OTHER_NAME = "other-name"
    ROOT_MISSING = "root-missing"
    INTERMEDIATE_MISSING = "intermediate-missing"
    INTERCEPTED = "intercepted"
    GOST_ONLY = "gost-only"
    PROTOCOL = "protocol"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WantedRoot:
    """By what a missing root is known beside its name; empty where nothing is."""

    key_id: str = ""
    """Hexadecimal."""
    serial: str = ""
    """Hexadecimal."""
    sha256: str = ""
    """Known where the root is at hand: the server shows it, or the program has it."""
    aia: tuple[str, ...] = ()
    """Addresses at which the certificate below says that it lies."""


@dataclass(frozen=True, slots=True)
class HostFacts:
    """One host that the program needs."""

    host: str
    port: int = 443
    purpose: str = "portal"
    """``portal``, ``esia``, ``time``, ``revocation`` or ``list``."""
    addresses: tuple[str, ...] = ()
    dns_problem: str = ""
    """``not-found`` or ``timeout``; empty when the name was found."""
    in_hosts_file: bool = False
    private_address: bool = False
    connect_problem: str = ""
    """``refused``, ``timeout``, ``unreachable``; empty when a connection was made."""
    ipv6_broken: bool = False
    connect_ms: int | None = None
    tls_problem: TlsProblem = TlsProblem.NONE
    tls_version: str = ""
    tls_issuer: str = ""
    """Name of the topmost certificate that the server showed."""
    tls_root_sha256: str = ""
    """Of the root that its path leads to: verified, or missing here but known by fingerprint."""
    wanted_root: str = ""
    """Name of the root that is missing, where that is the trouble."""
    wanted: WantedRoot = WantedRoot()
    redirected_to: str = ""
    """Another host that its answer over plain http leads to; empty where it leads nowhere."""
    date_offset_seconds: float | None = None
    """Its Date header minus this computer's clock, half the round trip taken off."""


@dataclass(frozen=True, slots=True)
class Network:
    """The hosts side by side, and what stands between."""

    online: bool = True
    """An interface is up and there is a route."""
    hosts: tuple[HostFacts, ...] = ()
    proxy: str = ""
    """``host:port`` of the proxy in force, without login."""
    proxy_source: str = ""
    """``settings`` or ``system``."""
    proxy_problem: str = ""
    """``unreachable``, ``password`` (with its methods in ``proxy_methods``), ``refused``."""
    proxy_methods: tuple[str, ...] = ()
    pac: str = ""
    """Address of the file by which the system chooses a proxy; the program does not read it."""
    captive_portal: str = ""
    """Host of the page that the network puts in the way."""
    vpn: bool = False
    loopback_ok: bool = True
    takes_roots: bool = True
    """A root that a person adds counts here; False where the settings name the only ones."""

    def host_for(self, purpose: str) -> HostFacts | None:
        """Return the first host of a purpose."""
        return next((each for each in self.hosts if each.purpose == purpose), None)


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """How far the clock is off, by the word of servers."""

    seconds: float | None = None
    """Server's time minus ours, the median; None when no server told."""
    measured: tuple[tuple[str, float], ...] = ()
    """Each host with its offset in seconds."""
    portal_told: bool = True
    """The first of ``measured`` is the portal's; False where only others told their time."""
