"""What the checks of trust stores say, from facts written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop_app.core.certificates import Certificate
from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.verdicts import Verdict
from desktop_app.services.diagnostics.checks import (
    accreditation,
    trust_between,
    trust_distrust,
    trust_places,
    trust_roots,
)
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.certificates import MissingLink, PathFacts, Paths
from desktop_app.services.diagnostics.facts.network import HostFacts, Network, TlsProblem
from desktop_app.services.diagnostics.facts.trust import (
    Accreditations,
    IssuerAccreditation,
    ListFacts,
    PinFacts,
    Store,
    StoredCertificate,
    StoreKind,
    Trust,
)
from desktop_app.services.diagnostics.surroundings import known
from desktop_app.signing.certificates import read_certificate
from tests.certificates.authority import NOW as ISSUED
from tests.certificates.authority import Wanted, root

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CHECKS = {
    check.id: check
    for module in (accreditation, trust_between, trust_distrust, trust_places, trust_roots)
    for check in module.CHECKS
}
GUC = PinFacts("Минцифры России", "aa" * 32, "signatures", confirmed=True, bundled=True)
GUC_OLD = PinFacts("Минкомсвязь России", "bb" * 32, "signatures", confirmed=True, bundled=True)
TLS = PinFacts("Russian Trusted Root CA", "cc" * 32, "servers", confirmed=True, bundled=True)
TLS_UNSURE = PinFacts("Новый корень", "dd" * 32, "servers", confirmed=False)
PINS = (GUC, GUC_OLD, TLS, TLS_UNSURE)
OF_TLS = StoredCertificate(TLS.name, TLS.name, TLS.sha256)
SYSTEM = Store(StoreKind.SYSTEM, "/etc/ssl/certs/ca-certificates.crt")
WITH_TLS = Store(StoreKind.SYSTEM, SYSTEM.name, certificates=(OF_TLS,))
FIREFOX = Store(StoreKind.BROWSER, "Firefox: default")


def outcome(identifier: str, *facts: object) -> list[tuple[str, str]]:
    return [(each.status.value, each.cause) for each in findings(identifier, *facts)]


def findings(identifier: str, *facts: object) -> tuple[Finding, ...]:
    return findings_of(CHECKS[identifier], known(NOW, *facts))


def trust(*stores: Store, pins: tuple[PinFacts, ...] = PINS, **more: Any) -> Trust:
    return Trust(stores, pins, **more)


def portal(problem: TlsProblem, root_name: str) -> Network:
    return Network(hosts=(HostFacts("portal.example", tls_problem=problem, wanted_root=root_name),))


def missing(name: str) -> Paths:
    leaf = read_certificate(root("Врач").der)
    link = MissingLink(name, is_root=True)
    return Paths((PathFacts(leaf, Verdict.BAD, ("path.root-missing",), missing=link),))


def path_with(*above: Certificate) -> Paths:
    leaf = read_certificate(root("Врач").der)
    return Paths((PathFacts(leaf, Verdict.BAD, path=(leaf, *above)),))


@pytest.mark.parametrize("identifier", ["CRT-21", "CRT-22", "CRT-23", "CRT-24", "CRT-25", "CRT-26"])
def test_a_machine_that_knows_no_russian_root_is_in_order(identifier: str) -> None:
    healthy = (trust(SYSTEM, FIREFOX), Network(), Paths())
    assert findings(identifier, *healthy) == ()


def test_a_damaged_root_that_a_path_needs_is_a_failure_and_another_one_a_warning() -> None:
    bad = PinFacts(GUC.name, GUC.sha256, "signatures", confirmed=True, bundled=True, intact=False)
    facts = trust(SYSTEM, pins=(bad, GUC_OLD))
    assert outcome("CRT-21", facts, missing(GUC.name)) == [("fail", "guc-root.damaged")]
    assert outcome("CRT-21", facts, missing("Другой")) == [("warn", "guc-root.damaged")]
    assert outcome("CRT-21", facts) == [("warn", "guc-root.damaged")]


def test_where_other_anchors_are_named_the_bundled_ones_do_not_matter() -> None:
    bad = PinFacts(GUC.name, GUC.sha256, "signatures", confirmed=True, bundled=True, intact=False)
    assert outcome("CRT-21", trust(pins=(bad,), own_anchors_named=True), missing(GUC.name)) == []


def test_a_provider_without_any_of_the_roots_is_told_of() -> None:
    empty = Store(StoreKind.CSP, "КриптоПро CSP: uRoot")
    assert outcome("CRT-21", trust(empty)) == [("ok", "guc-root.not-in-provider")]
    one = Store(StoreKind.CSP, "КриптоПро CSP: uRoot", certificates=(_stored(GUC),))
    assert outcome("CRT-21", trust(one)) == []
    broken = Store(StoreKind.CSP, "КриптоПро CSP: uRoot", problem="unreadable")
    assert outcome("CRT-21", trust(broken)) == []


def test_the_root_that_the_portal_leads_to_is_missed() -> None:
    wanted = portal(TlsProblem.ROOT_MISSING, TLS.name)
    first, second = findings("CRT-22", trust(SYSTEM), wanted)
    assert (first.status, first.cause, first.fix) == (
        CheckStatus.FAIL,
        "tls-root.missing",
        "trust.install-own",
    )
    assert first.evidence["sha256"] == TLS.sha256
    assert first.evidence["purpose"] == "servers"
    assert (second.status, second.fix) == (CheckStatus.OK, "trust.install-system")


def test_an_unconfirmed_root_is_never_offered_to_the_system() -> None:
    wanted = portal(TlsProblem.ROOT_MISSING, TLS_UNSURE.name)
    assert outcome("CRT-22", trust(SYSTEM), wanted) == [("fail", "tls-root.missing")]


@pytest.mark.parametrize("kind", [StoreKind.SYSTEM, StoreKind.USER, StoreKind.OWN])
def test_a_root_that_is_there_is_not_missed(kind: StoreKind) -> None:
    there = Store(kind, "store", certificates=(OF_TLS,))
    wanted = portal(TlsProblem.ROOT_MISSING, TLS.name)
    assert outcome("CRT-22", trust(there), wanted) == []


@pytest.mark.parametrize(
    "network",
    [
        (),
        (Network(),),
        (portal(TlsProblem.EXPIRED, TLS.name),),
        (portal(TlsProblem.ROOT_MISSING, "Чужой корень"),),
    ],
)
def test_other_trouble_with_the_portal_is_for_other_checks(network: tuple[Network, ...]) -> None:
    assert outcome("CRT-22", trust(SYSTEM), *network) == []


def test_a_root_of_one_browser_only_is_told_of_with_its_place() -> None:
    chromium = Store(StoreKind.BROWSER, "Chromium", certificates=(OF_TLS,))
    found = findings("CRT-23", trust(SYSTEM, FIREFOX, chromium))
    assert {each.cause: each.evidence["where"] for each in found} == {
        "trust.browser-without": ["Firefox: default"],
        "trust.elsewhere": ["Chromium"],
    }
    assert {each.status for each in found} == {CheckStatus.OK}
    assert {each.fix for each in found} == {"trust.install-browser", "trust.install-system"}


def test_a_file_that_the_system_has_not_taken_over_is_a_warning() -> None:
    local = Store(StoreKind.LOCAL, "/usr/local/share/ca-certificates", certificates=(OF_TLS,))
    assert outcome("CRT-23", trust(SYSTEM, local)) == [("warn", "trust.not-in-force")]
    assert outcome("CRT-23", trust(WITH_TLS, local)) == []


def test_a_browser_that_could_not_be_read_is_not_blamed() -> None:
    locked = Store(StoreKind.BROWSER, "Firefox: default", problem="tool-missing")
    assert outcome("CRT-23", trust(WITH_TLS, locked)) == []
    assert outcome("CRT-23", trust(WITH_TLS, FIREFOX)) == [("ok", "trust.browser-without")]


def test_an_expired_authority_is_a_warning_with_its_date() -> None:
    old = read_certificate(root("УЦ", not_before=NOW - 900 * DAY, not_after=NOW - DAY).der)
    (found,) = findings("CRT-24", trust(SYSTEM), path_with(old, old))
    assert (found.status, found.cause) == (CheckStatus.WARN, "intermediate.expired")
    assert found.evidence["issuer"] == "УЦ"
    newer = StoredCertificate("УЦ", sha256="ee" * 32, not_after=NOW + DAY, key_id="01")
    store = Store(StoreKind.BETWEEN, "LocalMachine\\CA", certificates=(newer,))
    assert outcome("CRT-24", trust(store), path_with(old)) == [("warn", "intermediate.replaced")]


def test_an_expired_one_that_was_added_here_is_told_of_and_the_systems_are_not() -> None:
    expired = StoredCertificate("УЦ", sha256="ee" * 32, not_after=NOW - DAY)
    own = Store(StoreKind.BETWEEN, "intermediates", certificates=(expired,))
    windows = Store(StoreKind.BETWEEN, "LocalMachine\\CA", certificates=(expired,))
    assert outcome("CRT-24", trust(own), Paths()) == [("ok", "intermediate.kept-expired")]
    assert outcome("CRT-24", trust(windows), Paths()) == []


def test_a_distrusted_root_matters_when_it_is_pinned_or_on_a_path() -> None:
    banned = StoredCertificate(TLS.name, sha256=TLS.sha256, distrusted=True)
    store = Store(StoreKind.DISTRUSTED, "ca-certificates", certificates=(banned,))
    assert outcome("CRT-25", trust(store)) == [("warn", "trust.distrusted")]
    by_name = StoredCertificate(TLS.name, distrusted=True)
    assert outcome("CRT-25", trust(Store(StoreKind.DISTRUSTED, "x", certificates=(by_name,))))
    other = read_certificate(root("Чужой").der)
    foreign = StoredCertificate("Чужой", sha256=other.id, distrusted=True)
    store = Store(StoreKind.DISTRUSTED, "Disallowed", certificates=(foreign,))
    assert outcome("CRT-25", trust(store)) == []
    assert outcome("CRT-25", trust(store), path_with(other)) == [("warn", "trust.distrusted")]


def test_an_intermediate_among_roots_matters_where_it_is_on_a_path() -> None:
    issuing = StoredCertificate("УЦ", "Корень", "ee" * 32, self_issued=False)
    local = Store(StoreKind.LOCAL, "/usr/local/share/ca-certificates", certificates=(issuing,))
    assert outcome("CRT-26", trust(local)) == [("ok", "trust.wrong-place")]
    person = read_certificate(root("УЦ").issue(Wanted("Врач")).der)
    on_path = Paths((PathFacts(person, Verdict.GOOD, path=(person,)),))
    assert outcome("CRT-26", trust(local), on_path) == [("warn", "trust.wrong-place")]
    own = Store(StoreKind.OWN, "anchors", certificates=(issuing,))
    assert outcome("CRT-26", trust(own)) == [("warn", "trust.wrong-place")]


def test_a_persons_name_among_roots_stays_out_of_the_evidence() -> None:
    person = StoredCertificate("Врач", "УЦ", "ee" * 32, self_issued=False, is_authority=False)
    issuing = StoredCertificate("УЦ", "Корень", "dd" * 32, self_issued=False)
    local = Store(StoreKind.USER, "CurrentUser\\Root", certificates=(person, issuing))
    (found,) = findings("CRT-26", trust(local))
    assert (found.evidence["issuers"], found.evidence["certificates"]) == (["УЦ"], 2)


def test_what_vendors_put_among_roots_is_their_affair() -> None:
    issuing = StoredCertificate("УЦ", "Корень", "ee" * 32, self_issued=False)
    bundle = Store(StoreKind.SYSTEM, SYSTEM.name, certificates=(issuing,))
    between = Store(StoreKind.BETWEEN, "LocalMachine\\CA", certificates=(issuing,))
    assert outcome("CRT-26", trust(bundle, between)) == []
    windows = Store(StoreKind.SYSTEM, "LocalMachine\\Root", certificates=(issuing,))
    assert outcome("CRT-26", trust(windows)) == [("ok", "trust.wrong-place")]


SAVED = ListFacts(16326, NOW - DAY, NOW, 400)
ISSUER = IssuerAccreditation("11" * 32, "УЦ", ISSUED, listed=True, status="in-force")


def issuer(**changes: Any) -> IssuerAccreditation:
    fields = {name: getattr(ISSUER, name) for name in IssuerAccreditation.__slots__}
    return IssuerAccreditation(**{**fields, **changes})


def test_an_accredited_authority_is_in_order() -> None:
    assert outcome("CRT-29", Accreditations(SAVED, issuers=(ISSUER,))) == []


def test_without_a_list_it_is_only_said_so() -> None:
    assert outcome("CRT-29", Accreditations()) == [("ok", "accreditation.no-list")]


def test_the_state_of_the_list_is_told() -> None:
    old = ListFacts(16000, NOW - 90 * DAY, NOW, 400, stale=True)
    (found,) = findings("CRT-29", Accreditations(old, issuers=(ISSUER,)))
    assert (found.status, found.cause) == (CheckStatus.OK, "accreditation.list-old")
    assert found.evidence["signature"] == "not-verified"
    damaged = Accreditations(SAVED, damaged=True, issuers=(ISSUER,))
    assert outcome("CRT-29", damaged) == [("warn", "accreditation.list-damaged")]


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"listed": False, "status": "unknown"}, "accreditation.not-listed"),
        ({"status": "ended", "ended_at": NOW}, "accreditation.not-on-issue-date"),
        ({"status": "annulled", "ended_at": NOW}, "accreditation.not-on-issue-date"),
        ({"ended_at": NOW}, "accreditation.ended"),
    ],
)
def test_trouble_with_the_authority_is_a_warning_unless_another_certificate_serves(
    changes: dict[str, Any], cause: str
) -> None:
    bad = issuer(certificate="22" * 32, **changes)
    assert outcome("CRT-29", Accreditations(SAVED, issuers=(bad,))) == [("warn", cause)]
    assert outcome("CRT-29", Accreditations(SAVED, issuers=(bad, ISSUER))) == [("ok", cause)]
    unfit = issuer(certificate="22" * 32, usable=False, **changes)
    assert outcome("CRT-29", Accreditations(SAVED, issuers=(unfit,))) == [("ok", cause)]


def test_duties_that_were_passed_on_are_no_trouble() -> None:
    passed = issuer(ended_at=NOW, passed_on=True)
    assert outcome("CRT-29", Accreditations(SAVED, issuers=(passed,))) == []


def test_a_silent_history_is_told_of() -> None:
    silent = issuer(status="unknown")
    assert outcome("CRT-29", Accreditations(SAVED, issuers=(silent,))) == [
        ("ok", "accreditation.undated")
    ]


def _stored(pin: PinFacts) -> StoredCertificate:
    return StoredCertificate(pin.name, pin.name, pin.sha256)
