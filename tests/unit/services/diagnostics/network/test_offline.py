"""Without a network nothing else is blamed for it."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.diagnostics.checks import network, portal
from desktop_app.services.diagnostics.engine import run_checks
from desktop_app.services.diagnostics.facts.network import HostFacts, Network
from desktop_app.services.diagnostics.surroundings import known

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PURPOSES = (("portal", 443), ("esia", 443), ("revocation", 80), ("list", 443))


def test_an_unplugged_cable_is_the_only_trouble() -> None:
    hosts = tuple(
        HostFacts(f"{purpose}.test", port, purpose, dns_problem="not-found")
        for purpose, port in PURPOSES
    )
    checks = (*network.CHECKS, *(each for each in portal.CHECKS if each.id in {"NET-14", "NET-17"}))
    results = run_checks(checks, known(NOW, Network(online=False, hosts=hosts)))
    bad = {each.id for each in results if each.status in {CheckStatus.FAIL, CheckStatus.WARN}}
    assert bad == {"NET-01"}
