"""Expired, not valid yet, ending soon; the key's own term."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.diagnostics import CheckStatus, Who
from tests.certificates.authority import DAY, NOW
from tests.unit.services.diagnostics.certificates.own import (
    ANNA,
    PAST,
    TOP,
    anna,
    findings,
    on_token,
    own,
    told,
)


def test_an_expired_certificate_alone_stands_in_the_way() -> None:
    found = findings("CRT-04", own(on_token(TOP.issue(PAST))))
    assert told(found) == [(CheckStatus.FAIL, "certificate.expired")]
    assert found[0].who is Who.CA
    assert found[0].evidence["not_after"] == PAST.not_after.isoformat()


def test_an_expired_certificate_beside_a_usable_one_is_a_note() -> None:
    found = findings("CRT-04", own(on_token(TOP.issue(PAST)), anna()))
    assert told(found) == [(CheckStatus.OK, "certificate.expired")]


def test_a_certificate_that_is_not_valid_yet_is_told_apart() -> None:
    found = findings("CRT-04", own(anna(not_before=NOW + DAY)))
    assert told(found) == [(CheckStatus.FAIL, "certificate.not-yet-valid")]


def test_a_certificate_in_force_is_in_order() -> None:
    for identifier in ("CRT-04", "CRT-05", "CRT-06"):
        assert findings(identifier, own(anna())) == ()


def test_a_key_whose_term_is_over_stands_in_the_way() -> None:
    found = findings("CRT-06", own(anna(key_not_after=NOW - DAY)))
    assert told(found) == [(CheckStatus.FAIL, "certificate.key-expired")]
    beside = own(anna(key_not_after=NOW - DAY), anna())
    assert told(findings("CRT-06", beside)) == [(CheckStatus.OK, "certificate.key-expired")]


@pytest.mark.parametrize("days", [30, 7, 1, 0])
def test_the_last_certificate_that_ends_soon_is_a_warning(days: int) -> None:
    found = findings("CRT-05", own(anna(not_after=NOW + days * DAY + DAY / 2)))
    assert told(found) == [(CheckStatus.WARN, "certificate.ends-soon")]
    assert found[0].evidence["days"] == days


def test_a_key_that_ends_before_its_certificate_counts() -> None:
    found = findings("CRT-05", own(anna(key_not_after=NOW + 5 * DAY)))
    assert told(found) == [(CheckStatus.WARN, "certificate.ends-soon")]


def test_where_a_newer_one_is_at_hand_the_end_is_a_note() -> None:
    found = findings("CRT-05", own(anna(not_after=NOW + DAY), anna()))
    assert told(found) == [(CheckStatus.OK, "certificate.ends-soon")]


def test_the_certificate_of_a_colleague_is_no_successor() -> None:
    colleague = on_token(TOP.issue(replace(ANNA, snils="14567890124")))
    found = findings("CRT-05", own(anna(not_after=NOW + DAY), colleague))
    assert told(found) == [(CheckStatus.WARN, "certificate.ends-soon")]
