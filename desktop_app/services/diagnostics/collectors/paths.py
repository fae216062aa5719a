"""The path of each certificate in force, judged with the network where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from desktop_app.core.verdicts import Reason
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.certificates import (
    OwnCertificate,
    OwnCertificates,
    PathFacts,
    Paths,
)
from desktop_app.services.diagnostics.missing_links import IssuersAtHand, missing_link
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.list_fetching import register_of
from desktop_app.services.own_trust import trust_material
from desktop_app.services.pins_of_trust import SIGNATURES, own_pins
from desktop_app.services.signing_report import TrustOptions
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial

MOST_PATHS = 12
_LIMIT_SECONDS = 55.0
_ONLINE_SECONDS = 30.0
"""After that the rest is judged with what is at hand."""
_PATH_SECONDS = 10.0
_REVOKED = "certificate.revoked"


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what judges paths."""

    def paths(surroundings: Surroundings) -> Paths:
        own = surroundings.of(OwnCertificates)
        pins = own_pins()
        at_hand = IssuersAtHand(
            tokens=own.authorities,
            bundled=pins.bundled(SIGNATURES),
            accredited=register_of(access).list,
            pins=pins,
        )
        return read_paths(own, access.judge, trust_material(access.trust, TrustOptions()), at_hand)

    return (Collector(Paths, paths, _LIMIT_SECONDS),)


def read_paths(
    own: OwnCertificates,
    judge: PathJudge,
    trust: TrustMaterial,
    at_hand: IssuersAtHand,
    monotonic: Callable[[], float] = time.monotonic,
) -> Paths:
    """Judge the paths of the certificates that could serve, and of the newest that cannot.

    The certificates of authorities on the tokens may stand between. Where the addresses of an
    issuer were silent once, its other certificates are judged without asking again.
    """
    trust = replace(trust, intermediates=(*trust.intermediates, *own.authorities))
    ends, silent = monotonic() + _ONLINE_SECONDS, set[str]()
    found: list[PathFacts] = []
    asked = answered = False
    for each in _worth_judging(own):
        certificate = each.found.certificate
        offline = certificate.issuer in silent or monotonic() > ends
        request = PathRequest(certificate.der, trust, offline=offline)
        report = judge.judge(request, _PATH_SECONDS)
        if report.unreachable:
            silent.add(certificate.issuer)
        asked = asked or report.asked
        answered = answered or (report.asked and not report.unreachable)
        found.append(_facts(each, report, at_hand))
    return Paths(tuple(found), offline=asked and not answered)


def could_serve(own: OwnCertificate) -> bool:
    """Whether a certificate is fit for something, its revocation aside."""
    fitness = own.found.fitness
    codes = {reason.code for reason in fitness.reasons}
    return fitness.can_sign or fitness.can_sign_in or codes == {_REVOKED}


def _worth_judging(own: OwnCertificates) -> list[OwnCertificate]:
    distinct = {each.found.certificate.id: each for each in own.certificates}.values()
    newest_first = sorted(distinct, key=_begins, reverse=True)
    serving = [each for each in newest_first if could_serve(each)]
    unfit = [each for each in newest_first if not could_serve(each)]
    return [*serving[: MOST_PATHS - 1], *unfit[:1]]


def _begins(own: OwnCertificate) -> datetime:
    return own.found.certificate.not_before


def _facts(own: OwnCertificate, report: PathReport, at_hand: IssuersAtHand) -> PathFacts:
    revoked = next((each for each in report.reasons if each.code == _REVOKED), None)
    stale = next((each for each in report.reasons if "stale_since" in each.data), None)
    return PathFacts(
        certificate=own.found.certificate,
        verdict=report.verdict,
        reasons=tuple(dict.fromkeys(reason.code for reason in report.reasons)),
        path=report.path,
        missing=missing_link(report, at_hand),
        revoked_at=_moment(revoked, "revoked_at"),
        revocation_reason=str(revoked.data.get("reason", "")) if revoked else "",
        stale_since=_moment(stale, "stale_since"),
        unreachable=report.unreachable,
        details=tuple(_with_names(report)),
        usable=could_serve(own),
    )


def _with_names(report: PathReport) -> Iterator[Reason]:
    """Say of which certificate of the path each reason speaks."""
    names = {each.id: each.subject for each in report.path}
    for reason in report.reasons:
        named = {"subject": names[reason.certificate]} if reason.certificate in names else {}
        yield replace(reason, data={**named, **reason.data})


def _moment(reason: Reason | None, name: str) -> datetime | None:
    value = reason.data.get(name) if reason is not None else None
    return datetime.fromisoformat(str(value)) if value else None
