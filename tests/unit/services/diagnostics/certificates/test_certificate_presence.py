"""A token without a certificate, a certificate without its key, a key without a certificate."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.services.diagnostics.facts.certificates import (
    OwnCertificates,
    StoreCopies,
    StoreCopy,
)
from tests.unit.services.diagnostics.certificates.own import (
    ANNA,
    TOP,
    anna,
    findings,
    on_token,
    own,
    told,
)


def test_a_token_without_a_certificate_stands_in_the_way() -> None:
    found = findings("CRT-01", OwnCertificates(tokens=1, keys_without_certificate=2))
    assert told(found) == [(CheckStatus.FAIL, "certificate.absent")]
    assert found[0].who is Who.CA
    assert found[0].evidence["keys"] == 2


def test_without_a_token_there_is_nothing_to_judge() -> None:
    assert told(findings("CRT-01", OwnCertificates())) == [
        (CheckStatus.SKIP, "certificate.no-token")
    ]


def test_a_certificate_on_a_token_is_in_order() -> None:
    for identifier in ("CRT-01", "CRT-02", "CRT-03", "CRT-14", "CRT-15"):
        assert findings(identifier, own(anna())) == ()


def test_a_certificate_without_its_key_stands_in_the_way() -> None:
    lonely = on_token(TOP.issue(ANNA), key=False)
    found = findings("CRT-02", own(lonely))
    assert told(found) == [(CheckStatus.FAIL, "certificate.key-missing")]
    assert found[0].evidence["subject"] == "Смирнова Анна Сергеевна"


def test_beside_a_usable_one_it_is_a_note() -> None:
    lonely = on_token(TOP.issue(ANNA), key=False, key_id=b"\x02")
    assert told(findings("CRT-02", own(lonely, anna()))) == [
        (CheckStatus.OK, "certificate.key-missing")
    ]


def test_a_key_of_which_nothing_shows_before_login_is_a_warning() -> None:
    hidden = replace(anna(), has_private_key=False, key_known=False)
    found = findings("CRT-02", own(hidden))
    assert told(found) == [(CheckStatus.WARN, "certificate.key-not-seen")]
    assert found[0].evidence["subject"] == "Смирнова Анна Сергеевна"


def test_beside_one_whose_key_shows_it_is_a_note() -> None:
    hidden = replace(anna(), has_private_key=False, key_known=False)
    assert told(findings("CRT-02", own(hidden, anna()))) == [
        (CheckStatus.OK, "certificate.key-not-seen")
    ]


def test_a_key_without_a_certificate_is_a_warning_and_beside_a_usable_one_a_note() -> None:
    expected = "key.without-certificate"
    alone = OwnCertificates(tokens=1, keys_without_certificate=1)
    assert told(findings("CRT-03", alone)) == [(CheckStatus.WARN, expected)]
    beside = replace(own(anna()), keys_without_certificate=1)
    assert told(findings("CRT-03", beside)) == [(CheckStatus.OK, expected)]


def test_one_identifier_for_two_certificates_is_a_note() -> None:
    found = findings("CRT-14", own(anna(), anna()))
    assert told(found) == [(CheckStatus.OK, "key.same-identifier")]
    assert found[0].evidence["count"] == 2


def test_a_key_that_asks_for_the_pin_each_time_is_a_note() -> None:
    asking = on_token(TOP.issue(ANNA), always_authenticate=True)
    assert told(findings("CRT-15", own(asking))) == [(CheckStatus.OK, "pin.each-signature")]


def test_copies_of_tokens_that_are_not_here_are_told() -> None:
    here = own(anna())
    copies = StoreCopies(
        (
            StoreCopy(here.certificates[0].found.certificate.id, "Rutoken ECP"),
            StoreCopy("00" * 32, "Microsoft Base Smart Card Crypto Provider"),
        )
    )
    found = findings("CRT-31", here, copies, system="windows")
    assert told(found) == [(CheckStatus.OK, "certificate.copies-left")]
    assert found[0].evidence["count"] == 1
    assert findings("CRT-31", here, StoreCopies(copies.copies[:1])) == ()
