"""What a signature time stamp adds to what is reported of a signature."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import cms, core, tsp

from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.signed_data import Signer, read_signed_message
from tests.certificates.authority import DAY, NOW, Wanted, root

STAMPED = NOW - DAY


def signature() -> cms.ContentInfo:
    issued = root().issue(Wanted("Иванова"))
    algorithm = issued.algorithms[0]
    return cms.ContentInfo.load(
        sign_cades(
            CadesWriter(issued.der, algorithm),
            lambda attributes: issued.sign_message(attributes, algorithm),
            hashlib.sha256(b"document").digest(),
            signing_time=NOW,
        )
    )


def stamped(message: cms.ContentInfo, imprint: bytes, digest: str = "sha256") -> Signer:
    """Return how a signer is read when a token over ``imprint`` was added."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3",
            "message_imprint": {
                "hash_algorithm": {"algorithm": digest},
                "hashed_message": imprint,
            },
            "serial_number": 1,
            "gen_time": STAMPED,
        }
    )
    content = {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
    token = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v3",
                    "digest_algorithms": [],
                    "encap_content_info": content,
                    "signer_infos": [],
                }
            ),
        }
    )
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    message["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])
    (signer,) = read_signed_message(message.dump(force=True)).signers
    return signer


def value(message: cms.ContentInfo) -> bytes:
    return bytes(message["content"]["signer_infos"][0]["signature"].native)


def test_without_a_stamp_the_level_is_bes() -> None:
    (signer,) = read_signed_message(signature().dump()).signers
    assert (signer.level, signer.timestamp) == ("BES", None)


@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_a_stamp_on_the_signature_is_reported(digest: str) -> None:
    message = signature()
    signer = stamped(message, hashlib.new(digest, value(message)).digest(), digest)
    assert (signer.level, signer.timestamp) == ("T", STAMPED)


def test_a_stamp_on_something_else_counts_for_nothing() -> None:
    signer = stamped(signature(), hashlib.sha256(b"another").digest())
    assert (signer.level, signer.timestamp) == ("BES", None)


def test_a_stamp_by_an_unknown_digest_counts_for_nothing() -> None:
    message = signature()
    signer = stamped(message, hashlib.sha1(value(message)).digest(), "sha1")
    assert (signer.level, signer.timestamp) == ("BES", None)
