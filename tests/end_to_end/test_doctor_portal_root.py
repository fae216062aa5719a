"""`nmo doctor` where a training root is unknown: named, fetched, compared, added, taken back."""

from __future__ import annotations

from collections.abc import Callable

from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import check

FIX = "trust.install-own"


def fingerprint(nmo: InstalledCommand, root: str) -> str:
    """Return what would stand on paper from whoever has the root."""
    roots = nmo("training", "state").document["roots"]
    return str(next(each["sha256"] for each in roots if each["name"] == root))


def test_an_unknown_root_of_the_portal_is_added_after_comparison_and_taken_back(
    nmo: InstalledCommand, scenario: Callable[[str], None]
) -> None:
    scenario("root-missing")
    paper = fingerprint(nmo, "Чужой учебный УЦ")
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


def test_the_root_of_a_certificate_is_added_with_the_paper_of_its_authority(
    nmo: InstalledCommand, scenario: Callable[[str], None]
) -> None:
    nmo("logout")
    scenario("gost-root-missing")
    first = nmo("doctor").document["first_cause"]
    assert (first["code"], first["fix"]) == ("path.root-not-trusted", FIX)
    paper = fingerprint(nmo, "Учебный головной УЦ ГОСТ")
    mended = nmo("doctor", "--fix", FIX, "--yes", "--fingerprint", paper)
    assert check(mended, "CRT-20")["status"] == "ok", mended.out
    assert nmo("doctor").document["first_cause"] is None
    for applied in mended.document["applied"]:
        assert nmo("doctor", "--undo", applied["id"]).exit_code == 0
