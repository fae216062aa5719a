"""Are the roots there under which certificates and portals are issued?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.certificates import MissingLink, Paths
from desktop_app.services.diagnostics.facts.network import Network, TlsProblem
from desktop_app.services.diagnostics.facts.trust import PinFacts, StoreKind, Trust
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings

_INSTALL_OWN = "trust.install-own"
_INSTALL_SYSTEM = "trust.install-system"
_UNBROKEN = (TlsProblem.ROOT_MISSING, TlsProblem.INTERMEDIATE_MISSING)


def _for_signatures(surroundings: Surroundings) -> Iterator[Finding]:
    """What comes with the program must be what it should be; other stores are only told of."""
    trust = surroundings.of(Trust)
    roots = trust.roots("signatures")
    if not trust.own_anchors_named:
        for pin in (each for each in roots if each.bundled and not each.intact):
            yield _damaged(pin, _missing(surroundings))
    for store in trust.of(StoreKind.CSP):
        absent = [pin for pin in roots if not store.has(pin.sha256, pin.sha1)]
        if not store.problem and absent and len(absent) == len(roots):
            yield note("guc-root.not-in-provider", Who.IT, where=store.name)


def _damaged(pin: PinFacts, missing: tuple[MissingLink, ...]) -> Finding:
    needed = any(link.is_root and link.name == pin.name for link in missing)
    say = fail if needed else warn
    return say("guc-root.damaged", Who.IT, issuer=pin.name, sha256=pin.sha256)


def _missing(surroundings: Surroundings) -> tuple[MissingLink, ...]:
    """Without paths nothing is known to be needed."""
    try:
        paths = surroundings.of(Paths).paths
    except FactsMissing:
        return ()
    return tuple(each.missing for each in paths if each.missing is not None)


def _for_servers(surroundings: Surroundings) -> Iterator[Finding]:
    """A root of ours stands in the way only where the portal leads to it."""
    trust = surroundings.of(Trust)
    for pin in trust.roots("servers"):
        places = trust.of(StoreKind.SYSTEM, StoreKind.USER, StoreKind.OWN)
        if any(store.has(pin.sha256, pin.sha1) for store in places):
            continue
        if _portal_wants(pin, surroundings):
            evidence: dict[str, Any] = {"issuer": pin.name, "sha256": pin.sha256}
            evidence["purpose"] = pin.purpose
            yield fail("tls-root.missing", fix=_INSTALL_OWN, **evidence)
            if pin.confirmed:
                fix = _INSTALL_SYSTEM if surroundings.system == "linux" else None
                yield note("tls-root.for-browsers", Who.IT, fix, **evidence)


def _portal_wants(pin: PinFacts, surroundings: Surroundings) -> bool:
    try:
        portal = surroundings.of(Network).host_for("portal")
    except FactsMissing:
        return False
    if portal is None or portal.tls_problem not in _UNBROKEN:
        return False
    return pin.name in (portal.wanted_root, portal.tls_issuer)


CHECKS = (
    Check("CRT-21", _for_signatures, ("guc-root.damaged", "guc-root.not-in-provider")),
    Check("CRT-22", _for_servers, ("tls-root.missing", "tls-root.for-browsers"), needs=(Need.NET,)),
)
