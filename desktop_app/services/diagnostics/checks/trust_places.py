"""Does each certificate lie where the programs that need it look for it?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, note, warn
from desktop_app.services.diagnostics.facts.certificates import Paths
from desktop_app.services.diagnostics.facts.trust import (
    PinFacts,
    Store,
    StoredCertificate,
    StoreKind,
    Trust,
)
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings

_INSTALL_SYSTEM = "trust.install-system"
_SHOWN = 5
_ROOTS_ONLY = (StoreKind.LOCAL, StoreKind.USER, StoreKind.OWN)


def _elsewhere(surroundings: Surroundings) -> Iterator[Finding]:
    """Somebody installed a root for servers, but not everywhere."""
    trust = surroundings.of(Trust)
    for pin in trust.roots("servers"):
        yield from _browsers_without(pin, trust)
        if _in_some(pin, trust.of(StoreKind.SYSTEM)):
            continue
        if _in_some(pin, trust.of(StoreKind.LOCAL)):
            yield warn("trust.not-in-force", Who.IT, issuer=pin.name, sha256=pin.sha256)
            continue
        where = _names(pin, trust.of(StoreKind.USER, StoreKind.BROWSER))
        if where and not _in_some(pin, trust.of(StoreKind.OWN)):
            yield note(
                "trust.elsewhere",
                fix=_INSTALL_SYSTEM if pin.confirmed and surroundings.system == "linux" else None,
                issuer=pin.name,
                sha256=pin.sha256,
                where=where,
            )


def _browsers_without(pin: PinFacts, trust: Trust) -> Iterator[Finding]:
    """A browser with a store of its own does not look into the system's."""
    places = trust.of(StoreKind.SYSTEM, StoreKind.USER, StoreKind.BROWSER)
    without = [
        store.name
        for store in trust.of(StoreKind.BROWSER)
        if not store.problem and not store.has(pin.sha256, pin.sha1)
    ]
    if pin.confirmed and without and _in_some(pin, places):
        yield note(
            "trust.browser-without",
            fix="trust.install-browser",
            issuer=pin.name,
            sha256=pin.sha256,
            where=without,
        )


def _misplaced(surroundings: Surroundings) -> Iterator[Finding]:
    """An intermediate or a person's certificate among roots is trusted for too much."""
    trust = surroundings.of(Trust)
    concerned = _issuers(surroundings)
    for store in trust.stores:
        found = [each for each in store.certificates if _is_misplaced(each, store)]
        if not found:
            continue
        matters = store.kind is StoreKind.OWN or any(each.subject in concerned for each in found)
        say = warn if matters else note
        yield say(
            "trust.wrong-place",
            Who.IT,
            where=store.name,
            certificates=len(found),
            issuers=[each.subject for each in found if each.is_authority][:_SHOWN],
        )


def _is_misplaced(certificate: StoredCertificate, store: Store) -> bool:
    """On Windows the system's store is filled by hand too; elsewhere it is the vendor's."""
    by_hand = store.kind in _ROOTS_ONLY or store.name.startswith("LocalMachine")
    if not by_hand or store.kind in (StoreKind.BETWEEN, StoreKind.DISTRUSTED):
        return False
    return not certificate.self_issued


def _issuers(surroundings: Surroundings) -> set[str]:
    try:
        paths = surroundings.of(Paths).paths
    except FactsMissing:
        return set()
    return {link.issuer for each in paths for link in each.path}


def _in_some(pin: PinFacts, stores: tuple[Store, ...]) -> bool:
    return any(store.has(pin.sha256, pin.sha1) for store in stores)


def _names(pin: PinFacts, stores: tuple[Store, ...]) -> list[str]:
    return [store.name for store in stores if store.has(pin.sha256, pin.sha1)]


CHECKS = (
    Check(
        "CRT-23",
        _elsewhere,
        ("trust.not-in-force", "trust.elsewhere", "trust.browser-without"),
    ),
    Check("CRT-26", _misplaced, ("trust.wrong-place",)),
)
