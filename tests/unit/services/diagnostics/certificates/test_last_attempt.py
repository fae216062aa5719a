"""The certificate of the attempt that failed is judged by itself, whatever else would do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.tokens import TokenCertificate
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.diagnostics.checks.last_attempt import CHECKS
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.attempts import LastAttempt
from desktop_app.services.diagnostics.facts.certificates import PathFacts, Paths
from desktop_app.services.diagnostics.surroundings import known
from tests.certificates.authority import NOW
from tests.unit.services.diagnostics.certificates.own import (
    PAST,
    TOP,
    anna,
    on_token,
    own,
    told,
)

REVOKED = Reason("certificate.revoked", {}, "", Verdict.BAD)
UNKNOWN = Reason("path.revocation-unknown", {}, "", Verdict.UNKNOWN)


def attempt(chosen: TokenCertificate, outcome: str) -> LastAttempt:
    return LastAttempt(chosen.certificate.id, outcome, NOW)


def judged(chosen: TokenCertificate, outcome: str, *more: object) -> tuple[Finding, ...]:
    """Return what is found beside a certificate that would do."""
    facts = (own(chosen, anna()), attempt(chosen, outcome), *more)
    return findings_of(CHECKS[0], known(NOW, *facts))


def paths(chosen: TokenCertificate, *reasons: Reason) -> Paths:
    return Paths((PathFacts(chosen.certificate, Verdict.BAD, details=reasons),))


@pytest.mark.parametrize("outcome", ["login.refused", "certificate.unfit"])
def test_an_unfit_certificate_stands_in_the_way_of_who_chose_it(outcome: str) -> None:
    expired = on_token(TOP.issue(PAST), key_id=b"\x02")
    found = judged(expired, outcome)
    assert told(found) == [(CheckStatus.FAIL, "attempt.certificate-unfit")]
    assert found[0].evidence["reasons"] == ["certificate.expired"]


def test_what_is_wrong_with_its_path_is_named_once() -> None:
    chosen = anna()
    found = judged(chosen, "login.refused", paths(chosen, REVOKED, REVOKED, UNKNOWN))
    assert found[0].evidence["reasons"] == ["certificate.revoked"]


def test_a_key_that_was_not_there_is_named() -> None:
    found = judged(replace(anna(), has_private_key=False, key_known=False), "key.missing")
    assert found[0].evidence["reasons"] == ["certificate.key-missing"]


def test_a_refusal_that_nothing_here_explains_is_the_portals() -> None:
    chosen = anna()
    found = judged(chosen, "login.refused", paths(chosen, UNKNOWN))
    assert told(found) == [(CheckStatus.WARN, "attempt.refused")]


@pytest.mark.parametrize("outcome", ["", "ok", "cancelled", "pin.incorrect", "portal.unreachable"])
def test_what_failed_for_another_reason_says_nothing_of_the_certificate(outcome: str) -> None:
    assert judged(on_token(TOP.issue(PAST), key_id=b"\x02"), outcome) == ()


def test_a_certificate_that_is_gone_is_not_judged() -> None:
    facts = (own(anna()), LastAttempt("ab" * 32, "login.refused", NOW))
    assert findings_of(CHECKS[0], known(NOW, *facts)) == ()
