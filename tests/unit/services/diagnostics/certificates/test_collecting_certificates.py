"""What the collectors make of tokens and of Windows' personal store."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

from desktop_app.services.diagnostics.collectors.certificates import (
    own_certificates,
    read_store_copies,
)
from desktop_app.services.diagnostics.facts.certificates import StoreCopies, StoreCopy
from desktop_app.services.diagnostics.machine import Completed, RecordedMachine
from desktop_app.signing.certificates import certificate_id
from tests.certificates.authority import Wanted
from tests.unit.services.diagnostics.certificates.own import ANNA, TOP, anna, on_token, token


def test_certificates_of_authorities_are_kept_apart() -> None:
    authority = on_token(TOP.issue(Wanted("УЦ", ca=True)), key=False, key_id=b"\x07")
    found = own_certificates((token(anna(), authority),))
    assert [each.found.certificate.subject for each in found.certificates] == [ANNA.name]
    assert found.authorities == (authority.certificate.der,)
    assert found.tokens == 1
    assert found.usable


def test_keys_that_no_certificate_belongs_to_are_counted() -> None:
    seen = (("A", "01"), ("A", "02"), ("B", "01"))
    found = own_certificates((token(anna(), serial="A"), token(serial="B")), seen)
    assert found.keys_without_certificate == 2


def test_each_certificate_says_what_is_wrong_with_it() -> None:
    found = own_certificates((token(on_token(TOP.issue(replace(ANNA, snils="11223344594")))),))
    (only,) = found.certificates
    assert only.snils_problem == "malformed"
    assert only.qualified_problems == ("subject-tool", "issuer-tools", "tool-class")
    assert only.parameters_known
    assert (only.weakness, only.encoding_problems) == ("", ())
    assert only.token.label == "Токен"


def blob(der: bytes, provider: str) -> str:
    """Return a serialized certificate as the registry keeps it, by [MS-GPNAP] and crypt32."""
    names = f"container\0{provider}\0".encode("utf-16-le")
    properties = ((2, bytes(28) + names), (32, der))
    parts = (
        number.to_bytes(4, "little")
        + (1).to_bytes(4, "little")
        + len(value).to_bytes(4, "little")
        + value
        for number, value in properties
    )
    return base64.b64encode(b"".join(parts)).decode("ascii")


def windows(output: str) -> RecordedMachine:
    return RecordedMachine("windows", answers={"powershell": Completed(0, output)})


def test_copies_of_cards_are_read_from_the_registry() -> None:
    card, software = TOP.issue(ANNA).der, TOP.issue(ANNA).der
    blobs = [
        blob(card, "Microsoft Base Smart Card Crypto Provider"),
        blob(software, "Microsoft Enhanced Cryptographic Provider v1.0"),
    ]
    expected = StoreCopy(certificate_id(card), "Microsoft Base Smart Card Crypto Provider")
    assert read_store_copies(windows(json.dumps(blobs))) == StoreCopies((expected,))
    assert read_store_copies(windows(json.dumps(blobs[0]))) == StoreCopies((expected,))


def test_an_answer_that_cannot_be_read_is_no_copy() -> None:
    for output in ("", "Access denied", '["AAAA"]', "[null]"):
        assert read_store_copies(windows(output)) == StoreCopies()
    assert read_store_copies(RecordedMachine("linux")) == StoreCopies()
