"""Where a path breaks, what cannot be told, what an issuer's end means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.diagnostics.facts.certificates import MissingLink, PathFacts, Paths
from desktop_app.signing.certificates import read_certificate
from tests.certificates.authority import NOW
from tests.unit.services.diagnostics.certificates.own import ANNA, TOP, findings, told

FAIL, WARN, NOTE = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK
LEAF = read_certificate(TOP.issue(ANNA).der)
SOUND = PathFacts(read_certificate(TOP.issue(ANNA).der), Verdict.GOOD)
LINK = MissingLink("УЦ", key_id="ab", step=2, of_steps=3, sources=("aia",), aia=("http://a/b",))


def path(code: str, verdict: Verdict = Verdict.BAD, **data: Any) -> PathFacts:
    reason = Reason(code, data, LEAF.id, verdict)
    return PathFacts(LEAF, verdict, (code,), (LEAF,), details=(reason,))


@pytest.mark.parametrize(
    "code",
    [
        "path.intermediate-missing",
        "path.root-missing",
        "path.same-name-other-key",
        "path.root-not-trusted",
    ],
)
def test_a_gap_stands_in_the_way_and_says_what_is_wanted(code: str) -> None:
    broken = replace(path(code, issuer="УЦ"), missing=LINK)
    (found,) = findings("CRT-20", Paths((broken,)))
    assert (found.status, found.cause) == (FAIL, code)
    assert (found.fix, found.who) == ("trust.install-own", Who.USER)
    assert found.evidence["issuer"] == "УЦ"
    assert found.evidence["aia"] == ["http://a/b"]
    assert (found.evidence["step"], found.evidence["of_steps"]) == (2, 3)


def test_where_it_can_be_had_nowhere_no_fix_is_offered() -> None:
    broken = replace(path("path.root-missing"), missing=replace(LINK, sources=()))
    (found,) = findings("CRT-20", Paths((broken,)))
    assert (found.fix, found.who) == (None, Who.IT)


@pytest.mark.parametrize(
    "code",
    [
        "path.broken-signature",
        "path.not-a-ca",
        "path.weak-algorithm",
        "path.rule-broken",
        "path.not-built",
    ],
)
def test_a_path_that_breaks_the_rules_stands_in_the_way(code: str) -> None:
    assert told(findings("CRT-20", Paths((path(code),)))) == [(FAIL, code)]


def test_a_gap_beside_a_path_that_holds_is_a_note() -> None:
    broken = replace(path("path.root-missing"), missing=LINK)
    found = findings("CRT-20", Paths((broken, SOUND)))
    assert told(found) == [(NOTE, "path.root-missing")]
    assert found[0].fix is None


def test_the_gap_of_a_certificate_that_cannot_serve_is_a_note() -> None:
    unfit = replace(path("path.root-missing"), usable=False)
    assert told(findings("CRT-20", Paths((unfit,)))) == [(NOTE, "path.root-missing")]


def test_an_issuer_that_ended_stands_in_the_way_but_the_own_end_is_told_elsewhere() -> None:
    data: dict[str, object] = {"not_after": NOW.isoformat(), "subject": "УЦ"}
    above = Reason("certificate.expired", data, "other", Verdict.BAD)
    ended = PathFacts(LEAF, Verdict.BAD, ("certificate.expired",), details=(above,))
    found = findings("CRT-20", Paths((ended,)))
    assert told(found) == [(FAIL, "path.issuer-expired")]
    assert found[0].evidence["subject"] == "УЦ"
    assert findings("CRT-20", Paths((path("certificate.expired"),))) == ()


@pytest.mark.parametrize(
    ("code", "status", "who"),
    [
        ("path.algorithm-unsupported", NOTE, Who.USER),
        ("path.obsolete-algorithm", WARN, Who.CA),
        ("path.gost-not-computed", NOTE, Who.IT),
    ],
)
def test_a_signature_that_was_not_computed_is_no_failure(
    code: str, status: CheckStatus, who: Who
) -> None:
    one = path(code, Verdict.UNKNOWN, algorithm="1.2.643.2.2.3")
    twice = replace(one, details=one.details * 2)
    (found,) = findings("CRT-20", Paths((twice,)))
    assert (found.status, found.cause, found.who) == (status, code, who)


@pytest.mark.parametrize("code", ["path.timeout", "path.undecided"])
def test_what_could_not_be_judged_is_a_warning(code: str) -> None:
    assert told(findings("CRT-20", Paths((path(code, Verdict.UNKNOWN),)))) == [(WARN, code)]


def test_a_path_that_holds_is_in_order() -> None:
    for identifier in ("CRT-20", "CRT-27", "CRT-28"):
        assert findings(identifier, Paths((SOUND,))) == ()


def test_a_revoked_certificate_stands_in_the_way() -> None:
    revoked = path("certificate.revoked", revoked_at=NOW.isoformat(), reason="key_compromise")
    (found,) = findings("CRT-27", Paths((revoked,)))
    assert (found.status, found.cause, found.who) == (FAIL, "certificate.revoked", Who.CA)
    assert found.evidence["revoked_at"] == NOW.isoformat()
    beside = Paths((revoked, SOUND))
    assert told(findings("CRT-27", beside)) == [(NOTE, "certificate.revoked")]


def test_a_stale_list_of_revocations_is_a_warning() -> None:
    stale = replace(path("path.revocation-stale", Verdict.UNKNOWN), stale_since=NOW)
    (found,) = findings("CRT-28", Paths((stale,)))
    assert (found.status, found.cause) == (WARN, "path.revocation-stale")
    assert found.evidence["stale_since"] == NOW.isoformat()


@pytest.mark.parametrize(
    ("unreachable", "offline", "cause"),
    [
        ((), False, "path.revocation-unknown"),
        (("http://crl.example/a.crl",), False, "revocation.unreachable"),
        (("http://crl.example/a.crl",), True, "revocation.offline"),
    ],
)
def test_why_revocation_is_unknown_is_told(
    unreachable: tuple[str, ...], cause: str, *, offline: bool
) -> None:
    unknown = replace(path("path.revocation-unknown", Verdict.UNKNOWN), unreachable=unreachable)
    (found,) = findings("CRT-28", Paths((unknown,), offline=offline))
    assert (found.status, found.cause) == (WARN, cause)
    assert found.evidence["hosts"] == ["crl.example"][: len(unreachable)]


def test_beside_a_path_that_was_checked_whole_silence_is_a_note() -> None:
    unknown = path("path.revocation-unknown", Verdict.UNKNOWN)
    found = findings("CRT-28", Paths((unknown, SOUND)))
    assert told(found) == [(NOTE, "path.revocation-unknown")]


@pytest.mark.parametrize("code", ["path.algorithm-unsupported", "path.obsolete-algorithm"])
def test_a_path_with_a_gap_is_told_by_its_gap(code: str) -> None:
    below = path(code, Verdict.UNKNOWN, algorithm="1.2.643.2.2.3")
    gap = path("path.root-missing")
    both = replace(gap, reasons=(*below.reasons, *gap.reasons), details=below.details + gap.details)
    assert told(findings("CRT-20", Paths((both,)))) == [(FAIL, "path.root-missing")]


def test_a_known_root_right_above_the_person_is_called_a_root() -> None:
    link = replace(LINK, is_root=True, pinned=True)
    broken = replace(path("path.intermediate-missing"), missing=link)
    assert told(findings("CRT-20", Paths((broken,)))) == [(FAIL, "path.root-missing")]
