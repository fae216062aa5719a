"""Are the certificates between a person's own and the root in force?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.certificates import Certificate
from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, note, warn
from desktop_app.services.diagnostics.facts.certificates import Paths
from desktop_app.services.diagnostics.facts.trust import StoredCertificate, StoreKind, Trust
from desktop_app.services.diagnostics.surroundings import Surroundings

_KINDS = (StoreKind.OWN, StoreKind.BETWEEN, StoreKind.SYSTEM, StoreKind.LOCAL)


def _between(surroundings: Surroundings) -> Iterator[Finding]:
    """Tell of each expired issuer once, with the newer one where one is at hand."""
    now, trust = surroundings.now, surroundings.of(Trust)
    told: set[str] = set()
    for path in surroundings.of(Paths).paths:
        for link in path.path[1:]:
            if link.not_after < now and link.id not in told:
                told.add(link.id)
                yield _expired(link, trust)
    for stored in _kept(trust):
        if stored.not_after is not None and stored.not_after < now and stored.sha256 not in told:
            told.add(stored.sha256)
            yield note("intermediate.kept-expired", issuer=stored.subject, sha256=stored.sha256)


def _kept(trust: Trust) -> Iterator[StoredCertificate]:
    """Return what was added to this program; old ones in the system's stores are usual."""
    for store in trust.of(StoreKind.BETWEEN):
        if store.name == "intermediates":
            yield from store.certificates


def _expired(link: Certificate, trust: Trust) -> Finding:
    newer = _newer(link, trust)
    evidence: dict[str, Any] = {
        "issuer": link.subject,
        "sha256": link.id,
        "not_after": link.not_after.isoformat(),
    }
    if newer is None:
        return warn("intermediate.expired", Who.CA, **evidence)
    found = {"newer_sha256": newer.sha256, "key_id": newer.key_id}
    return warn("intermediate.replaced", Who.CA, **evidence, **found)


def _newer(link: Certificate, trust: Trust) -> StoredCertificate | None:
    """Return a certificate of the same name that lasts longer, of whatever key."""
    found = (
        each
        for store in trust.of(*_KINDS)
        for each in store.certificates
        if each.subject == link.subject and each.sha256 != link.id and each.is_authority
    )
    lasting = [each for each in found if each.not_after and each.not_after > link.not_after]
    return lasting[0] if lasting else None


CHECKS = (
    Check(
        "CRT-24",
        _between,
        ("intermediate.expired", "intermediate.replaced", "intermediate.kept-expired"),
    ),
)
