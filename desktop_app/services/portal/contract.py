"""The portal's contract: one frozen dataclass per message, shared by client and server.

JSON in UTF-8 with these field names; times are RFC 3339 UTC; binary data is base64 (RFC 4648
section 4, padded) in text fields. ``resources/portal-api.yaml`` is generated from the server
that uses these classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from desktop_app.core.accounts import AccountLevel, Role
from desktop_app.core.consents import ConsentStatus
from desktop_app.core.credentials import CheckVerdict, CredentialStatus, VersionState

API_PREFIX: Final = "/api/v1"
LOGIN_CONTENT_TYPE: Final = "2.25.253467914338281306542236153764139411907"
"""eContentType of a signed login; documents use id-data, so neither passes for the other."""
LOGIN_TYP: Final = "nmo-login+v1"
LOGIN_SECONDS: Final = 300
"""Longest time between ``iat`` and ``exp`` of a signed login."""
LOGIN_SKEW_SECONDS: Final = 60
"""How far the client's clock may differ from the portal's."""
NONCE_BYTES: Final = (32, 64)
"""Least and most bytes of a nonce, base64url without padding."""
PRE_LOGIN_COOKIE: Final = "nmo_login"
"""Set with a challenge (Secure, HttpOnly, SameSite=Strict) and sent back with its signature."""
IDEMPOTENCY_HEADER: Final = "Idempotency-Key"
"""Taken by every write outside ``auth``; 16 to 128 characters of ``[A-Za-z0-9._~-]``."""
DIGEST_HEADER: Final = "Repr-Digest"
"""RFC 9530, ``sha-256=:base64:``, with every PDF document."""
PAGE_LIMIT: Final = 500
"""Most items of one page."""
REQUEST_LIMIT: Final = 262_144
"""Most bytes of one request body."""
PROBLEM_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Text:
    """Bounds of a text field of a request; the server refuses what lies outside them."""

    pattern: str | None = None
    """Regular expression for the whole text."""
    shortest: int = 0
    longest: int = 1024

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """Tell the server's validation library the same bounds."""
        bounds = {"min_length": self.shortest, "max_length": self.longest}
        return {**handler(source), **bounds, **({"pattern": self.pattern} if self.pattern else {})}


Sha256Text = Annotated[str, Text(r"^[0-9a-f]{64}$", 64, 64)]
_BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"
Base64Text = Annotated[str, Text(_BASE64, 4, 131_072)]
Base64TextOrNone = Annotated[str, Text(rf"^({_BASE64[1:-1]})?$", 0, 131_072)]
OpaqueText = Annotated[str, Text(r"^[A-Za-z0-9_-]+$", 16, 256)]


@dataclass(frozen=True, slots=True)
class Problem:
    """An error answer (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    """A ``problem_codes.ProblemCode``, or one that a newer portal has added."""
    detail: str = ""
    """For a log, not for people."""
    level: str = ""
    """The account's level, with ``account.level-insufficient``."""
    tries_left: int | None = None
    """Tries that are left for the code, with ``code.wrong``."""


@dataclass(frozen=True, slots=True)
class ChallengeRequest:
    """``POST auth/challenges``: begin a login with this certificate."""

    certificate_sha256: Sha256Text


@dataclass(frozen=True, slots=True)
class Challenge:
    """The nonce to put into the login statement; single-use and short-lived."""

    challenge_id: str
    nonce: str
    """base64url without padding of 32 to 64 bytes."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedLogin:
    """What the program composes and signs, as canonical JSON (RFC 8785)."""

    typ: str
    """``LOGIN_TYP``"""
    aud: str
    """Origin that the program connected to, ``https://host[:port]``, lower case."""
    nonce: str
    iat: int
    """Seconds since 1970-01-01 UTC."""
    exp: int
    certificate_sha256: str
    app: str
    """Name and version of the program."""


