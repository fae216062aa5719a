"""The contract's part on codes and on the confirmation of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from desktop_app.core.accounts import AccountLevel
from desktop_app.core.confirmations import (
    CodeChannel,
    ConfirmationFinding,
    ConfirmationPaper,
    ConfirmationStep,
    LevelCause,
)
from desktop_app.services.portal.contract import Base64Text, Sha256Text, Text

CONFIRMATION: Final = "account/confirmation"
PAPER_LIMIT: Final = 1024 * 1024
"""Most bytes of one document: a photograph is made smaller before."""
CodeText = Annotated[str, Text(r"^[0-9]{6}$", 6, 6)]


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A code that is under way; the code itself went to the person."""

    channel: CodeChannel
    address: str
    """Masked."""
    expires_at: datetime
    resend_at: datetime
    """From when on another one may be asked for."""
    tries_left: int


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A code as the person typed it."""

    code: CodeText


@dataclass(frozen=True, slots=True)
class ConsentContactMessage:
    """``GET consents/egisz/contact``: where a code would go."""

    address: str
    """The telephone, masked."""


@dataclass(frozen=True, slots=True)
class ConsentCodeRequest:
    """``POST consents/egisz/codes``: send a code that confirms this very document."""

    document_sha256: Sha256Text


@dataclass(frozen=True, slots=True)
class GrantByCodeRequest:
    """``POST consents/egisz/grants-by-code``: the document as the person read it, and the code."""

    version: Annotated[str, Text(r"^[0-9A-Za-z._-]+$", 1, 32)]
    document: Base64Text
    """UTF-8 text; its SHA-256 is the one that the code was sent for."""
    code: CodeText


@dataclass(frozen=True, slots=True)
class ConfirmationForm:
    """``PUT account/confirmation/form``: who asks, and how to reach them."""

    full_name: Annotated[str, Text(None, 1, 150)]
    snils: Annotated[str, Text(r"^[0-9]{11}$", 11, 11)]
    inn: Annotated[str, Text(r"^[0-9]{12}$", 12, 12)]
    phone: Annotated[str, Text(r"^\+7[0-9]{10}$", 12, 12)]
    email: Annotated[str, Text(r"^[^@ ]{1,64}@[^@ ]{3,180}$", 5, 250)]


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """``POST account/confirmation/codes``: send a code to the form's telephone or mailbox."""

    channel: CodeChannel


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """``POST account/confirmation/proofs``: the code that came."""

    channel: CodeChannel
    code: CodeText


@dataclass(frozen=True, slots=True)
class PaperMessage:
    """A document that the portal has."""

    paper: ConfirmationPaper
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ConfirmationMessage:
    """``GET account/confirmation``: the level, why it is not enough, and what comes next."""

    level: AccountLevel
    step: ConfirmationStep
    cause: LevelCause
    form: ConfirmationForm | None
    """None until it was filled in."""
    email_proven: bool
    phone_proven: bool
    papers: tuple[PaperMessage, ...]
    findings: tuple[ConfirmationFinding, ...]
    comment: str
    """The operator's, for a correction."""
    changed_at: datetime | None
