"""Confirmation codes: sent by short message or letter, few, short-lived, few tries each."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desktop_app.core.confirmations import CodeChannel
from desktop_app.sandbox.confirmation_tables import ConfirmationCodeRow
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.mailbox import Letter
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.tables import AccountRow
from desktop_app.services.portal.confirmation_contract import CodeMessage
from desktop_app.services.portal.problem_codes import ProblemCode

CODE_DIGITS: Final = 6
CODE_LIFETIME: Final = timedelta(minutes=5)
RESEND_PAUSE: Final = timedelta(seconds=60)
SENDINGS_LIMIT: Final = 5
"""Codes for one purpose within ``SENDINGS_WINDOW``."""
SENDINGS_WINDOW: Final = timedelta(hours=1)
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class CodePurpose:
    """What a code is to prove, and where it goes."""

    name: str
    """Kept with the code: one for another purpose proves nothing."""
    channel: CodeChannel
    address: str
    words: str
    """What the message says that the code is for, in Russian."""
    subject: str = ""
    """What it is for in particular, such as the SHA-256 of a document; not for the limits."""


def send_code(
    portal: Portal, session: Session, account: AccountRow, purpose: CodePurpose
) -> CodeMessage:
    """Send a new code; those sent before for the same purpose stop working.

    Raises ``Refusal`` when the last one is too fresh, or there were too many.
    """
    now = portal.now()
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    row = ConfirmationCodeRow(
        id=secrets.token_hex(16),
        account_id=account.id,
        purpose=purpose.name,
        subject=purpose.subject,
        channel=purpose.channel.value,
        address=purpose.address,
        sent_at=now,
        expires_at=now + CODE_LIFETIME,
        tries_left=TRIES,
    )
    row.digest = _digest(portal, row.id, code)
    _refuse_too_many(portal, session, account.id, purpose.name)
    same = (
        ConfirmationCodeRow.account_id == account.id,
        ConfirmationCodeRow.purpose == purpose.name,
    )
    session.execute(update(ConfirmationCodeRow).where(*same).values(spent=True))
    session.add(row)
    note(session, now, "code.send", account=account, subject=purpose.name)
    minutes = int(CODE_LIFETIME.total_seconds()) // 60
    text = f"{purpose.words}. Код: {code}. Действует {minutes} минут. Никому его не сообщайте."
    portal.mailbox.deliver(account.id, Letter(purpose.channel, purpose.address, text, now))
    return code_message(row)


def judge_code(
    portal: Portal, account: AccountRow, purpose: str, code: str, subject: str = ""
) -> None:
    """Spend the code when it is the right one, in a transaction of its own.

    Raises ``Refusal``: a wrong code costs a try, after the last one only a new code helps.
    """
    with portal.store.writing() as session:
        row = newest_code(session, account.id, purpose)
        if row is None or row.subject != subject or not _is_alive(row, portal.now()):
            refusal = Refusal(403, ProblemCode.CODE_EXPIRED)
        elif hmac.compare_digest(row.digest, _digest(portal, row.id, code)):
            row.spent = True
            return
        else:
            row.tries_left -= 1
            note(session, portal.now(), "code.check", account=account, outcome="code.wrong")
            refusal = Refusal(403, ProblemCode.CODE_WRONG, tries_left=row.tries_left)
    raise refusal


def newest_code(session: Session, account_id: str, purpose: str) -> ConfirmationCodeRow | None:
    """Return the code that was sent last for a purpose."""
    wanted = (
        select(ConfirmationCodeRow)
        .where(ConfirmationCodeRow.account_id == account_id, ConfirmationCodeRow.purpose == purpose)
        .order_by(ConfirmationCodeRow.sent_at.desc(), ConfirmationCodeRow.spent)
        .limit(1)
    )
    return session.scalars(wanted).one_or_none()


def _is_alive(row: ConfirmationCodeRow, now: datetime) -> bool:
    return not row.spent and row.expires_at > now and row.tries_left > 0


def code_message(row: ConfirmationCodeRow) -> CodeMessage:
    """Return a code that is under way as clients see it."""
    return CodeMessage(
        channel=CodeChannel(row.channel),
        address=masked(row.address),
        expires_at=row.expires_at,
        resend_at=row.sent_at + RESEND_PAUSE,
        tries_left=row.tries_left,
    )


def masked(address: str) -> str:
    """Return a telephone or a mailbox so that only its owner recognises it."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}" if at else f"{address[:2]} *** ***-**-{address[-2:]}"


def _refuse_too_many(portal: Portal, session: Session, account_id: str, purpose: str) -> None:
    now = portal.now()
    wanted = (
        select(ConfirmationCodeRow.sent_at)
        .where(
            ConfirmationCodeRow.account_id == account_id,
            ConfirmationCodeRow.purpose == purpose,
            ConfirmationCodeRow.sent_at > now - SENDINGS_WINDOW,
        )
        .order_by(ConfirmationCodeRow.sent_at)
    )
    times = session.scalars(wanted).all()
    if len(times) >= SENDINGS_LIMIT:
        code, until = ProblemCode.CODE_TOO_MANY, times[-SENDINGS_LIMIT] + SENDINGS_WINDOW
    elif times and times[-1] + RESEND_PAUSE > now:
        code, until = ProblemCode.CODE_TOO_SOON, times[-1] + RESEND_PAUSE
    else:
        return
    seconds = max(1, int((until - now).total_seconds()))
    raise Refusal(429, code, headers={"Retry-After": str(seconds)})


def _digest(portal: Portal, identifier: str, code: str) -> str:
    """A million codes are soon tried: only the portal's own secret makes the digest safe."""
    key = portal.configuration.control_secret.encode()
    return hmac.new(key, f"{identifier}:{code}".encode(), hashlib.sha256).hexdigest()
