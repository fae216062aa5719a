"""Judges the signatures of a delivered document."""

from __future__ import annotations

import base64
import binascii
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.sandbox.document_tables import DeliveryRow, PartRow
from desktop_app.sandbox.portal.context import Portal, SignerFinding
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.portal.sessions import SignedIn
from desktop_app.sandbox.portal.signed_message import (
    MessageLimits,
    MessageRefused,
    read_signed_message,
)
from desktop_app.services.portal.document_contract import CompletionRequest
from desktop_app.services.portal.problem_codes import ProblemCode

ID_DATA = "1.2.840.113549.1.7.1"
_LIMITS: Final = MessageLimits(size=96 * 1024, signers=32, certificates=64)


@dataclass(frozen=True, slots=True)
class GoodSignatures:
    """Signatures that hold, one of them by the account's own person."""

    encoded: bytes
    """The message without the document; empty for a PDF."""
    shape: SignatureShape
    signer: str
    certificate_id: str
    cosigners: tuple[str, ...]
    """Full names of the others."""


def judge_signatures(
    portal: Portal, who: SignedIn, delivery: DeliveryRow, completion: CompletionRequest
) -> GoodSignatures:
    """Verify all signatures over all parts of a delivery; refuse it with a code for the cause."""
    encoded = _message(completion)
    with _put_together(portal, delivery) as file:
        if completion.shape is SignatureShape.IN_PDF:
            findings = portal.checker.check_pdf(file, portal.clock())
        else:
            with file.open("rb") as content:
                findings = portal.checker.check_document(encoded, portal.clock(), content)
    if causes := list(dict.fromkeys(cause for each in findings for cause in each.causes)):
        raise _refused(",".join(causes))
    own = next((each for each in findings if each.snils == who.account.snils), None)
    if own is None:
        raise Refusal(403, ProblemCode.DOCUMENT_SIGNER_OTHER)
    return GoodSignatures(
        encoded, completion.shape, own.signer, own.certificate_id, _others(findings, own)
    )


def _message(completion: CompletionRequest) -> bytes:
    """Return the message, found to be one of the kind that the program makes."""
    try:
        encoded = base64.b64decode(completion.signature, validate=True)
    except binascii.Error as error:
        raise _refused("message.not-der") from error
    if completion.shape is SignatureShape.IN_PDF:
        if encoded:
            raise _refused("message.beside-pdf")
        return encoded
    try:
        message = read_signed_message(encoded, ID_DATA, attached=False, limits=_LIMITS)
    except MessageRefused as refused:
        raise _refused(refused.cause) from refused
    if not message.attributes_complete or not message.algorithms_allowed:
        raise _refused("message.attributes")
    return encoded


@contextmanager
def _put_together(portal: Portal, delivery: DeliveryRow) -> Iterator[Path]:
    """Give the whole document in a file, which goes again."""
    with tempfile.TemporaryDirectory(prefix="nmo-portal-") as folder:
        file = Path(folder) / "document"
        with portal.store.reading() as session, file.open("xb") as target:
            digest = _copy_parts(session, delivery.id, target)
        if digest != delivery.sha256:
            raise Refusal(409, ProblemCode.DELIVERY_DIGEST_OTHER)
        yield file


def _copy_parts(session: Session, delivery_id: str, target: BinaryIO) -> str:
    """Put the parts together and return their SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    for content in _parts(session, delivery_id):
        digest.update(content)
        target.write(content)
    return digest.hexdigest()


def _parts(session: Session, delivery_id: str) -> Iterator[bytes]:
    wanted = (
        select(PartRow.content).where(PartRow.delivery_id == delivery_id).order_by(PartRow.offset)
    )
    yield from session.scalars(wanted.execution_options(yield_per=4))


def _others(findings: tuple[SignerFinding, ...], own: SignerFinding) -> tuple[str, ...]:
    return tuple(each.signer for each in findings if each is not own)


def _refused(cause: str) -> Refusal:
    return Refusal(403, ProblemCode.DOCUMENT_SIGNATURE_INVALID, cause)
