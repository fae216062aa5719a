"""Does the portal answer as it should, and are the services beside it there?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, skip, warn
from desktop_app.services.diagnostics.facts.network import ClockOffset, Network
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.surroundings import Surroundings

_SLOW_MS = 3000
_ERRORS = (
    "portal.unreachable",
    "portal.tls",
    "portal.slow",
    "portal.unavailable",
    "portal.bad-answer",
    "portal.redirect",
)


def _answers(surroundings: Surroundings) -> Iterator[Finding]:
    portal = surroundings.of(PortalFacts)
    if not portal.configured:
        yield skip("portal.not-configured")
    elif portal.error:
        cause = portal.error if portal.error in _ERRORS else "portal.bad-answer"
        yield fail(cause, Who.PORTAL, retry_after=portal.retry_after_seconds)
    elif portal.answer_ms is not None and portal.answer_ms > _SLOW_MS:
        yield warn("portal.slow-answers", Who.PORTAL, seconds=portal.answer_ms / 1000)


def _esia(surroundings: Surroundings) -> Iterator[Finding]:
    host = surroundings.of(Network).host_for("esia")
    if host is not None and (host.dns_problem or host.connect_problem or host.tls_problem):
        yield note("network.esia-unreachable", Who.PORTAL, host=host.host)


def _time(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(ClockOffset).seconds is None:
        yield note("clock.not-measured", Who.IT)


def _revocation(surroundings: Surroundings) -> Iterator[Finding]:
    host = surroundings.of(Network).host_for("revocation")
    if host is not None and (host.dns_problem or host.connect_problem):
        yield warn("network.revocation-closed", Who.IT, host=host.host, port=host.port)


def _interrupted(surroundings: Surroundings) -> Iterator[Finding]:
    lost = surroundings.of(PortalFacts).lost_answers
    if lost:
        yield warn("portal.answer-lost", Who.IT, count=lost)


def _failed(surroundings: Surroundings) -> Iterator[Finding]:
    failed = surroundings.of(PortalFacts).failed_writes
    if failed:
        yield warn("portal.writes-failed", Who.PORTAL, count=failed)


CHECKS = (
    Check(
        "NET-13",
        _answers,
        (*_ERRORS, "portal.not-configured", "portal.slow-answers"),
        depends_on=("NET-10", "NET-11"),
        needs=(Need.NET,),
        explains=("login.challenge-unusable",),
    ),
    Check(
        "NET-14",
        _esia,
        ("network.esia-unreachable",),
        depends_on=("NET-01",),
        needs=(Need.NET,),
    ),
    Check("NET-16", _time, ("clock.not-measured",), depends_on=("NET-10",), needs=(Need.NET,)),
    Check(
        "NET-17",
        _revocation,
        ("network.revocation-closed",),
        depends_on=("NET-01",),
        needs=(Need.NET,),
    ),
    Check("NET-18", _interrupted, ("portal.answer-lost",), needs=(Need.NET,)),
    Check("NET-21", _failed, ("portal.writes-failed",), needs=(Need.NET,)),
)
