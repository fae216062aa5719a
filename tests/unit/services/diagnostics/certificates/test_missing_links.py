"""What a broken path lacks, and where it can come from."""

from __future__ import annotations

from cryptography import x509

from desktop_app.core.resources import resource_path
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.diagnostics.facts.certificates import MissingLink
from desktop_app.services.diagnostics.missing_links import IssuersAtHand, missing_link
from desktop_app.services.pins_of_trust import Pin, Pins
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.accredited_list import AccreditedList, Authority, ListedCertificate
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathReport
from desktop_app.signing.path_walk import links_from, walk
from tests.certificates.authority import NOW, Issued, Wanted, ec_key, issue, root

TOP = root("Головной УЦ")
OTHER_TOP = root("Головной УЦ")
MIDDLE = TOP.issue(Wanted("УЦ", ca=True))
LEAF = MIDDLE.issue(Wanted("Врач"))


def report(code: str, *path: Issued, of: int = -1) -> PathReport:
    certificates = tuple(read_certificate(each.der) for each in path)
    reason = Reason(code, {}, certificates[of].id, Verdict.BAD)
    return PathReport(Verdict.BAD, (reason,), certificates)


def link(found: MissingLink | None) -> MissingLink:
    assert found is not None
    return found


def test_a_path_that_does_not_break_lacks_nothing() -> None:
    assert missing_link(report("certificate.expired", LEAF), IssuersAtHand()) is None
    assert missing_link(PathReport(Verdict.GOOD, (), ()), IssuersAtHand()) is None


def test_an_intermediate_is_known_by_name_and_key() -> None:
    found = link(missing_link(report("path.intermediate-missing", LEAF), IssuersAtHand()))
    assert (found.name, found.is_root) == ("УЦ", False)
    assert found.key_id == marks_of(MIDDLE.der).key_id
    assert (found.step, found.of_steps) == (2, 3)
    assert (found.sources, found.sha256) == ((), "")
    assert found.child == read_certificate(LEAF.der).id


def test_a_certificate_on_a_token_or_in_the_list_is_a_source() -> None:
    key_id = marks_of(MIDDLE.der).key_id
    listed = ListedCertificate(marks_of(MIDDLE.der).sha1, key_id, MIDDLE.der)
    accredited = AccreditedList(1, NOW, (Authority("УЦ", certificates=(listed,)),))
    at_hand = IssuersAtHand(tokens=(MIDDLE.der,), accredited=lambda: accredited)
    found = link(missing_link(report("path.intermediate-missing", LEAF), at_hand))
    assert found.sources == ("token", "list")
    assert found.sha256 == marks_of(MIDDLE.der).sha256
    assert found.serial == marks_of(MIDDLE.der).serial


def test_a_namesake_with_another_key_is_no_source() -> None:
    at_hand = IssuersAtHand(bundled=(OTHER_TOP.der,))
    found = link(missing_link(report("path.root-missing", LEAF, MIDDLE), at_hand))
    assert found.sources == ()
    assert found.is_root
    assert (found.step, found.of_steps) == (3, 3)


def test_a_bundled_root_that_is_pinned_and_confirmed_says_so() -> None:
    fingerprint = marks_of(TOP.der).sha256
    pins = Pins((Pin("Головной УЦ", "signatures", fingerprint, confirmed=True),))
    at_hand = IssuersAtHand(bundled=(OTHER_TOP.der, TOP.der), pins=pins)
    found = link(missing_link(report("path.root-missing", LEAF, MIDDLE), at_hand))
    assert (found.sources, found.pinned, found.sha256) == (("bundled",), True, fingerprint)


def test_a_root_that_is_here_but_not_trusted_is_told_by_its_fingerprint() -> None:
    at_hand = IssuersAtHand(tokens=(TOP.der,))
    found = link(missing_link(report("path.root-not-trusted", LEAF, MIDDLE, TOP), at_hand))
    assert (found.name, found.is_root, found.sources) == ("Головной УЦ", True, ("token",))
    assert found.sha256 == marks_of(TOP.der).sha256
    assert (found.step, found.of_steps) == (3, 3)
    assert found.child == read_certificate(MIDDLE.der).id


def test_the_walk_leads_to_the_one_of_six_roots_whose_key_is_named() -> None:
    """Three of the six bear one name; only their key identifiers tell them apart."""
    roots = read_certificates(resource_path("anchors"))
    pool = list(links_from(roots, trusted=True))
    assert len(pool) == 6
    for wanted in pool:
        (child,) = links_from((_naming(wanted.der),), trusted=False)
        walked = walk(child, pool, NOW)
        assert walked.links[-1].der == wanted.der
        assert {reason.code for reason in walked.reasons} <= {
            "path.algorithm-unsupported",
            "path.obsolete-algorithm",
            "certificate.expired",
        }


def _naming(authority: bytes) -> bytes:
    """Return a certificate that names an authority and its key, signed by nobody's key."""
    above = x509.load_der_x509_certificate(authority)
    key_id = bytes.fromhex(marks_of(authority).key_id)
    names_key = x509.AuthorityKeyIdentifier(key_id, None, None)
    stand_in = Issued(above, ec_key())
    return issue(
        Wanted("Врач", key_identifiers=False, extensions=(names_key,)), ec_key(), stand_in
    ).der
