"""Judges the detached signature of a delivered document."""

from __future__ import annotations

import base64
import binascii
import hashlib
import tempfile
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.sandbox.document_tables import DeliveryRow, PartRow
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.portal.sessions import SignedIn
from desktop_app.sandbox.portal.signed_message import MessageRefused, read_signed_message
from desktop_app.services.portal.problem_codes import ProblemCode

ID_DATA = "1.2.840.113549.1.7.1"


@dataclass(frozen=True, slots=True)
class GoodSignature:
    """A signature that holds, by the account's own person."""

    encoded: bytes
    signer: str
    certificate_id: str


def judge_signature(
    portal: Portal, who: SignedIn, delivery: DeliveryRow, signature: str
) -> GoodSignature:
    """Verify the signature over all parts of a delivery; refuse it with a code for the cause."""
    try:
        encoded = base64.b64decode(signature, validate=True)
        message = read_signed_message(encoded, ID_DATA, attached=False)
    except binascii.Error as error:
        raise _refused("message.not-der") from error
    except MessageRefused as refused:
        raise _refused(refused.cause) from refused
    if not message.attributes_complete or not message.algorithms_allowed:
        raise _refused("message.attributes")
    with tempfile.TemporaryFile() as content:
        with portal.store.reading() as session:
            digest = _copy_parts(session, delivery.id, content)
        if digest != delivery.sha256:
            raise Refusal(409, ProblemCode.DELIVERY_DIGEST_OTHER)
        content.seek(0)
        finding = portal.checker.check(encoded, ID_DATA, portal.clock(), content)
    if finding.causes:
        raise _refused(",".join(finding.causes))
    if finding.snils != who.account.snils:
        raise Refusal(403, ProblemCode.DOCUMENT_SIGNER_OTHER)
    return GoodSignature(encoded, finding.signer, message.certificate_sha256)


def _copy_parts(session: Session, delivery_id: str, target: BinaryIO) -> str:
    """Put the parts together and return their SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    wanted = (
        select(PartRow.content).where(PartRow.delivery_id == delivery_id).order_by(PartRow.offset)
    )
    for content in session.scalars(wanted.execution_options(yield_per=4)):
        digest.update(content)
        target.write(content)
    return digest.hexdigest()


def _refused(cause: str) -> Refusal:
    return Refusal(403, ProblemCode.DOCUMENT_SIGNATURE_INVALID, cause)
