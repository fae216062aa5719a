"""`nmo doctor` where the portal's root is unknown: named, fetched, compared, added, taken back."""

from __future__ import annotations

from collections.abc import Callable

from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import check

FIX = "trust.install-own"


def test_an_unknown_root_of_the_portal_is_added_after_comparison_and_taken_back(
    nmo: InstalledCommand, scenario: Callable[[str], None]
) -> None:
    scenario("root-missing")
    paper = nmo("training", "state").document["foreign_root_sha256"]
    ran = nmo("doctor")
    found = check(ran, "NET-10")
    assert (found["status"], found["cause"]) == ("fail", "tls.root-missing")
    assert (found["fix"], found["who"]) == (FIX, "user")
    assert ran.document["first_cause"]["fix"] == FIX
    assert found["evidence"]["root"] == "Чужой учебный УЦ"
    assert len(found["evidence"]["key_id"]) == 40
    assert found["evidence"]["aia"]

    asked = nmo("doctor", "--check", "NET-10", "--fix", FIX)
    (plan,) = asked.document["plans"]
    assert plan["confirm_fingerprint"] == paper
    unconfirmed = nmo("doctor", "--check", "NET-10", "--fix", FIX, "--yes")
    assert unconfirmed.error == "fix.refused"
    wrong = nmo("doctor", "--check", "NET-10", "--fix", FIX, "--yes", "--fingerprint", "ab" * 32)
    assert wrong.error == "fix.refused"
    assert check(nmo("doctor", "--check", "NET-10"), "NET-10")["status"] == "fail"

    mended = nmo("doctor", "--check", "NET-10", "--fix", FIX, "--yes", "--fingerprint", paper)
    assert check(mended, "NET-10")["status"] == "ok", mended.out
    assert nmo("doctor").document["first_cause"] is None

    (applied,) = mended.document["applied"]
    assert nmo("doctor", "--undo", applied["id"]).exit_code == 0
    assert check(nmo("doctor", "--check", "NET-10"), "NET-10")["status"] == "fail"
