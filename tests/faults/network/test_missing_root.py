"""A portal under a root that is not known here: what is told of it, and adding it."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding, Who
from desktop_app.services.diagnostics.collectors.network import portal_host
from desktop_app.services.diagnostics.fixes.trust_own import InstallOwn
from desktop_app.services.diagnostics.host_look import shown_by
from desktop_app.services.trust_store import INSTALL_OWN, TrustStore
from desktop_app.services.wanted_issuer import IssuerSources
from desktop_app.signing.authority_marks import marks_of
from tests.certificates.authority import Issued, Wanted, root
from tests.faults.network.conftest import Place
from tests.faults.network.servers import leaf


def found_at(place: Place, origin: str) -> Finding:
    seen = place.diagnose(origin)
    assert seen.failures == [("NET-10", "tls.root-missing")]
    return seen.finding("NET-10")


def test_a_root_that_the_server_shows_can_be_added(place: Place) -> None:
    other = root("Корень, которого здесь нет")
    marks = marks_of(other.der)
    place.added = place.folder / "tls"
    _site, origin = place.site(leaf(other, "localhost"), other)
    found = found_at(place, origin)
    assert (found.fix, found.who) == (INSTALL_OWN, Who.USER)
    told = {name: found.evidence[name] for name in ("root", "key_id", "serial", "sha256")}
    assert told == {
        "root": "Корень, которого здесь нет",
        "key_id": marks.key_id,
        "serial": marks.serial,
        "sha256": marks.sha256,
    }


def test_a_root_that_nobody_shows_is_told_by_its_key(place: Place) -> None:
    other = root("Корень, которого здесь нет")
    place.added = place.folder / "tls"
    _site, origin = place.site(leaf(other, "localhost"))
    found = found_at(place, origin)
    assert (found.fix, found.who) == (None, Who.IT)
    assert found.evidence["key_id"] == marks_of(other.der).key_id
    assert found.evidence["sha256"] == ""


def test_where_the_settings_name_the_only_roots_none_is_offered(place: Place) -> None:
    other = root("Корень, которого здесь нет")
    _site, origin = place.site(leaf(other, "localhost"), other)
    assert found_at(place, origin).fix is None


def test_a_certificate_that_is_no_authority_is_not_offered(place: Place) -> None:
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    own = root("localhost", extensions=(names,))
    alone = own.issue(Wanted("localhost", extensions=(names,)))
    place.added = place.folder / "tls"
    _site, origin = place.site(alone)
    assert place.diagnose(origin).finding("NET-10").fix is None


def test_who_opens_connections_is_never_offered_as_a_root(place: Place) -> None:
    place.added = place.folder / "tls"
    _site, origin = place.site()
    _proxy, through = place.proxy(root("Прокси организации"))
    found = place.diagnose(origin, through).finding("NET-11")
    assert (found.cause, found.fix) == ("tls.intercepted", None)


def test_an_added_root_is_proven_by_the_server_and_makes_the_portal_known(
    place: Place, tmp_path: Path
) -> None:
    other: Issued = root("Корень, которого здесь нет")
    _site, origin = place.site(leaf(other, "localhost"), other)
    place.added = tmp_path / "trust" / "tls"
    store = TrustStore(tmp_path / "trust")
    fix = InstallOwn(store, IssuerSources, shown=lambda: shown_by(portal_host(origin)))
    finding = found_at(place, origin)
    plan = fix.plan(CheckResult("NET-10", CheckStatus.FAIL), finding)
    assert plan.confirm_fingerprint == marks_of(other.der).sha256
    assert (plan.data["source"], plan.data["proven"]) == ("server", True)
    record = fix.apply(plan)
    assert place.diagnose(origin).failures == []
    assert record is not None
    fix.undo(record)
    assert found_at(place, origin).fix == INSTALL_OWN
