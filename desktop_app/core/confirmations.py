"""Codes that prove a telephone or a mailbox, and the confirmation of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_app.core.accounts import AccountLevel


class CodeChannel(StrEnum):
    """Where a code goes."""

    SMS = "sms"
    EMAIL = "email"


class ConfirmationStep(StrEnum):
    """Where the confirmation of an account stands: what comes next."""

    FORM = "form"
    EMAIL = "email"
    PHONE = "phone"
    DOCUMENTS = "documents"
    REVIEW = "review"
    """An operator looks at it."""
    DONE = "done"


class LevelCause(StrEnum):
    """Why the account's level is not enough; phrases ``level-cause.VALUE`` tell who acts."""

    NONE = "none"
    """The account is confirmed."""
    PROFILE = "profile"
    """Simplified: passport and СНИЛС are missing."""
    NOT_BEGUN = "not-begun"
    UNFINISHED = "unfinished"
    """Begun, and steps are left."""
    DIFFERS = "differs"
    """The electronic check found that data differ."""
    REVIEW = "review"
    RETURNED = "returned"
    """The operator asks for a correction."""


class ConfirmationFinding(StrEnum):
    """What the electronic check found."""

    NAME = "name"
    SNILS = "snils"
    PASSPORT = "passport"
    """The passport check has not come to a match."""


class ConfirmationPaper(StrEnum):
    """A document of the confirmation."""

    DIPLOMA = "diploma"
    PRACTICE = "practice"
    """Licence, certificate or accreditation: the right to practise."""
    EMPLOYER = "employer"
    """Of the employer; not required."""


REQUIRED_PAPERS = (ConfirmationPaper.DIPLOMA, ConfirmationPaper.PRACTICE)


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that is under way; the code itself only its receiver knows."""

    channel: CodeChannel
    address: str
    """Masked, as the portal shows it."""
    expires_at: datetime
    resend_at: datetime
    """From when on another one may be asked for."""
    tries_left: int


@dataclass(frozen=True, slots=True)
class ConfirmationFile:
    """A document that the portal has."""

    paper: ConfirmationPaper
    file_name: str
    size: int


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Where the confirmation of the person's account stands."""

    level: AccountLevel
    step: ConfirmationStep
    cause: LevelCause
    form: dict[str, str]
    """The form's values by field, as the portal keeps them."""
    email_proven: bool
    phone_proven: bool
    files: tuple[ConfirmationFile, ...]
    findings: tuple[ConfirmationFinding, ...]
    comment: str
    """The operator's, for a correction."""
    changed_at: datetime | None

    @property
    def missing_papers(self) -> tuple[ConfirmationPaper, ...]:
        """Return what has to be attached before it can be handed in."""
        there = {file.paper for file in self.files}
        return tuple(paper for paper in REQUIRED_PAPERS if paper not in there)
