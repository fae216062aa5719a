"""The consent as a separate document (152-ФЗ, art. 9 part 4): composed whole, in plain text."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from desktop_app.core.consents import (
    ConsentDocument,
    ConsentEvent,
    ConsentState,
    ConsentSubject,
    ConsentText,
)
from desktop_app.core.errors.portal import PortalAnswerError
from desktop_app.services.portal.consent_lines import consent_lines, consent_lines_by_code
from desktop_app.services.portal.contract import ConsentMessage

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters, invisible ones and those that turn the direction of writing."""


def compose_consent(
    message: ConsentMessage, certificate_id: str, written_at: datetime
) -> ConsentDocument:
    """Return the document: the portal's text, the person's data, date and time with zone.

    Raises ``PortalAnswerError`` for a text with characters that a reader would not see.
    """
    lines = consent_lines(message.text, message.subject, certificate_id)
    return _composed(message, lines, certificate_id, written_at)


def compose_consent_by_code(
    message: ConsentMessage, address: str, written_at: datetime
) -> ConsentDocument:
    """Return the document that a code confirms, sent to this masked telephone.

    Raises ``PortalAnswerError`` as ``compose_consent`` does.
    """
    lines = consent_lines_by_code(message.text, message.subject, address)
    return _composed(message, lines, "", written_at)


def _composed(
    message: ConsentMessage, lines: tuple[str, ...], certificate_id: str, written_at: datetime
) -> ConsentDocument:
    if any(_UNSEEN.search(line) for line in lines):
        raise PortalAnswerError(detail="consent-text")
    moment = written_at.isoformat(sep=" ", timespec="seconds")
    content = "\n".join((*lines, f"Дата и время составления, часовой пояс: {moment}", "")).encode()
    return ConsentDocument(
        version=message.text.version,
        content=content,
        certificate_id=certificate_id,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def consent_state(message: ConsentMessage) -> ConsentState:
    """Return the state of the contract's message."""
    return ConsentState(
        text=_text(message),
        status=message.status,
        history=tuple(
            ConsentEvent(
                id=event.id,
                happened_at=event.happened_at,
                kind=event.kind,
                version=event.version,
                document_sha256=event.document_sha256,
                certificate_id=event.certificate_id,
            )
            for event in message.history
        ),
        subject=ConsentSubject(
            full_name=message.subject.full_name,
            snils=message.subject.snils,
            address=message.subject.address,
            identity_document=message.subject.identity_document,
        ),
    )


def _text(message: ConsentMessage) -> ConsentText:
    text = message.text
    return ConsentText(
        version=text.version,
        title=text.title,
        operator=text.operator,
        processor=text.processor,
        purpose=text.purpose,
        data_items=text.data_items,
        actions=text.actions,
        legal_ground=text.legal_ground,
        term=text.term,
        withdrawal=text.withdrawal,
        refusal=text.refusal,
        after_withdrawal=text.after_withdrawal,
    )
