from __future__ import annotations

from desktop_app.services.issuers import issuers_of
from tests.unit.services.issued import issue

ROOT = issue("root", "root", ca=True)
UPPER = issue("upper", "root", ca=True)
ISSUING = issue("issuing", "upper", ca=True)
LEAF = issue("leaf", "issuing")


def test_the_intermediates_go_along_nearest_first_and_the_root_does_not() -> None:
    assert issuers_of(LEAF, [ROOT, UPPER, ISSUING]) == (ISSUING, UPPER)


def test_certificates_of_others_do_not_go_along() -> None:
    assert issuers_of(LEAF, [issue("other", "root", ca=True), LEAF, b"garbage"]) == ()


def test_two_keys_of_one_name_both_go_along() -> None:
    renewed = issue("issuing", "upper", ca=True)
    assert set(issuers_of(LEAF, [ISSUING, renewed])) == {ISSUING, renewed}


def test_issuers_that_name_each_other_end_somewhere() -> None:
    first, second = issue("issuing", "b", ca=True), issue("b", "issuing", ca=True)
    assert set(issuers_of(LEAF, [first, second])) == {first, second}
