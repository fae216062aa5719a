"""Has somebody marked a root that is needed as not to be trusted?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, warn
from desktop_app.services.diagnostics.facts.certificates import Paths
from desktop_app.services.diagnostics.facts.trust import StoredCertificate, Trust, is_one
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings


def _distrusted(surroundings: Surroundings) -> Iterator[Finding]:
    """Only what the program knows, or what stands on a path, is worth a word."""
    trust = surroundings.of(Trust)
    on_paths = _on_paths(surroundings)
    for store in trust.stores:
        for each in store.certificates:
            if each.distrusted and (each.sha256 in on_paths or _is_pinned(each, trust)):
                yield warn(
                    "trust.distrusted",
                    Who.IT,
                    issuer=each.subject,
                    sha256=each.sha256,
                    where=store.name,
                )


def _is_pinned(stored: StoredCertificate, trust: Trust) -> bool:
    """A store that tells names only is taken by its word."""
    if not stored.sha256 and not stored.sha1:
        return any(pin.name == stored.subject for pin in trust.pins)
    return any(is_one(stored, pin.sha256, pin.sha1) for pin in trust.pins)


def _on_paths(surroundings: Surroundings) -> set[str]:
    try:
        paths = surroundings.of(Paths).paths
    except FactsMissing:
        return set()
    return {link.id for each in paths for link in each.path[1:]}


CHECKS = (Check("CRT-25", _distrusted, ("trust.distrusted",)),)
