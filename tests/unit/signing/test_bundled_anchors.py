"""The trust anchors that come with the program."""

from __future__ import annotations

import hashlib
import re
import tomllib
from typing import Any

import pytest
from asn1crypto import pem

from desktop_app.core.resources import resource_path
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.certificates import read_certificate

FOLDER = resource_path("anchors")
DOCUMENT: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (FOLDER / "anchors.toml").read_text("utf-8")
)
ANCHORS = DOCUMENT["anchor"]
PINS = DOCUMENT["pin"]


def test_every_certificate_is_described_and_every_description_has_its_certificate() -> None:
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.pem")}
    assert {anchor["file"] for anchor in ANCHORS} == found


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: anchor["file"])
def test_a_certificate_is_the_one_that_is_described(anchor: dict[str, Any]) -> None:
    data = (FOLDER / anchor["file"]).read_bytes()
    der = pem.unarmor(data)[2]
    assert hashlib.sha256(der).hexdigest() == anchor["sha256"]
    assert hashlib.sha1(der).hexdigest() == anchor["sha1"]
    certificate = read_certificate(data)
    assert certificate.subject == certificate.issuer == anchor["name"]
    assert certificate.not_before.date() == anchor["not_before"]
    assert certificate.not_after.date() == anchor["not_after"]


def test_only_the_roots_for_signatures_are_trusted_for_signatures() -> None:
    trusted = {hashlib.sha256(der).hexdigest() for der in read_certificates(FOLDER)}
    meant = {anchor["sha256"] for anchor in ANCHORS if anchor["purpose"] == "signatures"}
    assert trusted == meant
    assert len(meant) < len(ANCHORS)


@pytest.mark.parametrize("entry", [*ANCHORS, *PINS], ids=lambda entry: entry["sha256"][:8])
def test_every_entry_says_how_it_was_checked_and_whether_that_confirms_it(
    entry: dict[str, Any],
) -> None:
    assert re.fullmatch("[0-9a-f]{64}", entry["sha256"])
    assert isinstance(entry["confirmed"], bool)
    assert entry["source"]
    assert entry["checked"]
    if entry["confirmed"]:
        assert re.search("confirmed|independent", entry["checked"])


def test_no_certificate_stands_twice() -> None:
    fingerprints = [entry["sha256"] for entry in (*ANCHORS, *PINS)]
    assert len(fingerprints) == len(set(fingerprints))
