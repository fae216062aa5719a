"""Clock, network, TLS, portal and account: every outcome from facts written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desktop_app.services.diagnostics.facts.computer import Clock
from desktop_app.services.diagnostics.facts.network import (
    ClockOffset,
    HostFacts,
    Network,
    TlsProblem,
)
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from tests.unit.services.diagnostics.checks.judging import NOW, judged

PORTAL = HostFacts("portal.example.ru", addresses=("93.184.216.34",), tls_version="TLSv1.3")
ESIA = HostFacts("esia.gosuslugi.ru", purpose="esia")
LISTS = HostFacts("crl.gosuslugi.ru", port=80, purpose="revocation")
SIGNED_IN = PortalFacts(session="valid", account_snils="11223344595", consent="granted")


def network(portal: dict[str, Any] | None = None, **change: Any) -> Network:
    return replace(Network(hosts=(replace(PORTAL, **(portal or {})), ESIA, LISTS)), **change)


NETWORK_CHECKS = [
    f"NET-{number:02}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 17, 19, 20)
]


@pytest.mark.parametrize("identifier", NETWORK_CHECKS)
def test_a_good_network_has_nothing_against_it(identifier: str) -> None:
    assert judged(identifier, network()) == []


@pytest.mark.parametrize(
    ("identifier", "facts", "expected"),
    [
        ("NET-01", network(online=False), ("fail", "network.offline")),
        ("NET-02", network({"dns_problem": "not-found"}), ("fail", "network.name-not-found")),
        ("NET-03", network({"in_hosts_file": True}), ("warn", "network.hosts-file")),
        ("NET-03", network({"private_address": True}), ("warn", "network.private-address")),
        ("NET-04", network({"connect_problem": "refused"}), ("fail", "network.refused")),
        ("NET-04", network({"connect_problem": "timeout"}), ("fail", "network.no-answer")),
        ("NET-04", network({"connect_problem": "unreachable"}), ("fail", "network.unreachable")),
        (
            "NET-05",
            network({"addresses": ("::1", "127.0.0.1"), "connect_ms": 4000}),
            ("warn", "network.ipv6-broken"),
        ),
        ("NET-06", network(proxy="p:3128"), ("ok", "network.proxy")),
        ("NET-07", network(proxy_problem="password"), ("fail", "network.proxy-password")),
        ("NET-07", network(proxy_problem="unreachable"), ("fail", "network.proxy-unreachable")),
        ("NET-07", network(proxy_problem="refused"), ("fail", "network.proxy-refused")),
        ("NET-08", network(pac="http://w/p.pac"), ("ok", "network.pac")),
        (
            "NET-08",
            network({"connect_problem": "timeout"}, pac="http://w/p.pac"),
            ("warn", "network.pac"),
        ),
        ("NET-09", network(captive_portal="hotel.example"), ("fail", "network.captive")),
        ("NET-19", network(loopback_ok=False), ("warn", "network.loopback")),
        (
            "NET-20",
            network({"connect_problem": "timeout"}, vpn=True),
            ("warn", "network.vpn"),
        ),
        ("NET-12", network({"tls_version": "TLSv1.1"}), ("warn", "tls.old-version")),
    ],
)
def test_each_fault_on_the_way_is_told(
    identifier: str, facts: Network, expected: tuple[str, str]
) -> None:
    assert judged(identifier, facts) == [expected]


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (TlsProblem.EXPIRED, "tls.expired"),
        (TlsProblem.NOT_YET_VALID, "tls.not-yet-valid"),
        (TlsProblem.OTHER_NAME, "tls.other-name"),
        (TlsProblem.ROOT_MISSING, "tls.root-missing"),
        (TlsProblem.INTERMEDIATE_MISSING, "tls.intermediate-missing"),
        (TlsProblem.GOST_ONLY, "tls.gost-only"),
        (TlsProblem.PROTOCOL, "tls.protocol"),
        (TlsProblem.OTHER, "tls.refused"),
    ],
)
def test_each_reason_of_a_refused_certificate_is_told(problem: TlsProblem, cause: str) -> None:
    assert judged("NET-10", network({"tls_problem": problem})) == [("fail", cause)]
    assert judged("NET-11", network({"tls_problem": problem})) == []


def test_interception_is_told_by_its_own_check() -> None:
    facts = network({"tls_problem": TlsProblem.INTERCEPTED, "tls_issuer": "Прокси"})
    assert judged("NET-11", facts) == [("fail", "tls.intercepted")]
    assert judged("NET-10", facts) == []


def test_a_proxy_that_is_named_needs_no_file_to_choose_it() -> None:
    assert judged("NET-08", network(pac="http://w/p.pac", proxy="p:3128")) == []


def test_what_other_hosts_lack_is_no_obstacle() -> None:
    others = (PORTAL, replace(ESIA, connect_problem="timeout"), LISTS)
    assert judged("NET-04", Network(hosts=others)) == []
    assert judged("NET-14", Network(hosts=others)) == [("ok", "network.esia-unreachable")]


@pytest.mark.parametrize("problem", [{"connect_problem": "timeout"}, {"dns_problem": "not-found"}])
def test_a_server_that_only_tells_the_time_is_worth_a_word(problem: dict[str, Any]) -> None:
    clock = replace(HostFacts("time.example.ru", purpose="time"), **problem)
    facts = Network(hosts=(PORTAL, clock))
    assert judged("NET-04", facts) == [("ok", "network.other-unreachable")]
    assert judged("NET-02", facts) == []


def test_closed_lists_of_revocation_are_a_warning() -> None:
    hosts = (PORTAL, ESIA, replace(LISTS, connect_problem="refused"))
    assert judged("NET-17", Network(hosts=hosts)) == [("warn", "network.revocation-closed")]


CLOCK = Clock(time=NOW, released=NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        ((0.4,), ("ok", "clock.measured")),
        ((-30.0, -31.0), ("warn", "clock.drifts")),
        ((90.0, 91.0), ("fail", "clock.wrong")),
        ((-86400.0,), ("fail", "clock.wrong")),
        ((3600.0, 0.2), ("fail", "clock.portal-wrong")),
        ((0.2, 3600.0), ("ok", "clock.measured")),
    ],
)
def test_two_servers_tell_whose_clock_is_wrong(
    offsets: tuple[float, ...], expected: tuple[str, str]
) -> None:
    measured = tuple((f"host{number}", seconds) for number, seconds in enumerate(offsets))
    middle = sum(offsets) / len(offsets)
    assert judged("SYS-08", ClockOffset(middle, measured), CLOCK) == [expected]


def test_without_a_servers_word_nothing_is_claimed() -> None:
    assert judged("SYS-08", ClockOffset(), CLOCK) == []
    assert judged("NET-16", ClockOffset()) == [("ok", "clock.not-measured")]
    assert judged("NET-16", ClockOffset(0.1, (("h", 0.1),))) == []


def test_a_clock_that_nobody_keeps_is_a_warning() -> None:
    assert judged("SYS-09", replace(CLOCK, synchronised=False)) == [("warn", "clock.not-kept")]
    assert judged("SYS-09", replace(CLOCK, synchronised=True)) == []
    assert judged("SYS-09", CLOCK) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PortalFacts(configured=False), [("skip", "portal.not-configured")]),
        (PortalFacts(error="portal.unreachable"), [("fail", "portal.unreachable")]),
        (PortalFacts(error="portal.tls"), [("fail", "portal.tls")]),
        (PortalFacts(error="portal.slow"), [("fail", "portal.slow")]),
        (PortalFacts(error="portal.unavailable"), [("fail", "portal.unavailable")]),
        (PortalFacts(error="portal.bad-answer"), [("fail", "portal.bad-answer")]),
        (PortalFacts(error="portal.redirect"), [("fail", "portal.redirect")]),
        (PortalFacts(error="something.new"), [("fail", "portal.bad-answer")]),
        (PortalFacts(answer_ms=4000), [("warn", "portal.slow-answers")]),
        (PortalFacts(answer_ms=40), []),
    ],
)
def test_how_the_portal_answers_is_told(
    facts: PortalFacts, expected: list[tuple[str, str]]
) -> None:
    assert judged("NET-13", facts) == expected


def test_answers_that_got_lost_are_a_warning() -> None:
    assert judged("NET-18", PortalFacts(lost_answers=2)) == [("warn", "portal.answer-lost")]
    assert judged("NET-21", PortalFacts(failed_writes=1)) == [("warn", "portal.writes-failed")]
    assert judged("NET-18", PortalFacts(failed_writes=1)) == []
    assert judged("NET-21", PortalFacts(lost_answers=2)) == []
    assert judged("NET-18", PortalFacts()) == []


@pytest.mark.parametrize(
    ("identifier", "change", "expected"),
    [
        ("ACC-01", {"account_confirmed": False}, [("fail", "account.level-insufficient")]),
        ("ACC-01", {"account_confirmed": True}, []),
        ("ACC-01", {}, []),
        ("ACC-02", {"account_snils": "11223344596"}, [("fail", "account.snils-wrong")]),
        ("ACC-02", {}, []),
        ("ACC-06", {"consent": "none"}, [("ok", "consent.not-granted")]),
        ("ACC-06", {}, []),
        ("ACC-07", {"roles": ("specialist",)}, [("ok", "account.roles")]),
        ("ACC-08", {"session": "expired"}, [("warn", "session.expired")]),
        ("ACC-08", {"session": "none"}, [("ok", "session.none")]),
        ("ACC-08", {}, []),
    ],
)
def test_what_the_portal_knows_of_the_person_is_told(
    identifier: str, change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert judged(identifier, replace(SIGNED_IN, **change)) == expected