@dataclass(frozen=True, slots=True)
class SignatureRequest:
    """``POST auth/signatures``: the attached CMS over a ``SignedLogin``."""

    challenge_id: OpaqueText
    signature: Base64Text


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """``POST auth/refresh``: each refresh token works once; a second use ends the session."""

    refresh_token: OpaqueText


@dataclass(frozen=True, slots=True)
class AccountMessage:
    """``GET account``: who is signed in."""

    id: str
    full_name: str
    snils: str
    """Eleven digits."""
    level: AccountLevel
    roles: tuple[Role, ...]
    speciality: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SessionMessage:
    """A session: answer to ``auth/signatures`` and ``auth/refresh``."""

    access_token: str
    refresh_token: str
    expires_in: int
    """Seconds that the access token lives."""
    account: AccountMessage
    token_type: str = "Bearer"  # noqa: S105 - a scheme, not a secret


@dataclass(frozen=True, slots=True)
class ConsentSubjectMessage:
    """Who consents, as the portal knows the person (152-ФЗ, art. 9 part 4 item 1)."""

    full_name: str
    snils: str
    """Eleven digits."""
    address: str
    identity_document: str
    """Kind, number, date and issuer of the identity document."""


@dataclass(frozen=True, slots=True)
class ConsentTextMessage:
    """The text in force."""

    version: str
    title: str
    operator: str
    processor: str
    purpose: str
    data_items: tuple[str, ...]
    actions: str
    legal_ground: str
    term: str
    withdrawal: str
    refusal: str
    after_withdrawal: str


@dataclass(frozen=True, slots=True)
class ConsentEventMessage:
    """One line of the history."""

    id: str
    happened_at: datetime
    kind: ConsentStatus
    version: str
    document_sha256: str
    certificate_id: str
    """Empty for a withdrawal, and for a grant that a code confirmed."""


@dataclass(frozen=True, slots=True)
class ConsentMessage:
    """``GET consents/egisz``, and the answer to a grant or a withdrawal."""

    text: ConsentTextMessage
    status: ConsentStatus
    subject: ConsentSubjectMessage
    history: tuple[ConsentEventMessage, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class GrantRequest:
    """``POST consents/egisz/grants``: attached CAdES (id-data) over the consent document."""

    version: Annotated[str, Text(r"^[0-9A-Za-z._-]+$", 1, 32)]
    signature: Base64Text


@dataclass(frozen=True, slots=True)
class CheckMessage:
    """Answer to ``POST credentials/{id}/verifications``."""

    verdict: CheckVerdict
    checked_at: datetime
    reason: str
    """In Russian, as the portal words it."""


@dataclass(frozen=True, slots=True)
class CredentialMessage:
    """One row of the table."""

    id: str
    name: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    status: CredentialStatus
    number: str
    organisation: str
    organisation_accredited: bool
    has_document: bool
    check: CheckMessage | None
    review: VersionState | None = None
    """``on-review`` or ``refused``: the newest file, while that is not the one in force."""
    holder: str = ""
    """Full name, in ``GET organisation/credentials`` only."""


@dataclass(frozen=True, slots=True)
class CredentialPage:
    """``GET credentials``: newest first; the ``ETag`` of each page covers the whole list."""

    items: tuple[CredentialMessage, ...]
    next_cursor: str | None
    """None on the last page."""
    total: int
    """Items of the whole list."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Who did what and when."""

    id: str
    happened_at: datetime
    actor: str
    """Full name of the account, or an empty string before login."""
    action: str
    """For example ``login``, ``consent.grant``, ``credential.verify``."""
    outcome: str
    """``ok``, or a code such as ``login.replayed``."""
    subject: str
    """What it was done to: an identifier, or an empty string."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """``GET journal``: newest first; the portal decides by role what is in it.

    A specialist sees the own entries, an HR employee and whoever answers for quality those of
    their organisation's people, administrator and auditor all.
    """

    items: tuple[JournalEntry, ...]
    next_cursor: str | None
