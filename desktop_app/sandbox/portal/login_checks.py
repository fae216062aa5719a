"""The ordered checks of a signed login; each refusal has its own cause, for the journal only."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, fields
from datetime import timedelta

import rfc8785
from sqlalchemy import delete, select

from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.signed_message import (
    MessageRefused,
    SignedMessage,
    read_signed_message,
)
from desktop_app.sandbox.portal.token_digest import sha256_hex
from desktop_app.sandbox.tables import AccountRow, ChallengeRow
from desktop_app.services.portal.contract import (
    LOGIN_CONTENT_TYPE,
    LOGIN_SECONDS,
    LOGIN_SKEW_SECONDS,
    LOGIN_TYP,
    SignedLogin,
)


class LoginRefused(Exception):  # noqa: N818 - the portal says no; nothing failed
    """A login that the portal does not accept."""

    def __init__(self, cause: str, account: AccountRow | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.account = account


@dataclass(frozen=True, slots=True)
class LoginAttempt:
    """What came with ``POST auth/signatures``."""

    challenge_id: str
    cookie: str
    signature: bytes


def judge_login(portal: Portal, attempt: LoginAttempt) -> tuple[AccountRow, str]:
    """Return the account and the certificate's SHA-256; raise ``LoginRefused``.

    The order is that of the design: size, strict DER, one signer; content type; purpose,
    audience and times; the nonce, which is spent before anything else is judged; attributes,
    algorithm, signature, path and revocation; the account.
    """
    try:
        message = read_signed_message(attempt.signature, LOGIN_CONTENT_TYPE)
    except MessageRefused as refused:
        raise LoginRefused(refused.cause) from refused
    statement = _read_statement(message.content)
    _judge_statement(portal, statement)
    _spend_challenge(portal, attempt, statement)
    _judge_binding(message, statement)
    finding = portal.checker.check(attempt.signature, LOGIN_CONTENT_TYPE, portal.clock())
    if finding.causes:
        raise LoginRefused(",".join(finding.causes))
    return _account_of(portal, finding.snils), statement.certificate_sha256


def _read_statement(content: bytes) -> SignedLogin:
    try:
        values = json.loads(content.decode("utf-8"))
        canonical = rfc8785.dumps(values) == content
    except (ValueError, RecursionError) as error:
        raise LoginRefused("login.statement-malformed") from error
    kinds = {
        field.name: int if field.name in ("iat", "exp") else str for field in fields(SignedLogin)
    }
    if not canonical or not isinstance(values, dict) or values.keys() != kinds.keys():
        raise LoginRefused("login.statement-malformed")
    if any(type(values[name]) is not kind for name, kind in kinds.items()):
        raise LoginRefused("login.statement-malformed")
    return SignedLogin(**values)


def _judge_statement(portal: Portal, statement: SignedLogin) -> None:
    if statement.typ != LOGIN_TYP:
        raise LoginRefused("login.purpose")
    if statement.aud != portal.configuration.origin:
        raise LoginRefused("login.origin")
    now = int(portal.now().timestamp())
    if not 0 < statement.exp - statement.iat <= LOGIN_SECONDS:
        raise LoginRefused("login.term")
    if statement.iat > now + LOGIN_SKEW_SECONDS or statement.exp < now - LOGIN_SKEW_SECONDS:
        raise LoginRefused("login.time")


def _spend_challenge(portal: Portal, attempt: LoginAttempt, statement: SignedLogin) -> None:
    wanted = ChallengeRow.id == attempt.challenge_id
    with portal.store.writing() as session:
        challenge = session.scalars(select(ChallengeRow).where(wanted)).one_or_none()
        session.execute(delete(ChallengeRow).where(wanted))
    if challenge is None or not hmac.compare_digest(
        challenge.nonce.encode(), statement.nonce.encode()
    ):
        raise LoginRefused("login.nonce-unknown")
    if challenge.expires_at <= portal.now():
        raise LoginRefused("login.nonce-expired")
    if not hmac.compare_digest(challenge.cookie_sha256, sha256_hex(attempt.cookie)):
        raise LoginRefused("login.other-session")
    if challenge.certificate_sha256 != statement.certificate_sha256:
        raise LoginRefused("login.other-certificate")


def _judge_binding(message: SignedMessage, statement: SignedLogin) -> None:
    if not message.attributes_complete:
        raise LoginRefused("login.attributes")
    if message.certificate_sha256 != statement.certificate_sha256:
        raise LoginRefused("login.other-certificate")
    if not message.algorithms_allowed:
        raise LoginRefused("login.algorithm")


def _account_of(portal: Portal, snils: str) -> AccountRow:
    with portal.store.reading() as session:
        found = session.scalars(select(AccountRow).where(AccountRow.snils == snils)).one_or_none()
    if found is None or not snils:
        raise LoginRefused("login.no-account")
    return found


CHALLENGE_LIFETIME = timedelta(seconds=LOGIN_SECONDS)
"""How long a nonce may be answered."""
